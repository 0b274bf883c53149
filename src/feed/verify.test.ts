import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeEntry } from "../ledger/entry.ts";
import { base64, concat, fromBase64 } from "../lib/bytes.ts";
import { appendLeaves, type CompactRange, EMPTY_RANGE } from "../lib/merkle.ts";
import { runThrough } from "../lib/slices.ts";
import { deskOf, SITE, TestDesk } from "./testing/desk.ts";
import * as steps from "./verify.ts";
import { type FeedKeys, SnapshotCheck, type Verified, verifyConfig } from "./verify.ts";
import type { Batch, SnapshotPart } from "./wire.ts";

const SIZE = 40;
const desk = deskOf(SIZE);
/** The same operator's key under another name, as after a restore that lost entries. */
const otherOrigin = deskOf(SIZE, "rempart.example/ledger-2");
const forked = new TestDesk();
while (forked.size < SIZE) forked.measure(`/other/${forked.size}`);
const FOREIGN = base64(encodeEntry(forked.entries[0]!));

const rangeOf = (size: number, of = desk): CompactRange => appendLeaves(EMPTY_RANGE, of.leaves(size));
const REFUSED = { code: "feed.refused" };

const verifyBatch = (...given: Parameters<typeof steps.verifyBatch>): Verified =>
  runThrough(steps.verifyBatch(...given));

type WholeSnapshot = ReturnType<TestDesk["snapshot"]>;

/** As an edge does: part by part; what it gives counts only at the end. */
function verifySnapshot(own: CompactRange, { checkpoint, parts }: WholeSnapshot, keys: FeedKeys) {
  const check = new SnapshotCheck(own, checkpoint, keys);
  const taken = parts.map((part) => runThrough(check.add(part)));
  check.finish();
  return {
    range: taken.at(-1)?.range ?? EMPTY_RANGE,
    entries: taken.flatMap(({ entries }) => entries),
  };
}

/** Refused with the one code, and the range that was given is as it was. */
function refuses(own: CompactRange, check: (own: CompactRange) => unknown, why: string): void {
  const before = structuredClone(own);
  assert.throws(() => check(own), REFUSED, why);
  assert.deepEqual(own, before);
}

const portion = fc
  .tuple(fc.nat(SIZE - 1), fc.nat(SIZE))
  .map(([from, more]) => [from, Math.min(SIZE, from + 1 + (more % (SIZE - from)))] as const);

test("any chain of batches applies, and ends at the same range", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(SIZE), { maxLength: 5 }), (cuts) => {
      let own = EMPTY_RANGE;
      const seen: Verified["entries"][number][] = [];
      for (const to of [...cuts, SIZE].toSorted((a, b) => a - b)) {
        const verified = verifyBatch(own, desk.batch(own.size, to), desk.keys);
        own = verified.range;
        seen.push(...verified.entries);
        for (const [index, opening] of verified.openings) assert.equal(opening, desk.openings.get(index));
      }
      assert.deepEqual(own, rangeOf(SIZE));
      assert.deepEqual(seen, [...desk.entries.entries()]);
    }),
    { numRuns: 30 },
  );
});

/** Everything that can be done to a batch on its way. Returns undefined where it would change nothing. */
const spoilBatch: Record<string, (batch: Batch, at: number) => Batch | undefined> = {
  dropped: (b, at) => ({ ...b, entries: b.entries.toSpliced(at, 1) }),
  "dropped, and the end moved": (b, at) => ({ ...b, to: b.to - 1, entries: b.entries.toSpliced(at, 1) }),
  duplicated: (b, at) => ({ ...b, to: b.to + 1, entries: b.entries.toSpliced(at, 0, b.entries[at]!) }),
  reordered: (b, at) => {
    const other = (at + 1) % b.entries.length;
    if (other === at) return undefined;
    return { ...b, entries: b.entries.with(at, b.entries[other]!).with(other, b.entries[at]!) };
  },
  altered: (b, at) => ({ ...b, entries: b.entries.with(at, flipped(b.entries[at]!)) }),
  foreign: (b, at) => ({ ...b, entries: b.entries.with(at, FOREIGN) }),
  "not base64": (b, at) => ({ ...b, entries: b.entries.with(at, `${b.entries[at]!}=`) }),
  "an earlier start": (b) => ({ ...b, from: b.from - 1 }),
  "a later start": (b) => ({ ...b, from: b.from + 1, to: b.to + 1 }),
  "a later end": (b) => ({ ...b, to: b.to + 1 }),
  "another checkpoint": (b) => ({ ...b, checkpoint: desk.checkpoint(b.to === SIZE ? b.to - 1 : b.to + 1) }),
  "a fork's checkpoint": (b) => ({ ...b, checkpoint: forked.checkpoint(b.to) }),
  "another ledger's checkpoint": (b) => ({ ...b, checkpoint: otherOrigin.checkpoint(b.to) }),
  "a checkpoint with a false signature": (b) => ({ ...b, checkpoint: spoilSignature(b.checkpoint) }),
  "the right root under another size": (b) => ({ ...b, checkpoint: desk.checkpoint(b.to, b.to + 1) }),
  "no checkpoint": (b) => ({ ...b, checkpoint: "" }),
  "an opening of another measure": (b, at) => {
    const sent = b.openings[at % Math.max(1, b.openings.length)];
    const { opening } = forked.sent(0, 1)[0]!;
    return sent && { ...b, openings: [...b.openings, { ...sent, opening }] };
  },
  "an opening with another word": (b, at) => {
    const sent = b.openings[at % Math.max(1, b.openings.length)];
    return sent && { ...b, openings: [{ ...sent, opening: { ...sent.opening, canonical: "/" } }] };
  },
  "an opening that cannot be hashed": (b, at) => {
    const sent = b.openings[at % Math.max(1, b.openings.length)];
    return sent && { ...b, openings: [{ ...sent, opening: { ...sent.opening, canonical: "\ud800" } }] };
  },
  "an opening of what is not in the batch": (b) => ({
    ...b,
    openings: [{ index: b.to, opening: forked.sent(0, 1)[0]!.opening }],
  }),
};

