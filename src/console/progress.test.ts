import assert from "node:assert/strict";
import { test } from "node:test";
import { isGone, progressOf } from "./progress.ts";

const edge = { by: "edge", work: [] } as const;
const seen = (status: number | null, ledger: string | null) => ({ edge: "a", status, ledger });

test("a measure that visitors see is enforced when the desk saw it, not when edges say so", () => {
  const acked = { ...edge, acked: 2, edges: 2, seen: [seen(200, null), seen(403, "7")], enforced: false };
  assert.equal(progressOf(acked, "refuse"), "under-way");
  assert.equal(progressOf({ ...acked, seen: [seen(403, "7")], enforced: true }, "refuse"), "enforced");
});

test("a measure that visitors do not see is done when every edge has it", () => {
  const state = { ...edge, acked: 1, edges: 2, seen: [seen(200, null), seen(200, null)], enforced: false };
  assert.equal(progressOf(state, "notify"), "under-way");
  assert.equal(progressOf({ ...state, acked: 2 }, "no-cache"), "acked");
});

test("without an edge nothing is enforced", () => {
  assert.equal(progressOf({ ...edge, acked: 0, edges: 0, seen: [], enforced: true }, "refuse"), "no-edge");
});

test("a lifted measure is gone when every edge was asked and none names it", () => {
  const state = { ...edge, acked: 2, edges: 2, enforced: false };
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

test("what is somebody's work is done when it was confirmed, and gone when its undoing was", () => {
  const order = { id: "o", dueAt: 0, closedAt: 1 };
  const apply = { ...order, act: "apply", outcome: "done" } as const;
  const state = { by: "work-order", acked: 0, edges: 0, seen: [], work: [apply], enforced: true } as const;
  assert.equal(progressOf(state, "suspend"), "done");
  assert.equal(progressOf({ ...state, enforced: false }, "suspend"), "to-do");
  assert.equal(isGone(state, 7), false);
  const undo = { ...order, act: "undo", closedAt: null, outcome: null } as const;
  assert.equal(isGone({ ...state, work: [apply, undo] }, 7), false);
  assert.equal(isGone({ ...state, work: [apply, { ...undo, outcome: "done" }] }, 7), true);
});

test("a notice is there once its statement was sent", () => {
  const state = { by: "statement", acked: 0, edges: 0, seen: [], work: [], enforced: false } as const;
  assert.equal(progressOf(state, "notify"), "telling");
  assert.equal(progressOf({ ...state, enforced: true }, "notify"), "told");
});
