import assert from "node:assert/strict";
import { test } from "node:test";
import { Acks } from "./acks.ts";

test("one is under way at a time, and one more stands for all that were asked for meanwhile", async () => {
  const gates: PromiseWithResolvers<void>[] = [];
  const acks = new Acks(
    0,
    async () => {
      const gate = Promise.withResolvers<void>();
      gates.push(gate);
      await gate.promise;
    },
    assert.ifError,
  );
  for (let i = 0; i < 5; i++) acks.ask();
  assert.equal(gates.length, 1);
  gates[0]!.resolve();
  await new Promise(setImmediate);
  assert.equal(gates.length, 2);
  const ended = acks.close();
  gates[1]!.resolve();
  await ended;
  assert.equal(gates.length, 2);
});

test("one that fails is told of, and the next is sent when it is asked for", async () => {
  const failures: unknown[] = [];
  let sent = 0;
  const acks = new Acks(
    0,
    async () => {
      sent += 1;
      if (sent === 1) throw new Error("reset");
    },
    (error) => failures.push((error as Error).message),
  );
  acks.ask();
  await new Promise(setImmediate);
  assert.deepEqual([sent, failures], [1, ["reset"]]);
  acks.ask();
  await acks.close();
  assert.deepEqual([sent, failures], [2, ["reset"]]);
  acks.ask();
  assert.equal(sent, 2, "closed");
});

test("what is asked for within the gap goes together, and closing does not wait for it", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let sent = 0;
  const acks = new Acks(
    50,
    async () => {
      sent += 1;
    },
    assert.ifError,
  );
  for (let i = 0; i < 5; i++) acks.ask();
  t.mock.timers.tick(49);
  assert.equal(sent, 0);
  t.mock.timers.tick(1);
  await new Promise(setImmediate);
  assert.equal(sent, 1);
  acks.ask();
  await acks.close();
  assert.equal(sent, 1);
});