for (const [what, spoil] of Object.entries(spoilBatch)) {
  test(`a batch is refused and changes nothing: ${what}`, () => {
    fc.assert(
      fc.property(portion, fc.nat(), ([from, to], at) => {
        const spoilt = spoil(desk.batch(from, to), at % (to - from));
        fc.pre(spoilt !== undefined);
        refuses(rangeOf(from), (own) => verifyBatch(own, spoilt, desk.keys), what);
      }),
      { numRuns: 15 },
    );
  });
}

test("a batch of another ledger is refused, also where the tree is the same", () => {
  const stranger: FeedKeys = { ...desk.keys, origin: otherOrigin.origin };
  refuses(EMPTY_RANGE, (own) => verifyBatch(own, desk.batch(0), stranger), "its own key, another origin");
  refuses(EMPTY_RANGE, (own) => verifyBatch(own, desk.batch(0), otherOrigin.keys), "another key");
  refuses(
    EMPTY_RANGE,
    (own) => verifyBatch(own, desk.batch(0), { ...desk.keys, ledger: desk.keys.config }),
    "config key",
  );
});

test("the true next batch on top of another past is refused", () => {
  refuses(rangeOf(7, forked), (own) => verifyBatch(own, desk.batch(7), desk.keys), "fork");
});

test("an opening of another grain than its entry is refused", () => {
  const own = new TestDesk();
  own.measure("/a", { grain: "path" }, { grain: "url" });
  refuses(EMPTY_RANGE, (range) => verifyBatch(range, own.batch(0), own.keys), "grain");
});

test("a snapshot of any later size is taken from any position", () => {
  fc.assert(
    fc.property(fc.nat(SIZE), fc.nat(SIZE), fc.integer({ min: 1, max: SIZE }), (a, b, aPart) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const { range, entries } = verifySnapshot(rangeOf(from), desk.snapshot(to, aPart), desk.keys);
      assert.deepEqual(range, rangeOf(to));
      for (const [index, entry] of entries) assert.deepEqual(entry, desk.entries[index]);
    }),
    { numRuns: 30 },
  );
});

/** One of the parts that hold entries changed; the last one may hold a lift alone. */
const inPart =
  (spoil: (part: SnapshotPart, at: number) => SnapshotPart) =>
  (s: WholeSnapshot, at: number): WholeSnapshot => {
    const opened = s.parts.filter(({ openings }) => openings.length > 0);
    const part = opened[at % opened.length]!;
    return { ...s, parts: s.parts.with(s.parts.indexOf(part), spoil(part, at)) };
  };

/** One of a part's entries changed. */
const inEntry = (spoil: (entry: SnapshotPart["entries"][number]) => SnapshotPart["entries"][number]) =>
  inPart((part, at) => {
    const i = at % part.entries.length;
    return { ...part, openings: [], entries: part.entries.with(i, spoil(part.entries[i]!)) };
  });

