import assert from "node:assert/strict";
import { test } from "node:test";
import { monthOf } from "./month.ts";

test("a month is read as people write one, and nothing is made up", () => {
  for (const text of [
    "2026-08",
    "2026-8",
    "2026/08",
    "2026-08-12",
    "08/2026",
    "8.2026",
    " Août 2026",
    "august 2026",
  ])
    assert.equal(monthOf(text), "2026-08", text);
  assert.equal(monthOf("fevrier 2025"), "2025-02");
  for (const text of [
    "",
    "hier",
    "2026",
    "2026-13",
    "00/2026",
    "août",
    "12/08/2026",
    "1999-01",
    "le 12 août 2026",
  ])
    assert.equal(monthOf(text), undefined, text);
});
