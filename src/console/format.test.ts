import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY, lengthText, preferredLanguage, runs } from "./format.ts";

const plain = (ms: number, language: "fr" | "en" = "en") =>
  lengthText(ms, language).replaceAll("\u00a0", " ");

test("a length of time is told in its two largest units", () => {
  const table: [number, string][] = [
    [0, "0 s"],
    [999, "0 s"],
    [45_000, "45 s"],
    [60_000, "1 min"],
    [719_000, "11 min"],
    [3_600_000, "1 h"],
    [11_100_000, "3 h 5 min"],
    [2 * DAY + 4.9 * 3_600_000, "2 d 4 h"],
  ];
  for (const [ms, text] of table) assert.equal(plain(ms), text);
  assert.equal(plain(3 * DAY, "fr"), "3 j");
});

test("a length of time never says more than there is", () => {
  const unitMs: Record<string, number> = { d: DAY, h: 3_600_000, min: 60_000, s: 1000 };
  fc.assert(
    fc.property(fc.nat({ max: 400 * DAY }), (ms) => {
      const parts = plain(ms).split(" ");
      let said = 0;
      for (let i = 0; i < parts.length; i += 2) said += Number(parts[i]) * unitMs[parts[i + 1]!]!;
      assert.ok(said <= ms && ms - said < (said >= DAY ? 3_600_000 : 60_000));
    }),
  );
});

test("the reader's language is the first one that we speak", () => {
  assert.equal(preferredLanguage(["de-DE", "en-CA", "fr"]), "en");
  assert.equal(preferredLanguage(["fr-CA", "en"]), "fr");
  assert.equal(preferredLanguage(["de"]), "fr");
});

test("neighbours of a merged kind become one line, others stay apart", () => {
  const events = ["opened", "joined", "joined", "captured", "captured", "joined"].map((kind, at) => ({
    kind,
    at,
  }));
  const told = runs(events, ["joined"]).map(({ last, count }) => `${count} ${last.kind} ${last.at}`);
  assert.deepEqual(told, ["1 opened 0", "2 joined 2", "1 captured 3", "1 captured 4", "1 joined 5"]);
});
