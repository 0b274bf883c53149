import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { formatVerifierKey, noteKey, parseNote, parseVerifierKey, signNote, verifyNote } from "./note.ts";

// The example key and notes of golang.org/x/mod/sumdb/note, and of c2sp.org/signed-note.
const PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_SEED = Buffer.from("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", "base64").subarray(1);
const ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER_LINE =
  "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_LINE =
  "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

const peter = parseVerifierKey(PETER);
const enoch = parseVerifierKey(ENOCH);
const peterPrivate = createPrivateKey({
  key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), PETER_SEED]),
  format: "der",
  type: "pkcs8",
});

const refused = { code: "note.invalid" };

test("a note is signed byte for byte as the reference implementation signs it", () => {
  assert.equal(signNote(TEXT, "PeterNeumann", peterPrivate), `${TEXT}\n${PETER_LINE}`);
});

test("a verifier key reads and writes back, and is that of its private key", () => {
  assert.equal(formatVerifierKey(peter), PETER);
  assert.equal(formatVerifierKey(noteKey("PeterNeumann", peterPrivate)), PETER);
});

test("every substring and every changed character of a verifier key is refused", () => {
  for (let from = 0; from <= PETER.length; from++) {
    for (let to = from + 1; to <= PETER.length; to++) {
      if (to - from < PETER.length) assert.throws(() => parseVerifierKey(PETER.slice(from, to)), refused);
    }
  }
  for (let i = 0; i < PETER.length; i++) {
    const changed = PETER.slice(0, i) + String.fromCharCode(PETER.charCodeAt(i) + 1) + PETER.slice(i + 1);
    assert.throws(() => parseVerifierKey(changed), refused);
  }
  const wrongLength = "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==";
  const unknownType = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  for (const key of [wrongLength, unknownType]) assert.throws(() => parseVerifierKey(key), refused);
});

test("the example of the specification verifies", () => {
  const key = parseVerifierKey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  const line =
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
  assert.deepEqual(verifyNote(`This is an example message.\n\n${line}`, [key]).signedBy, [key]);
});

test("signatures of unknown keys are ignored, but one known key must have signed", () => {
  const both = `${TEXT}\n${PETER_LINE}${ENOCH_LINE}`;
  assert.deepEqual(verifyNote(both, [peter]), { text: TEXT, signedBy: [peter] });
  assert.deepEqual(verifyNote(both, [enoch, peter]).signedBy, [peter, enoch]);
  assert.deepEqual(verifyNote(`${TEXT}\n${PETER_LINE}${PETER_LINE}`, [peter]).signedBy, [peter]);
  assert.throws(() => verifyNote(both, []), refused);
  assert.throws(() => verifyNote(`${TEXT}\n${ENOCH_LINE}`, [peter]), refused);
});

test("a false signature of a known key refuses the note, even beside a true one", () => {
  const stolen = ENOCH_LINE.replace("rwz+eB", "rwz+eA");
  assert.throws(() => verifyNote(`${TEXT}\n${PETER_LINE}${stolen}`, [peter, enoch]), refused);
  assert.throws(() => verifyNote(`${TEXT}more\n\n${PETER_LINE}`, [peter]), refused);
});

test("malformed notes are refused", () => {
  const bad = [
    TEXT,
    `${TEXT}\n`,
    `${TEXT}\n${PETER_LINE.slice(0, -1)}`,
    `\u0001${TEXT}\n${PETER_LINE}`,
    `\ud800${TEXT}\n${PETER_LINE}`,
    `${TEXT}\n${PETER_LINE.replace("PeterNeumann", "Bad Name")}`,
    `${TEXT}\n${PETER_LINE.replace("PeterNeumann", "Bad\u00a0Name")}`,
    `${TEXT}\n${PETER_LINE}Unexpected line.\n`,
    `${TEXT}\n${PETER_LINE.repeat(65)}`,
    `${TEXT}\n${PETER_LINE.slice(0, 60)}ABCD${PETER_LINE.slice(60)}`,
  ];
  for (const note of bad) assert.throws(() => verifyNote(note, [peter]), refused);
});

test("a text that cannot be signed is refused", () => {
  for (const text of ["no newline", "tab\t\n", "\ud800\n"]) {
    assert.throws(() => signNote(text, "PeterNeumann", peterPrivate), refused);
  }
  assert.throws(() => signNote(TEXT, "two words", peterPrivate), refused);
});

test("any text of lines survives signing, empty lines included", () => {
  const line = fc
    .string({ unit: "grapheme" })
    .filter((text) => !/[\p{Cc}]/u.test(text) && text.isWellFormed());
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      const text = `${lines.join("\n")}\n`;
      const note = signNote(text, "PeterNeumann", peterPrivate);
      assert.equal(parseNote(note).text, text);
      assert.equal(verifyNote(note, [peter]).text, text);
    }),
    { numRuns: 50 },
  );
});