const spoilSnapshot: Record<string, (snapshot: WholeSnapshot, at: number) => WholeSnapshot> = {
  "an entry that is not in the tree": inEntry((one) => ({ ...one, entry: FOREIGN })),
  "an entry under the next one's index": inEntry((one) => ({ ...one, index: one.index + 1 })),
  "an entry of another part": inEntry((one) => ({ ...one, index: one.index - SIZE })),
  "an entry beyond the end": inEntry((one) => ({ ...one, index: SIZE })),
  "an entry altered": inEntry((one) => ({ ...one, entry: flipped(one.entry) })),
  "a leaf cut short": inPart((p) => ({ ...p, leaves: base64(fromBase64(p.leaves).slice(0, -1)) })),
  "half a leaf too many": inPart((p) => ({
    ...p,
    leaves: base64(concat(fromBase64(p.leaves), new Uint8Array(16))),
  })),
  "a leaf taken away": inPart((p) => ({ ...p, leaves: base64(fromBase64(p.leaves).slice(32)) })),
  "a leaf twice": inPart((p) => ({
    ...p,
    leaves: base64(concat(fromBase64(p.leaves), fromBase64(p.leaves).slice(-32))),
  })),
  "a leaf altered": inPart((p, at) => ({ ...p, leaves: flipped(p.leaves, at) })),
  "leaves that are not base64": inPart((p) => ({ ...p, leaves: `${p.leaves}A` })),
  "a part left out": (s, at) => ({ ...s, parts: s.parts.toSpliced(at % s.parts.length, 1) }),
  "a part twice": (s, at) => {
    const n = at % s.parts.length;
    return { ...s, parts: s.parts.toSpliced(n, 0, s.parts[n]!) };
  },
  "parts in another order": (s) => ({ ...s, parts: s.parts.toReversed() }),
  "an end that does not come": (s) => ({ ...s, parts: s.parts.slice(0, -1) }),
  "another checkpoint": (s) => ({ ...s, checkpoint: desk.checkpoint(SIZE - 1) }),
  "a fork's checkpoint": (s) => ({ ...s, checkpoint: forked.checkpoint() }),
  "an opening of a measure whose entry was left out": inPart((p) => ({
    ...p,
    entries: p.entries.filter(({ index }) => index !== p.openings[0]!.index),
    openings: p.openings.slice(0, 1),
  })),
  "another's opening": inPart((p) => ({
    ...p,
    openings: [{ ...p.openings[0]!, opening: forked.sent(0, 1)[0]!.opening }],
  })),
  "nothing at all": () => ({ checkpoint: "", serves: 0, parts: [] }),
};

for (const [what, spoil] of Object.entries(spoilSnapshot)) {
  test(`a snapshot is refused and changes nothing: ${what}`, () => {
    fc.assert(
      fc.property(fc.nat(SIZE), fc.nat(SIZE), fc.integer({ min: 3, max: SIZE - 1 }), (at, from, aPart) => {
        const whole = desk.snapshot(SIZE, aPart);
        refuses(rangeOf(from), (own) => verifySnapshot(own, spoil(whole, at), desk.keys), what);
      }),
      { numRuns: 15 },
    );
  });
}

test("a snapshot that is older, or of another past, is refused: measures would vanish", () => {
  for (const size of [1, 8, SIZE - 1]) {
    refuses(rangeOf(size + 1), (own) => verifySnapshot(own, desk.snapshot(size), desk.keys), "older");
    refuses(rangeOf(size, forked), (own) => verifySnapshot(own, desk.snapshot(), desk.keys), "another past");
  }
});

test("a configuration item holds only with its own version, item, ledger and key", () => {
  const own = new TestDesk();
  const signed = own.configure({ kind: "site", site: SITE });
  const other = own.configure({
    kind: "site",
    site: { ...SITE, origin: { servers: [{ url: "http://192.0.2.66" }] } },
  });
  verifyConfig(signed, own.keys);
  const spoilt = [
    { ...signed, version: 2 },
    { ...signed, item: other.item },
    { ...signed, note: other.note },
    { ...signed, note: spoilSignature(signed.note) },
    { ...signed, note: own.checkpoint(0) },
    { ...signed, note: "" },
  ];
  for (const one of spoilt) assert.throws(() => verifyConfig(one, own.keys), REFUSED);
  assert.throws(() => verifyConfig(signed, otherOrigin.keys), REFUSED);
  assert.throws(() => verifyConfig(signed, { ...own.keys, config: own.keys.ledger }), REFUSED);
});

/** One bit of the text's bytes turned over. */
function flipped(text: string, at = 7): string {
  const bytes = fromBase64(text);
  bytes[at % bytes.length]! ^= 1;
  return base64(bytes);
}

/** A note whose last signature has another bit. */
function spoilSignature(note: string): string {
  return note.replace(/ ([A-Za-z0-9+/=]+)\n$/, (_, signature: string) => ` ${flipped(signature, 40)}\n`);
}
