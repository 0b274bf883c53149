import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { DAY, rfc3339 } from "../lib/clock.ts";
import { describe as describeVault } from "./calls/describe.ts";
import { settleOrigin } from "./origin.ts";
import { Bench, YAML } from "./testing/bench.ts";

const ORIGIN = "rempart.test/ledger";

describe("the name of the ledger that a vault signs for", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.ready();
  });
  afterEach(() => bench.close());

  test("does not change by a setting alone", async () => {
    assert.equal(await settleOrigin(bench.context.state, ORIGIN, true), false);
    const changed = settleOrigin(bench.context.state, "rempart.test/other", false);
    await assert.rejects(changed, {
      code: "vault.origin",
      message: /signs for the ledger rempart.test\/ledger, not/,
    });
    assert.equal(bench.size, 1);
  });

  test("a vault that has signed and lost its head does not sign from the start again", async () => {
    const used = bench.request([bench.measure()], [bench.ada]);
    await bench.send(used);
    rmSync(join(bench.folder, "head.json"));
    await bench.restart();
    const { state } = bench.context;
    await assert.rejects(settleOrigin(state, ORIGIN, false), { code: "vault.head" });
    assert.equal(await settleOrigin(state, "rempart.test/other", true), true);
    await assert.rejects(bench.send({ ...used, from: 0 }), { code: "vault.used" });
    await bench.restart();
    assert.equal(await settleOrigin(bench.context.state, "rempart.test/other", false), false);
    await assert.rejects(bench.send({ ...used, from: 0 }), { code: "vault.used" });
  });

  test("a crash at the very first entry is no loss", async () => {
    rmSync(join(bench.folder, "head.json"));
    await bench.restart();
    assert.equal(await settleOrigin(bench.context.state, ORIGIN, false), false);
  });

  test("where it is asked for, another ledger begins, empty, with the same people and keys", async () => {
    const used = bench.request([bench.measure()], [bench.ada]);
    await bench.send(used);
    const before = await describeVault(bench.context);
    assert.equal(await settleOrigin(bench.context.state, "rempart.test/other", true), true);
    await bench.restart();
    const after = await describeVault(bench.context);
    assert.deepEqual(
      { ...after, size: before.size, checkpoint: before.checkpoint },
      before,
      "all but what it has signed",
    );
    assert.deepEqual([after.size, after.checkpoint], [0, ""]);
    assert.deepEqual(bench.context.state.approversOf(1), []);
    // What people approved for the ledger before must not be written into this one.
    await assert.rejects(bench.send({ ...used, from: 0 }), { code: "vault.used" });
    await assert.rejects(bench.append([bench.measure()], [bench.ada]), { code: "vault.policy" });
  });

  test("another ledger gives nobody more emergencies for the day", async () => {
    const { ada, blaise, clock } = bench;
    const emergency = () =>
      bench.append([bench.measure({ emergency: true, ends: rfc3339(clock.now() + DAY) })], [ada]);
    for (let i = 0; i < 5; i++) await emergency();
    await settleOrigin(bench.context.state, "rempart.test/other", true);
    await bench.restart();
    await bench.append([bench.policyEntry()], [blaise, bench.clemence], { policy: YAML });
    await assert.rejects(emergency(), { code: "vault.emergency" });
    clock.advance(DAY);
    await emergency();
  });
});
