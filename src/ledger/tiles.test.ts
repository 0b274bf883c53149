import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { leafHash, merkleRoot, rangeRoot } from "../lib/merkle.ts";
import { TileEdge } from "./tile-edge.ts";
import {
  decodeBundle,
  decodeTile,
  edgeViews,
  encodeBundle,
  entriesPath,
  parseTilePath,
  scanBundle,
  tilePath,
  viewPath,
  viewWidth,
} from "./tiles.ts";

test("paths are numbered as the specification numbers them", () => {
  assert.equal(tilePath(0, 1_234_067), "tile/0/x001/x234/067");
  assert.equal(tilePath(3, 0), "tile/3/000");
  assert.equal(tilePath(1, 999, 17), "tile/1/999.p/17");
  assert.equal(entriesPath(1000), "tile/entries/x001/000");
  assert.equal(entriesPath(273, 112), "tile/entries/273.p/112");
});

test("every path reads back", () => {
  const view = fc.record({
    level: fc.oneof(fc.constant("entries" as const), fc.integer({ min: 0, max: 63 })),
    n: fc.integer({ min: 0, max: 10 ** 15 - 1 }),
    width: fc.integer({ min: 1, max: 256 }),
  });
  fc.assert(fc.property(view, (one) => assert.deepEqual(parseTilePath(viewPath(one)), { ...one })));
});

test("no other spelling of a path is read", () => {
  const bad = [
    "checkpoint",
    "tile/0/0",
    "tile/0/0000",
    "tile/00/000",
    "tile/64/000",
    "tile/-1/000",
    "tile/0/x000/000",
    "tile/0/001/000",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/007",
    "tile/0/000.p/257",
    "tile/0/000/",
    "/tile/0/000",
    "tile/0/../0/000",
    "tile/entries/000\n",
    "tile/data/000",
  ];
  for (const path of bad) assert.equal(parseTilePath(path), undefined, path);
});

test("a tree of 70,000 entries has the tiles that the specification counts", () => {
  assert.deepEqual(edgeViews(70_000), [
    { level: 0, n: 273, width: 112 },
    { level: 1, n: 1, width: 17 },
    { level: 2, n: 0, width: 1 },
  ]);
  assert.equal(viewWidth(0, 272, 70_000), 256);
  assert.equal(viewWidth(1, 0, 70_000), 256);
  assert.equal(viewWidth(0, 274, 70_000), 0);
  assert.deepEqual(edgeViews(256), [
    { level: 0, n: 1, width: 0 },
    { level: 1, n: 0, width: 1 },
  ]);
  assert.deepEqual(edgeViews(0), []);
});

test("entries survive a bundle, and a bundle of another width is refused", () => {
  const entries = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 256 });
  fc.assert(
    fc.property(entries, (list) => {
      const bytes = encodeBundle(list);
      assert.deepEqual(decodeBundle(bytes, list.length).map(Buffer.from), list.map(Buffer.from));
      assert.throws(() => decodeBundle(bytes, list.length + 1), { code: "ledger.bundle" });
      assert.throws(() => decodeBundle(Buffer.concat([bytes, Buffer.of(0)]), list.length), {
        code: "ledger.bundle",
      });
    }),
    { numRuns: 50 },
  );
});

test("the length prefix is two bytes, big-endian, and the longest entry has 65,535 bytes", () => {
  assert.deepEqual([...encodeBundle([Buffer.alloc(258, 7)]).subarray(0, 3)], [1, 2, 7]);
  assert.equal(decodeBundle(encodeBundle([Buffer.alloc(65_535)]), 1)[0]?.length, 65_535);
  assert.throws(() => encodeBundle([Buffer.alloc(65_536)]), { code: "ledger.entry" });
  assert.throws(() => encodeBundle([Buffer.alloc(0)]), { code: "ledger.entry" });
});

test("of a bundle cut at any byte, or continued with zeros, the whole entries are found", () => {
  const list = [1, 2, 3].map((n) => Buffer.alloc(n, n));
  const bytes = encodeBundle(list);
  const ends = [0, 3, 7, 12];
  for (let cut = 0; cut <= bytes.length; cut++) {
    const whole = ends.filter((end) => end <= cut).length - 1;
    const scanned = scanBundle(bytes.subarray(0, cut));
    assert.deepEqual([scanned.entries.length, scanned.bytes], [whole, ends[whole]]);
  }
  assert.equal(scanBundle(Buffer.concat([bytes, Buffer.alloc(64)])).bytes, bytes.length);
});

test("a tile holds whole hashes, as many as its width", () => {
  assert.equal(decodeTile(Buffer.alloc(64), 2).length, 2);
  assert.throws(() => decodeTile(Buffer.alloc(63), 2), { code: "ledger.tile" });
  assert.throws(() => decodeTile(Buffer.alloc(64), 1), { code: "ledger.tile" });
});

test("a tree grown tile by tile in any portions has the root of RFC 6962", () => {
  const leaves = Array.from({ length: 1500 }, (_, i) => leafHash(Uint8Array.of(i >> 8, i & 255)));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 6 }), (portions) => {
      const edge = new TileEdge(0, []);
      let size = 0;
      for (const portion of portions) {
        const part = leaves.slice(size, size + portion);
        const runs = edge.append(part);
        assert.equal(
          runs.filter((run) => run.level === 0).reduce((sum, run) => sum + run.hashes.length, 0),
          part.length,
        );
        size += part.length;
      }
      assert.equal(edge.range.size, size);
      assert.deepEqual(rangeRoot(edge.range), merkleRoot(leaves.slice(0, size)));
    }),
    { numRuns: 30 },
  );
});
