import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { hex } from "./bytes.ts";
import {
  appendLeaves,
  EMPTY_RANGE,
  EMPTY_ROOT,
  type Hash,
  isCompactRange,
  leafHash,
  merkleRoot,
  nodeHash,
  rangeRoot,
} from "./merkle.ts";

const digest = (...parts: Uint8Array[]): Hash =>
  new Uint8Array(createHash("sha256").update(Buffer.concat(parts)).digest());

/** RFC 6962 §2.1, word for word: split at the largest power of two below n. */
function naiveRoot(entries: readonly Uint8Array[]): Hash {
  if (entries.length === 0) return digest();
  if (entries.length === 1) return digest(Uint8Array.of(0), entries[0]!);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return digest(Uint8Array.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
}

const ENTRIES = Array.from({ length: 300 }, (_, i) => Buffer.from(`entry ${i}`));
const LEAVES = ENTRIES.map(leafHash);

test("the roots of Certificate Transparency's test tree", () => {
  const entries = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ];
  const leaves = entries.map((text) => leafHash(Buffer.from(text, "hex")));
  const roots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ];
  for (const [i, root] of roots.entries()) assert.equal(hex(merkleRoot(leaves.slice(0, i + 1))), root);
  assert.equal(hex(EMPTY_ROOT), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

test("every size gives the root of the definition", () => {
  for (let size = 0; size <= ENTRIES.length; size++) {
    assert.deepEqual(merkleRoot(LEAVES.slice(0, size)), naiveRoot(ENTRIES.slice(0, size)), `${size}`);
  }
});

test("a range appended to in any portions is the range of all leaves, and keeps its earlier self", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { maxLength: 5 }), (portions) => {
      let range = EMPTY_RANGE;
      for (const portion of portions) {
        const before = structuredClone(range);
        const next = appendLeaves(range, LEAVES.slice(range.size, range.size + portion));
        assert.deepEqual(range, before);
        range = next;
        assert.ok(isCompactRange(range));
        assert.deepEqual(rangeRoot(range), naiveRoot(ENTRIES.slice(0, range.size)));
      }
      assert.deepEqual(range, appendLeaves(EMPTY_RANGE, LEAVES.slice(0, range.size)));
    }),
  );
});

test("a range of another shape is known as such", () => {
  const range = appendLeaves(EMPTY_RANGE, LEAVES.slice(0, 7));
  assert.ok(isCompactRange(range));
  for (const size of [6, 8, -1, 7.5, Number.MAX_SAFE_INTEGER + 1])
    assert.ok(!isCompactRange({ ...range, size }));
  const [first, ...rest] = range.nodes;
  assert.ok(!isCompactRange({ ...range, nodes: rest }));
  assert.ok(!isCompactRange({ ...range, nodes: [first!.subarray(1), ...rest] }));
});

test("a node's hash is a value of its own: later hashes do not change it", () => {
  const [left, right] = LEAVES as [Hash, Hash];
  const node = nodeHash(left, right);
  nodeHash(right, left);
  assert.deepEqual(node, digest(Uint8Array.of(1), left, right));
  assert.deepEqual(nodeHash(node, node), digest(Uint8Array.of(1), node, node));
});
