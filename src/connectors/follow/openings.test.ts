import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Opening } from "../../ledger/target.ts";
import { base64url } from "../../lib/bytes.ts";
import type { TaggedMeasure } from "../../policy/matcher.ts";
import { tagOpening } from "../../policy/tags.ts";
import { Openings } from "./openings.ts";

const KEY = new Uint8Array(32);
const opening = (index: number): Opening => ({
  ...{
    salt: base64url(new Uint8Array(32).fill(index)),
    grain: "url",
    site: "0".repeat(26),
    canonical: `/fil/${index}`,
    params: [],
  },
  ...{ readings: { foldCase: false }, normaliser: 1 },
});
const measure = (index: number): TaggedMeasure => ({
  ...{
    index,
    verb: "refuse",
    grain: "url",
    role: "cdn",
    decision: "",
    clause: "D1",
    startsMs: 0,
    endsMs: null,
  },
  ...{ site: "0".repeat(26), ...tagOpening(KEY, opening(index)) },
});

test("what is about no measure any more is soon not on the disk, and what comes meanwhile is", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "rempart-openings-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "openings.jsonl");
  const openings = await Openings.open(path, KEY);
  const sent = Array.from({ length: 60 }, (_, index) => ({ index, opening: opening(index) }));
  await openings.note(sent);
  for (const { index } of sent) assert.deepEqual(openings.of(measure(index)), opening(index));

  await Promise.all([openings.keepOnly(new Set([7])), openings.note([{ index: 60, opening: opening(60) }])]);

  const lines = readFileSync(path, "utf8").trim().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).index),
    [7, 60],
  );
  assert.equal(openings.of(measure(3)), undefined);
  await openings.close();
  const again = await Openings.open(path, KEY);
  t.after(() => again.close());
  assert.deepEqual([again.of(measure(7)), again.of(measure(60))], [opening(7), opening(60)]);
});
