import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { hex } from "../lib/bytes.ts";
import { fakeClock } from "../lib/clock.ts";
import { leafHash, merkleRoot } from "../lib/merkle.ts";
import { activeAt, applyEntries, EMPTY_STATE, knownDigest } from "./active.ts";
import { type AuditOptions, type AuditReport, auditLedger } from "./audit.ts";
import { type Entry, encodeEntry } from "./entry.ts";
import {
  altered,
  KEYS,
  lift,
  measure,
  ORIGIN,
  policy,
  publishLog,
  START_MS,
  sign,
  signedBy,
  temporaryFolder,
  validLog,
} from "./fixture.test.ts";
import { fileReader, type LedgerReader } from "./reader.ts";
import { encodeBundle, entriesPath, tilePath, viewWidth } from "./tiles.ts";

/** Three full bundles and one of 232 entries. */
const SIZE = 1000;
const LOG = validLog(SIZE);
const LEAVES = LOG.map(encodeEntry);
const folder = temporaryFolder();
after(() => folder[Symbol.dispose]());
const NOTE = await publishLog(folder.path, LOG);
const reader = fileReader(folder.path);

const NOW_MS = START_MS + SIZE * 1000;
const audit = (of: LedgerReader, more: Partial<AuditOptions> = {}): Promise<AuditReport> =>
  auditLedger(of, { keys: KEYS, origin: ORIGIN, clock: fakeClock(NOW_MS), ...more });
const faults = ({ problems }: AuditReport): string[] =>
  problems.map(({ kind, index, path }) => [kind, index, path].filter((part) => part !== undefined).join(" "));

/** Replaces one entry by another of the form. */
const forge = (index: number): Uint8Array => encodeEntry(measure(index, { target: "d".repeat(64) }));

/** A reader whose bundle holds another entry at this index; its hash tile is as it was. */
function withEntry(index: number, entry = forge(index)): LedgerReader {
  const n = Math.floor(index / 256);
  const leaves = LEAVES.slice(n * 256, (n + 1) * 256).with(index % 256, entry);
  return altered(reader, { [entriesPath(n, viewWidth("entries", n, SIZE))]: encodeBundle(leaves) });
}

test("a true ledger has no problems, and its counts and digest are those of its entries", async () => {
  const report = await audit(reader);
  assert.deepEqual(report.problems, []);
  assert.equal(report.size, SIZE);
  assert.equal(report.root, hex(merkleRoot(LEAVES.map(leafHash))));
  assert.deepEqual(report.entries, { policy: 1, measure: 799, lift: 200, request: 0, protect: 0, key: 0 });
  const active = activeAt(applyEntries(EMPTY_STATE, 0, LOG).state, NOW_MS);
  assert.equal(report.active, active.length);
  assert.equal(report.known, knownDigest(active));
  assert.equal(report.checkpoint, NOTE);
});

test("an entry changed in a full or in the last bundle is named by its index", async () => {
  for (const index of [0, 767, 768, 999]) {
    assert.deepEqual(
      faults(await audit(withEntry(index))).filter((fault) => fault.startsWith("entry")),
      [`entry ${index}`],
    );
  }
});

test("a byte flipped anywhere in a small ledger is found and named", async () => {
  using folder = temporaryFolder();
  await publishLog(folder.path, validLog(300));
  const small = fileReader(folder.path);
  const paths = [entriesPath(0), entriesPath(1, 44), tilePath(0, 0), tilePath(0, 1, 44), tilePath(1, 0, 1)];
  const place = fc.record({
    path: fc.constantFrom(...paths),
    at: fc.nat(),
    bit: fc.integer({ min: 0, max: 7 }),
  });
  await fc.assert(
    fc.asyncProperty(place, async ({ path, at, bit }) => {
      const bytes = Uint8Array.from((await small.readView(path))!);
      const offset = at % bytes.length;
      bytes[offset]! ^= 1 << bit;
      const { problems } = await audit(altered(small, { [path]: bytes }));
      if (!path.startsWith("tile/entries")) {
        assert.deepEqual(
          problems.map((problem) => problem.path),
          [path],
        );
        return;
      }
      // A flipped length makes the bundle unreadable; any other byte is in one entry.
      const unreadable = problems.some((problem) => problem.kind === "missing" && problem.path === path);
      const n = path === paths[0] ? 0 : 1;
      const original = validLog(300)
        .slice(n * 256)
        .map(encodeEntry);
      let entry = 0;
      for (let end = 2 + original[0]!.length; end <= offset; end += 2 + original[entry]!.length) entry += 1;
      const named = problems.some(({ kind, index }) => kind === "entry" && index === n * 256 + entry);
      assert.ok(unreadable || named, JSON.stringify(problems));
    }),
    { numRuns: 40 },
  );
});

test("a missing or cut resource is named and does not hide a fault elsewhere", async () => {
  const tile = (await reader.readView(tilePath(0, 1)))!.subarray(0, 8190);
  const worse = altered(withEntry(1), { [entriesPath(2)]: null, [tilePath(0, 1)]: tile });
  assert.deepEqual(faults(await audit(worse)).toSorted(), [
    "entry 1",
    `missing ${tilePath(0, 1)}`,
    `missing ${entriesPath(2)}`,
  ]);
  const neither = altered(reader, { [tilePath(0, 1)]: null, [entriesPath(1)]: null });
  assert.deepEqual(faults(await audit(neither)), [`missing ${entriesPath(1)}`, `missing ${tilePath(0, 1)}`]);
  const last = altered(reader, { [entriesPath(3, 232)]: null, [entriesPath(3)]: null });
  assert.deepEqual(faults(await audit(last)), [`missing ${entriesPath(3, 232)}`]);
});

