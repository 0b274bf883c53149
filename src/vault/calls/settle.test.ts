import assert from "node:assert/strict";
import { test } from "node:test";
import { Bench } from "../testing/bench.ts";
import { append } from "./append.ts";
import { settle } from "./settle.ts";

test("what was asked before the ledger was settled is signed no more; what is asked after it is", async (t) => {
  const bench = await Bench.ready();
  t.after(() => bench.close());
  const { from, ...late } = bench.request([bench.measure()], [bench.ada]);
  const { size, checkpoint, turn } = await settle(bench.context);
  assert.deepEqual({ size, checkpoint }, { size: 1, checkpoint: bench.context.state.head.checkpoint });
  await assert.rejects(append(bench.context, { from, decisions: [late] }), { code: "vault.turn" });
  const next = await settle(bench.context);
  await assert.rejects(append(bench.context, { from, turn, decisions: [late] }), { code: "vault.turn" });
  await append(bench.context, { from, turn: next.turn, decisions: [late] });
  assert.equal(bench.size, 2);
  await bench.restart();
  await append(bench.context, { from: 2, turn, decisions: [bench.request([bench.measure()], [bench.ada])] });
});
