import assert from "node:assert/strict";
import { test } from "node:test";
import { TurnsByKey } from "./turns.ts";

test("what has the same key runs in the order asked for, what has another does not wait, and a failure stops nobody", async () => {
  const turns = new TurnsByKey();
  const said: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = turns.run("a", async () => {
    await gate.promise;
    said.push("a1");
    throw new Error("no");
  });
  const second = turns.run("a", () => said.push("a2"));
  await turns.run("b", () => said.push("b"));
  assert.deepEqual(said, ["b"]);
  gate.resolve();
  await assert.rejects(first, /no/);
  await second;
  assert.deepEqual(said, ["b", "a1", "a2"]);
  assert.equal(await turns.run("a", () => 7), 7);
});
