import assert from "node:assert/strict";
import { test } from "node:test";
import { runInSlices, runThrough, type Steps } from "./slices.ts";

function* counting(steps: number, eachStep: () => void = () => {}): Steps<number> {
  for (let i = 0; i < steps; i++) {
    eachStep();
    yield;
  }
  return steps;
}

test("run through, a job gives its value at once", () => {
  assert.equal(runThrough(counting(5)), 5);
  assert.equal(runThrough(counting(0)), 0);
});

test("in slices, others have their turn between, and the value comes in the end", async () => {
  let steps = 0;
  let turns = 0;
  const count = () => {
    turns += 1;
    if (steps < 20) setImmediate(count);
  };
  setImmediate(count);
  const done = runInSlices(
    counting(20, () => {
      steps += 1;
    }),
    0,
  );
  assert.equal(steps, 1, "the first slice at once");
  assert.equal(await done, 20);
  assert.ok(turns >= 19, `${turns} turns`);
});

test("a job that fails fails the promise", async () => {
  const failing = runInSlices(
    counting(3, () => {
      throw new Error("no more room");
    }),
  );
  await assert.rejects(failing, /no more room/);
});
