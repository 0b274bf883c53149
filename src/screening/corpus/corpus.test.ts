import assert from "node:assert/strict";
import { test } from "node:test";
import { screen } from "../screen.ts";
import type { Finding } from "../types.ts";
import { type Case, readCorpus } from "./read.ts";

const meets = (text: string, found: Finding, { kind, slice }: Case["expected"][number]): boolean =>
  found.kind === kind && (slice === undefined || text.slice(found.start, found.end) === slice);

for (const name of ["details", "dox", "violence"]) {
  test(`the ${name} corpus: everything expected is found, and nothing else`, () => {
    for (const { where, text, expected } of readCorpus(name)) {
      const { findings } = screen(text);
      const got =
        findings.map((found) => `${found.kind}=${text.slice(found.start, found.end)}`).join("; ") ||
        "nothing";
      for (const item of expected) {
        assert.ok(
          findings.some((found) => meets(text, found, item)),
          `${where}: wanted ${item.kind}, got ${got}`,
        );
      }
      for (const found of findings) {
        assert.ok(
          expected.some((item) => meets(text, found, item)),
          `${where}: too much: ${got}`,
        );
      }
    }
  });
}

test("the corpora hold at least 150 positives and 150 hard negatives, in both languages", () => {
  const all = ["details", "dox", "violence"].flatMap(readCorpus);
  const positive = all.filter(({ expected }) => expected.length > 0);
  const negative = all.filter(({ expected }) => expected.length === 0);
  assert.ok(positive.length >= 150 && negative.length >= 150);
  for (const lang of ["fr", "en"]) {
    assert.ok(positive.filter((one) => one.lang === lang).length >= 75);
    assert.ok(negative.filter((one) => one.lang === lang).length >= 75);
  }
});
