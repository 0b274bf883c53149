import assert from "node:assert/strict";
import { test } from "node:test";
import { allMeasures, executor, isMilder, listOf, measureProblem, minApprovals } from "./measures.ts";
import { GRAINS, SERVICE_ROLES, type ServiceRole, VERBS } from "./words.ts";

/** The table of the contract, written out: role → verbs → grains by initial (u p h s a). */
const TABLE: Record<ServiceRole, Record<string, string>> = {
  cdn: Object.fromEntries(VERBS.map((verb) => [verb, "uphsa"])),
  ddos: { notify: "hsa", "rate-limit": "hsa", refuse: "hsa", suspend: "hsa", terminate: "hsa" },
  dns: { notify: "hsa", suspend: "hsa", terminate: "hsa" },
  registrar: { notify: "hsa", suspend: "hsa", terminate: "hsa" },
  host: { notify: "uph", refuse: "uph", suspend: "sa", terminate: "sa" },
  mail: { notify: "a", suspend: "a" },
};

for (const role of SERVICE_ROLES) {
  test(`${role} has the measures of the table and no other`, () => {
    for (const verb of VERBS) {
      for (const grain of GRAINS) {
        const exists = TABLE[role][verb]?.includes(grain.charAt(0)) ?? false;
        assert.equal(measureProblem(role, verb, grain) === undefined, exists, `${verb} ${grain}`);
      }
    }
  });
}

test("a pair that does not exist is answered with those that do", () => {
  assert.equal(
    measureProblem("dns", "refuse", "url"),
    "the role dns cannot refuse: it can notify, suspend or terminate",
  );
  assert.equal(
    measureProblem("dns", "suspend", "url"),
    "the role dns cannot suspend at the grain url: it reaches host, site or account",
  );
});

test("two people for what is wide, final or ordered", () => {
  for (const { verb, grain } of allMeasures()) {
    const two = grain === "site" || grain === "account" || verb === "terminate" || verb === "legal-refuse";
    assert.equal(minApprovals(verb, grain), two ? 2 : 1, `${verb} ${grain}`);
  }
});

test("each role has one kind of executor", () => {
  assert.deepEqual(SERVICE_ROLES.map(executor), [
    "edge",
    "edge",
    "webhook",
    "webhook",
    "connector",
    "work-order",
  ]);
});

test("milder means less in one direction and not more in the other", () => {
  assert.ok(isMilder({ verb: "refuse", grain: "url" }, { verb: "refuse", grain: "path" }));
  assert.ok(isMilder({ verb: "notify", grain: "site" }, { verb: "suspend", grain: "site" }));
  assert.ok(!isMilder({ verb: "refuse", grain: "url" }, { verb: "refuse", grain: "url" }));
  assert.ok(!isMilder({ verb: "suspend", grain: "url" }, { verb: "refuse", grain: "site" }));
  assert.ok(!isMilder({ verb: "refuse", grain: "site" }, { verb: "suspend", grain: "url" }));
});

test("a list reads like a sentence", () => {
  assert.equal(listOf([], "or"), "");
  assert.equal(listOf(["a"], "or"), "a");
  assert.equal(listOf(["a", "b", "c"], "and"), "a, b and c");
});
