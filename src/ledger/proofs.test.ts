import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromHex, hex } from "../lib/bytes.ts";
import { EMPTY_ROOT, type Hash, leafHash, merkleRoot, nodeHash } from "../lib/merkle.ts";
import { flipped } from "./fixture.test.ts";
import {
  consistencyProof,
  inclusionProof,
  nodesOfLeaves,
  verifyConsistency,
  verifyInclusion,
} from "./proofs.ts";

/** RFC 6962 §2.1, word for word: the reference that everything else is held against. */
function treeHash(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

const LEAVES = Array.from({ length: 1200 }, (_, i) => leafHash(Uint8Array.of(i >> 8, i & 255)));
const node = nodesOfLeaves((i) => LEAVES[i]!);
const rootOf = (size: number): Hash => treeHash(LEAVES.slice(0, size));

// The eight leaves and roots that Certificate Transparency implementations share as test vectors.
const CT_LEAVES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
];
const CT_ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const ctHashes = CT_LEAVES.map((leaf) => leafHash(fromHex(leaf)));
const ctNode = nodesOfLeaves((i) => ctHashes[i]!);

test("roots are those of the published vectors", () => {
  for (const [size, root] of CT_ROOTS.entries()) assert.equal(hex(merkleRoot(ctHashes.slice(0, size))), root);
});

test("proofs are those of the published vectors", async () => {
  assert.deepEqual((await inclusionProof(5, 8, ctNode)).map(hex), [
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  ]);
  assert.deepEqual((await consistencyProof(6, 8, ctNode)).map(hex), [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  ]);
});

test("the compact range gives the root of RFC 6962 for every size", () => {
  for (let size = 0; size <= 70; size++) assert.deepEqual(merkleRoot(LEAVES.slice(0, size)), rootOf(size));
});

test("every leaf of every small tree is proved, and no other leaf by the same proof", async () => {
  for (let size = 1; size <= 25; size++) {
    const root = rootOf(size);
    for (let index = 0; index < size; index++) {
      const proof = await inclusionProof(index, size, node);
      assert.ok(verifyInclusion(index, size, LEAVES[index]!, proof, root), `${index} of ${size}`);
      assert.ok(!verifyInclusion(index, size, LEAVES[index + 1]!, proof, root));
      assert.ok(!verifyInclusion(index, size, LEAVES[index]!, [...proof, root], root));
      if (proof.length > 0) assert.ok(!verifyInclusion(index, size, LEAVES[index]!, proof.slice(1), root));
    }
  }
});

test("every small tree is proved to continue every smaller one", async () => {
  for (let size = 1; size <= 25; size++) {
    for (let old = 1; old <= size; old++) {
      const proof = await consistencyProof(old, size, node);
      assert.ok(verifyConsistency(old, size, proof, rootOf(old), rootOf(size)), `${old} to ${size}`);
      assert.ok(!verifyConsistency(old, size, proof, LEAVES[99]!, rootOf(size)));
      assert.ok(!verifyConsistency(old, size, [...proof, rootOf(size)], rootOf(old), rootOf(size)));
      if (old < size) assert.ok(!verifyConsistency(old, size, proof.slice(1), rootOf(old), rootOf(size)));
    }
  }
});

test("proofs in random larger trees hold, and break with any flipped bit", async () => {
  const cases = fc.record({ size: fc.integer({ min: 2, max: LEAVES.length }), at: fc.nat(), bit: fc.nat() });
  await fc.assert(
    fc.asyncProperty(cases, async ({ size, at, bit }) => {
      const index = at % size;
      const inclusion = await inclusionProof(index, size, node);
      assert.ok(verifyInclusion(index, size, LEAVES[index]!, inclusion, rootOf(size)));
      const changed = inclusion.with(
        bit % inclusion.length,
        flipped(inclusion[bit % inclusion.length]!, bit % 32),
      );
      assert.ok(!verifyInclusion(index, size, LEAVES[index]!, changed, rootOf(size)));
      const old = 1 + (at % (size - 1));
      const consistency = await consistencyProof(old, size, node);
      assert.ok(verifyConsistency(old, size, consistency, rootOf(old), rootOf(size)));
      const hash = consistency[bit % consistency.length]!;
      const broken = consistency.with(bit % consistency.length, flipped(hash, bit % 32));
      assert.ok(!verifyConsistency(old, size, broken, rootOf(old), rootOf(size)));
    }),
    { numRuns: 15 },
  );
});

test("sizes and indices out of range prove nothing", async () => {
  const root = rootOf(4);
  assert.ok(!verifyInclusion(4, 4, LEAVES[3]!, await inclusionProof(3, 4, node), root));
  assert.ok(!verifyInclusion(-1, 4, LEAVES[0]!, [], root));
  assert.ok(!verifyInclusion(0.5, 1, LEAVES[0]!, [], LEAVES[0]!));
  assert.ok(!verifyConsistency(0, 4, [], EMPTY_ROOT, root));
  assert.ok(!verifyConsistency(5, 4, [], root, root));
  await assert.rejects(inclusionProof(4, 4, node), RangeError);
  await assert.rejects(consistencyProof(0, 4, node), RangeError);
});

test("a true proof proves nothing about another size, though the same hashes come out", async () => {
  assert.ok(!verifyInclusion(0, 1, LEAVES[1]!, [LEAVES[0]!], rootOf(2)));
  assert.ok(!verifyConsistency(3, 4, await consistencyProof(7, 8, node), rootOf(7), rootOf(8)));
});

test("a tree larger than 2^49 leaves is split where it must be", async () => {
  // Math.log2(2 ** 49 + 1) is 49: rounding would take the tree for a perfect one and give an empty proof.
  const size = 2 ** 49 + 1;
  const left = leafHash(Uint8Array.of(1));
  const asked: number[][] = [];
  const proof = await inclusionProof(size - 1, size, async (level, index) => {
    asked.push([level, index]);
    return left;
  });
  assert.deepEqual(asked, [[49, 0]]);
  assert.ok(verifyInclusion(size - 1, size, LEAVES[0]!, proof, nodeHash(left, LEAVES[0]!)));
});
