import assert from "node:assert/strict";
import { test } from "node:test";
import type { Offer, Policy } from "../desk/api-types.ts";
import { choicesOf, mayBeEmergency } from "./ladder.ts";

const said = { fr: "…", en: "…" };
const clause = {
  ...{ id: "D1", title: said, text: said, about: ["dox"], binds: ["cdn", "host"], evidence: ["finding"] },
  ...{ riskToLife: true, tellOperator: "at-start" },
  ladder: {
    cdn: [
      { verb: "notify", grain: "url" },
      { verb: "refuse", grain: "url", maxDays: 180 },
      { verb: "refuse", grain: "path", maxDays: 90, approvals: 2 },
    ],
    host: [{ verb: "notify", grain: "url" }],
  },
} as const satisfies Policy["clauses"][number];
const policy = { clauses: [clause, { ...clause, id: "V1" }] } as unknown as Policy;

const offer = (verb: Offer["verb"], grain: Offer["grain"], approvals = 1): Offer => ({
  ...{ clause: "D1", role: "cdn", verb, grain, approvals },
  ...{ maxDays: 180, pages: ["p"], target: null },
});

test("a ladder keeps the policy's order, and shows what is withheld where it stands", () => {
  const why = "needs our own findings on two pages under one path";
  const withheld = [{ clause: "D1", role: "cdn", verb: "refuse", grain: "path", why }] as const;
  const offered = [offer("refuse", "url"), offer("notify", "url")];
  const [choice, ...others] = choicesOf(policy, ["cdn", "host"], { offered, withheld });
  assert.equal(others.length, 0, "a clause that nothing was found for is not shown");
  assert.deepEqual(
    choice?.ladders.map(({ role, steps }) => [
      role,
      steps.map((step) => [step.verb, step.grain, step.why, step.hasMilder]),
    ]),
    [
      [
        "cdn",
        [
          ["notify", "url", undefined, false],
          ["refuse", "url", undefined, true],
          ["refuse", "path", why, true],
        ],
      ],
    ],
  );
});

test("an emergency is for a risk to life, one page or path, and only where it spares a second person", () => {
  assert.equal(mayBeEmergency(clause, offer("refuse", "path", 2)), true);
  assert.equal(mayBeEmergency(clause, offer("refuse", "url", 1)), false);
  assert.equal(mayBeEmergency(clause, offer("suspend", "site", 2)), false);
  assert.equal(mayBeEmergency({ ...clause, riskToLife: false }, offer("refuse", "path", 2)), false);
});