test("with the policy unread, later entries are not accused of breaking rules", async () => {
  const unread = altered(reader, { [entriesPath(0)]: null });
  assert.deepEqual(faults(await audit(unread)), [`missing ${entriesPath(0)}`]);
});

test("a ledger rewritten with all its tiles does not have the signed root", async () => {
  using folder = temporaryFolder();
  const other = LOG.slice(0, 600).with(400, measure(400, { target: "d".repeat(64) }));
  await publishLog(folder.path, other);
  const note = signedBy(LEAVES.slice(0, 600));
  const rewritten = altered(fileReader(folder.path), { checkpoint: Buffer.from(note) });
  assert.deepEqual(faults(await audit(rewritten)), ["root"]);
});

test("a ledger that continues an earlier checkpoint passes, one that does not is a fork", async () => {
  for (const size of [0, 1, 255, 256, 257, 999, SIZE]) {
    assert.deepEqual(
      (await audit(reader, { since: signedBy(LEAVES.slice(0, size)) })).problems,
      [],
      String(size),
    );
  }
  const forged = LEAVES.slice(0, 300).with(299, forge(299));
  assert.deepEqual(faults(await audit(reader, { since: signedBy(forged) })), ["fork"]);
  assert.deepEqual(faults(await audit(reader, { since: signedBy([...LEAVES, forge(1000)]) })), ["fork"]);
});

test("damage in the bundle where the earlier checkpoint ends is not taken for a rewrite", async () => {
  assert.deepEqual(faults(await audit(withEntry(300), { since: signedBy(LEAVES.slice(0, 310)) })), [
    "entry 300",
  ]);
});

test("without a valid head nothing else is believed", async () => {
  const bad = [
    null,
    Buffer.from(NOTE.replace(`\n${SIZE}\n`, "\n1\n")),
    Buffer.from(sign(0, merkleRoot([]), "other.example/log")),
    Uint8Array.of(0xff, 0xfe),
  ];
  for (const checkpoint of bad) {
    const report = await audit(altered(reader, { checkpoint }));
    assert.deepEqual(faults(report), ["checkpoint checkpoint"]);
    assert.deepEqual([report.size, report.root, report.active], [0, "", 0]);
  }
  await assert.rejects(audit(reader, { since: "not a note" }), { code: "note.invalid" });
});

test("entries that are not of the form or break a rule of the log are named", async () => {
  using folder = temporaryFolder();
  const log: Entry[] = [policy(0), measure(1), lift(2, 1), lift(3, 1), measure(4)];
  await publishLog(folder.path, log);
  assert.deepEqual(faults(await audit(fileReader(folder.path))), ["rule 3"]);

  const spaced = Buffer.from(JSON.stringify(log[4], null, 1));
  const leaves = log.map(encodeEntry).with(4, spaced);
  const root = merkleRoot(leaves.map(leafHash));
  const odd = altered(fileReader(folder.path), {
    checkpoint: Buffer.from(sign(5, root)),
    [entriesPath(0, 5)]: encodeBundle(leaves),
    [tilePath(0, 0, 5)]: Buffer.concat(leaves.map(leafHash)),
  });
  assert.deepEqual(faults(await audit(odd)), ["rule 3", "form 4"]);
});

test("an edge that knows other measures, or entries that nobody can see, is named", async () => {
  const state = applyEntries(EMPTY_STATE, 0, LOG.slice(0, 500)).state;
  const known = knownDigest(activeAt(state, NOW_MS));
  const edges = [
    { edge: "par1", size: 500, atMs: NOW_MS, known },
    { edge: "yul1", size: 500, atMs: NOW_MS, known: knownDigest([1, 2]) },
    { edge: "fra1", size: 0, atMs: NOW_MS, known: knownDigest([]) },
    { edge: "lyo1", size: SIZE + 1, atMs: NOW_MS, known },
  ];
  const { problems } = await audit(reader, { edges: async () => edges });
  assert.deepEqual(
    problems.map(({ kind, message }) => `${kind} ${message.slice(0, 4)}`),
    ["edge yul1", "edge lyo1"],
  );
});

test("a ledger that cannot be reached is no finding", async () => {
  const down: LedgerReader = {
    readView: () => Promise.reject(Object.assign(new Error("down"), { code: "EIO" })),
  };
  await assert.rejects(audit(down), /down/);
});

test("problems beyond a thousand are counted", async () => {
  using folder = temporaryFolder();
  await publishLog(
    folder.path,
    Array.from({ length: 1200 }, (_, i) => lift(i, 0)),
  );
  const report = await audit(fileReader(folder.path));
  assert.deepEqual([report.problems.length, report.more], [1000, 200]);
});

test("an empty ledger is a valid one", async () => {
  const empty = altered({ readView: async () => undefined }, { checkpoint: Buffer.from(signedBy([])) });
  const report = await audit(empty, { since: signedBy([]) });
  assert.deepEqual([report.problems, report.size, report.known], [[], 0, knownDigest([])]);
});
