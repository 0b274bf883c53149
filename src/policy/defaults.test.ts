import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { neededApprovals } from "./ladder.ts";
import { parsePolicy } from "./load.ts";
import { ladders } from "./rules.ts";
import { isRefusing } from "./words.ts";

const read = (name: string) =>
  parsePolicy(readFileSync(new URL(`../../policies/${name}`, import.meta.url), "utf8"), name);
const steward = read("steward.yaml");
const conduit = read("conduit.yaml");

test("the default policies are valid, and what they are called", () => {
  assert.equal(steward.posture, "steward");
  assert.equal(conduit.posture, "conduit");
  assert.deepEqual(
    steward.clauses.map(({ id }) => id),
    ["D1", "V1", "V2", "R1", "S1", "L1", "L2"],
  );
});

for (const policy of [steward, conduit]) {
  test(`${policy.posture}: the people that a step takes stand in the file, not only in the code`, () => {
    for (const clause of policy.clauses) {
      for (const [role, rungs] of ladders(clause)) {
        for (const rung of rungs) {
          assert.equal(
            rung.approvals ?? 1,
            neededApprovals(rung),
            `${clause.id} ${role} ${rung.verb} ${rung.grain}`,
          );
        }
      }
    }
  });

  test(`${policy.posture}: personal details and violence can use the emergency path, orders and records cannot`, () => {
    for (const { id, riskToLife } of policy.clauses) assert.equal(riskToLife, /^[DVR]/.test(id), id);
  });
}

test("every ladder of ours begins with a notice, unless the role has none so wide", () => {
  for (const clause of steward.clauses) {
    for (const [role, rungs] of ladders(clause)) {
      const first = rungs[0]?.verb;
      assert.ok(first === "notify" || (role === "host" && clause.id === "S1"), `${clause.id} ${role}`);
    }
  }
});

test("nothing but a clause on a site's record or an order ends or suspends a name", () => {
  for (const clause of steward.clauses) {
    for (const role of ["dns", "registrar"] as const) {
      const refuses = (clause.ladder[role] ?? []).some(({ verb }) => isRefusing(verb));
      assert.ok(!refuses || clause.id === "S1" || clause.id === "L2", `${clause.id} ${role}`);
    }
  }
});
