import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import { EMPTY_ROOT } from "../lib/merkle.ts";
import { cosignatures } from "./cosignature.ts";
import { KEYS, sign as signCheckpoint } from "./fixture.test.ts";
import { formatVerifierKey, noteKey, parseVerifierKey, signatureLine, verifyNote } from "./note.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const witness = noteKey("witness.example/w1", privateKey, 4);
const SECONDS = 1_796_083_200n; // 2026-12-01T00:00:00Z
const checkpoint = signCheckpoint(0, EMPTY_ROOT);
const text = `${checkpoint.split("\n\n")[0]}\n`;

/** The message as the specification spells it, not as the code under test does. */
function cosigned(seconds: bigint, stamped = seconds): string {
  const message = `cosignature/v1\ntime ${seconds}\n${text}`;
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(stamped);
  return (
    checkpoint + signatureLine(witness, Buffer.concat([stamp, sign(null, Buffer.from(message), privateKey)]))
  );
}

test("a witness's cosignature is found with its time, and the log's own signature still verifies", () => {
  const note = cosigned(SECONDS);
  assert.deepEqual(cosignatures(note, [witness]), [{ witness, atMs: Date.UTC(2026, 11, 1) }]);
  assert.deepEqual(verifyNote(note, KEYS).signedBy, KEYS);
});

test("a changed time, an unknown witness and a witness's key of the other type count for nothing", () => {
  assert.deepEqual(cosignatures(cosigned(SECONDS, SECONDS + 1n), [witness]), []);
  assert.deepEqual(cosignatures(cosigned(2n ** 63n), [witness]), []);
  assert.deepEqual(cosignatures(cosigned(SECONDS), KEYS), []);
  assert.deepEqual(cosignatures(cosigned(SECONDS), [noteKey(witness.name, privateKey)]), []);
  assert.deepEqual(cosignatures(checkpoint, [witness]), []);
});

test("a witness cannot stand in for the log", () => {
  assert.throws(() => verifyNote(cosigned(SECONDS), [witness]), { code: "note.invalid" });
  assert.deepEqual(verifyNote(cosigned(SECONDS), [...KEYS, witness]).signedBy, KEYS);
});

test("a witness's verifier key carries type 4", () => {
  assert.equal(parseVerifierKey(formatVerifierKey(witness)).algorithm, 4);
});
