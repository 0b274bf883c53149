import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import { formatCheckpoint } from "../../ledger/checkpoint.ts";
import { cosignedBytes } from "../../ledger/cosignature.ts";
import { noteKey, signatureLine, signNote } from "../../ledger/note.ts";
import { MINUTE } from "../../lib/clock.ts";
import { appendLeaves, type CompactRange, EMPTY_RANGE, leafHash, rangeRoot } from "../../lib/merkle.ts";
import { Cosigned } from "./cosigned.ts";

const ORIGIN = "rempart.test/ledger";

/** A ledger's ranges, by its size. */
function rangesOf(word: string): CompactRange[] {
  const found: CompactRange[] = [EMPTY_RANGE];
  for (let i = 0; i < 9; i++)
    found.push(appendLeaves(found.at(-1)!, [leafHash(Buffer.from(`${word} ${i}`))]));
  return found;
}
const OURS = rangesOf("entry");
const OTHER = rangesOf("another");

const LEDGER = generateKeyPairSync("ed25519").privateKey;
const witnessOf = (name: string) => {
  const secret = generateKeyPairSync("ed25519").privateKey;
  return { secret, key: noteKey(name, secret, 4) };
};
const KNOWN = witnessOf("witness.example/known");
const STRANGER = witnessOf("witness.example/stranger");

/** A checkpoint of that range, signed by the ledger and below that by a witness. */
function cosigned({ size, ...range }: CompactRange, { secret, key } = KNOWN, origin = ORIGIN): string {
  const text = formatCheckpoint({ origin, size, root: rangeRoot({ size, ...range }) });
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(1_795_000_000n);
  const signature = sign(null, cosignedBytes(text, 1_795_000_000n), secret);
  return signNote(text, origin, LEDGER) + signatureLine(key, Buffer.concat([stamp, signature]));
}

/** An edge that has followed to sizes 3 and 5, a minute apart. */
function followed(): Cosigned {
  const edge = new Cosigned([KNOWN.key], ORIGIN);
  edge.follow(OURS[3]!, 0);
  edge.follow(OURS[5]!, MINUTE);
  return edge;
}

test("what a known witness has vouched for is of no age, and the rest is as old as its first entry", () => {
  const edge = followed();
  assert.equal(edge.ageMs(4 * MINUTE), 4 * MINUTE);
  assert.ok(edge.hear(cosigned(OURS[3]!)));
  assert.equal(edge.ageMs(4 * MINUTE), 3 * MINUTE);
  assert.ok(edge.hear(cosigned(OURS[5]!)));
  assert.equal(edge.ageMs(4 * MINUTE), 0);
  edge.follow(OURS[5]!, 4 * MINUTE); // nothing new
  assert.equal(edge.ageMs(9 * MINUTE), 0);
});

test("a stranger's word, another log's and none at all count for nothing", () => {
  const edge = followed();
  const bare = cosigned(OURS[5]!).split("\n").slice(0, -2).join("\n");
  for (const note of [
    cosigned(OURS[5]!, STRANGER),
    cosigned(OURS[5]!, KNOWN, "else.test/ledger"),
    `${bare}\n`,
  ])
    assert.ok(edge.hear(note));
  assert.equal(edge.ageMs(MINUTE), MINUTE);
});

test("a witness that vouches for another tree of that size is told of", () => {
  const edge = followed();
  assert.equal(edge.hear(cosigned(OTHER[5]!)), false);
  assert.equal(edge.hear(cosigned(OTHER[5]!, STRANGER)), true, "anybody can sign anything");
  assert.equal(edge.ageMs(MINUTE), MINUTE);
});

test("the alarm comes after ten minutes, once, and again for what comes later", () => {
  const edge = followed();
  assert.equal(edge.isAlarmDue(9 * MINUTE), false);
  assert.deepEqual([edge.isAlarmDue(10 * MINUTE), edge.isAlarmDue(11 * MINUTE)], [true, false]);
  edge.hear(cosigned(OURS[5]!));
  edge.follow(OURS[6]!, 12 * MINUTE);
  assert.deepEqual([edge.isAlarmDue(13 * MINUTE), edge.isAlarmDue(22 * MINUTE)], [false, true]);
});

test("an edge that knows no witness looks for none", () => {
  const edge = new Cosigned([], ORIGIN);
  edge.follow(OURS[3]!, 0);
  assert.equal(edge.ageMs(60 * MINUTE), 0);
});

test("however long no witness vouches, memory stays bounded and the age right", () => {
  const edge = new Cosigned([KNOWN.key], ORIGIN);
  let range: CompactRange = EMPTY_RANGE;
  for (let i = 0; i < 3_000; i++) {
    range = appendLeaves(range, [leafHash(Buffer.from(String(i)))]);
    edge.follow(range, i);
  }
  assert.equal(edge.ageMs(3_000), 3_000);
  edge.hear(cosigned(range));
  assert.equal(edge.ageMs(3_000), 0);
});
