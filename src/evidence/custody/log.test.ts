import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { fakeClock, HOUR } from "../../lib/clock.ts";
import { type CustodyNote, encodeLine, NO_LINE, sealLine } from "./entry.ts";
import { appendCustody, custodyLines, firstLine, verifyCustody } from "./log.ts";

const SUBJECT = "0123456789abcdefghjkmnpqrs";
const note = (more: Partial<CustodyNote> = {}): CustodyNote => ({
  actor: "capturer",
  act: "capture",
  subject: SUBJECT,
  sha256: "ab".repeat(32),
  ...more,
});
const view = (actor: string): CustodyNote => note({ act: "view", actor, reason: "case-review" });

async function withLog(use: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "rempart-custody-"));
  try {
    const path = join(folder, "custody.jsonl");
    await writeFile(path, firstLine(note(), fakeClock().now()));
    await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const linesOf = async (path: string) => custodyLines(await readFile(path, "utf8"));

test("lines are chained in the order in which they were asked for, at the same time too", async () => {
  await withLog(async (path) => {
    const clock = fakeClock();
    await Promise.all(["a", "b", "c", "d"].map((actor) => appendCustody(path, view(actor), clock)));
    const verdict = verifyCustody(await linesOf(path));
    assert.ok(verdict.ok);
    assert.deepEqual(
      verdict.entries.map(({ actor }) => actor),
      ["capturer", "a", "b", "c", "d"],
    );
    assert.equal(verdict.head, verdict.entries[4]?.hash);
  });
});

test("a changed, missing, moved, doubled or unended line is named", async () => {
  await withLog(async (path) => {
    const clock = fakeClock();
    for (const actor of ["a", "b", "c"]) await appendCustody(path, view(actor), clock);
    const [w, x, y, z] = (await linesOf(path)) as [string, string, string, string];
    for (const [lines, line] of [
      [[], 1],
      [[x, y, z], 1],
      [[w, y, z], 2],
      [[w, y, x, z], 2],
      [[w, x, x, y], 3],
      [[w, x.replace('"a"', '"q"'), y, z], 2],
      [[w, x, y, z.replace("case-review", "appeal")], 4],
      [[w, x, `${y} `, z], 3],
      [[w, x, y.slice(0, -1), z], 3],
    ] as const) {
      const verdict = verifyCustody(lines);
      assert.deepEqual({ ok: verdict.ok, line: !verdict.ok && verdict.line }, { ok: false, line });
    }
    assert.equal(verifyCustody(custodyLines(`${w}\n${x}`)).ok, false);
  });
});

test("lines with right hashes of their own must still follow each other", () => {
  const at = "2026-12-01T00:00:00Z";
  const first = sealLine({ seq: 0, prev: NO_LINE, at, ...note() });
  const second = { seq: 1, prev: first.hash, at, ...view("a") };
  const verdict = (change: Partial<typeof second>) =>
    verifyCustody([first, sealLine({ ...second, ...change })].map(encodeLine));
  assert.ok(verdict({}).ok);
  for (const [change, what] of [
    [{ seq: 2 }, /says it is line 3/],
    [{ prev: "cd".repeat(32) }, /does not follow/],
    [{ subject: SUBJECT.replace("0", "1") }, /another capture/],
    [{ at: "2026-11-30T23:59:59Z" }, /older/],
  ] as const) {
    const found = verdict(change);
    assert.ok(!found.ok && found.line === 2);
    assert.match(found.what, what);
  }
});

test("lines cut off at the end are noticed by who kept a head", async () => {
  await withLog(async (path) => {
    const { hash } = await appendCustody(path, view("a"), fakeClock());
    await appendCustody(path, view("b"), fakeClock());
    const lines = await linesOf(path);
    assert.ok(verifyCustody(lines, hash).ok);
    assert.ok(verifyCustody(lines.slice(0, 2), hash).ok);
    const verdict = verifyCustody(lines.slice(0, 1), hash);
    assert.deepEqual(verdict, {
      ok: false,
      line: 2,
      what: "a line that was there before is missing at the end",
    });
  });
});

test("nothing is added to a broken log, nor without a reason, nor with a name in place of an id", async () => {
  await withLog(async (path) => {
    const clock = fakeClock();
    await assert.rejects(appendCustody(path, note({ act: "view" }), clock), /needs a reason/);
    await assert.rejects(appendCustody(path, view("Someone With A Name"), clock), /must be an id/);
    await appendCustody(path, view("a"), clock);
    const content = await readFile(path, "utf8");
    await writeFile(path, content.replace('"act":"view"', '"act":"copy"'));
    await assert.rejects(appendCustody(path, view("b"), clock), { code: "custody.broken" });
    await assert.rejects(appendCustody(`${path}-none`, view("b"), clock), { code: "custody.broken" });
  });
});

test("a clock set back does not break the chain", async () => {
  await withLog(async (path) => {
    const clock = fakeClock();
    clock.advance(HOUR);
    await appendCustody(path, view("a"), clock);
    clock.advance(-2 * HOUR);
    const { at } = await appendCustody(path, view("b"), clock);
    assert.equal(at, "2026-12-01T01:00:00Z");
    assert.ok(verifyCustody(await linesOf(path)).ok);
  });
});

test("any flipped bit in a log is noticed", async () => {
  await withLog(async (path) => {
    await appendCustody(path, view("a"), fakeClock());
    const bytes = await readFile(path);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const copy = Buffer.from(bytes);
        copy[at]! ^= 1 << bit;
        assert.equal(verifyCustody(custodyLines(copy.toString("utf8"))).ok, false);
      }),
      { numRuns: 500 },
    );
  });
});
