import assert from "node:assert/strict";
import { test } from "node:test";
import { isGone, progressOf } from "./progress.ts";

const seen = (status: number | null, ledger: string | null) => ({ edge: "a", status, ledger });

test("a measure that visitors see is enforced when the desk saw it, not when edges say so", () => {
  const acked = { acked: 2, edges: 2, seen: [seen(200, null), seen(403, "7")], enforced: false };
  assert.equal(progressOf(acked, "refuse"), "under-way");
  assert.equal(progressOf({ ...acked, seen: [seen(403, "7")], enforced: true }, "refuse"), "enforced");
});

test("a measure that visitors do not see is done when every edge has it", () => {
  const state = { acked: 1, edges: 2, seen: [seen(200, null), seen(200, null)], enforced: false };
  assert.equal(progressOf(state, "notify"), "under-way");
  assert.equal(progressOf({ ...state, acked: 2 }, "no-cache"), "acked");
});

test("without an edge nothing is enforced", () => {
  assert.equal(progressOf({ acked: 0, edges: 0, seen: [], enforced: true }, "refuse"), "no-edge");
});

test("a lifted measure is gone when every edge was asked and none names it", () => {
  const state = { acked: 2, edges: 2, enforced: false };
  assert.equal(
    isGone({ ...state, seen: [seen(200, null), seen(403, "9")] }, 7),
    true,
    "another measure may show",
  );
  assert.equal(isGone({ ...state, seen: [seen(200, null), seen(403, "7")] }, 7), false);
  assert.equal(
    isGone({ ...state, seen: [seen(200, null), seen(null, null)] }, 7),
    false,
    "one could not be asked",
  );
});
