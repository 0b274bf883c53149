import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR } from "../lib/clock.ts";
import { checkMeasure, milderRungs, type ProposedMeasure, rungs } from "./ladder.ts";
import { parsePolicy } from "./load.ts";
import type { ServiceRole } from "./words.ts";

const policy = parsePolicy(
  `version: 2026-12-01
posture: steward
clauses:
  - id: D1
    title: { fr: t, en: t }
    text: { fr: t, en: t }
    about: [address]
    binds: [cdn, ddos, host]
    evidence: [own-capture, finding, verified-order]
    ladder:
      cdn:
        - { verb: notify, grain: url }
        - { verb: no-cache, grain: url, maxDays: 10 }
        - { verb: refuse, grain: url, maxDays: 180 }
        - { verb: refuse, grain: path, maxDays: 90, approvals: 2 }
        - { verb: refuse, grain: host, maxDays: 9 }
        - { verb: legal-refuse, grain: path }
        - { verb: legal-refuse, grain: host, maxDays: 30 }
        - { verb: suspend, grain: site, maxDays: 30, approvals: 3 }
        - { verb: terminate, grain: site }
      ddos: [{ verb: refuse, grain: host, maxDays: 9 }]
      host: [{ verb: notify, grain: url }]
    riskToLife: true
  - id: R1
    title: { fr: t, en: t }
    text: { fr: t, en: t }
    about: []
    binds: [cdn]
    evidence: [own-capture]
    ladder: { cdn: [{ verb: refuse, grain: url, maxDays: 5 }] }
`,
  "p.yaml",
);

const base: ProposedMeasure = {
  clause: "D1",
  role: "cdn",
  verb: "refuse",
  grain: "url",
  startsMs: 1000,
  endsMs: 1000 + 180 * DAY,
  approvals: 1,
  emergency: false,
};
const day = { startsMs: 0, endsMs: DAY };
const codes = (change: Partial<ProposedMeasure>, roles: readonly ServiceRole[] = ["cdn", "ddos"]) =>
  checkMeasure(policy, { ...base, ...change }, roles).map(({ code }) => code);

/** What is changed in a measure that is right, and every code it is answered with. */
const CASES: readonly [
  name: string,
  change: Partial<ProposedMeasure>,
  codes: string[],
  roles?: ServiceRole[],
][] = [
  ["a step of the ladder", {}, []],
  ["an unknown clause", { clause: "Z9" }, ["clause-unknown"]],
  [
    "a role the clause does not bind",
    { clause: "R1", role: "host", endsMs: DAY },
    ["role-unbound"],
    ["cdn", "host"],
  ],
  ["a role we do not supply", {}, ["role-not-supplied"], ["dns"]],
  ["a pair that does not exist", { role: "host", verb: "interstitial" }, ["pair"], ["host"]],
  ["a step that is not in the ladder", { verb: "suspend", grain: "host", ...day }, ["not-in-ladder"]],
  ["one day longer than the step", { endsMs: 1000 + 181 * DAY }, ["too-long"]],
  ["one millisecond longer than the step", { endsMs: 1001 + 180 * DAY }, ["too-long"]],
  ["no end", { endsMs: null }, ["no-end"]],
  ["a notice without an end", { verb: "notify", endsMs: null }, ["no-end"]],
  ["an end before the start", { endsMs: 1000 }, ["ends-before-start"]],
  ["nobody's approval", { approvals: 0 }, ["approvals"]],
  ["one person where the policy asks two", { grain: "path", ...day }, ["approvals"]],
  ["two people where the policy asks two", { grain: "path", ...day, approvals: 2 }, []],
  [
    "two people where the policy asks three",
    { verb: "suspend", grain: "site", ...day, approvals: 2 },
    ["approvals"],
  ],
  ["an end of service by one", { verb: "terminate", grain: "site", endsMs: null }, ["approvals"]],
  [
    "an end of service by two, without an end",
    { verb: "terminate", grain: "site", endsMs: null, approvals: 2 },
    [],
  ],
  ["an order by one", { verb: "legal-refuse", grain: "path", ...day }, ["approvals"]],
  ["an order without an end", { verb: "legal-refuse", grain: "path", endsMs: null, approvals: 2 }, []],
  [
    "an order without an end where the step has one",
    { verb: "legal-refuse", grain: "host", endsMs: null, approvals: 2 },
    ["no-end"],
  ],
  ["an emergency", { emergency: true, ...day }, []],
  ["an emergency on a path by one", { emergency: true, grain: "path", ...day }, []],
  [
    "an order as an emergency by one",
    { emergency: true, verb: "legal-refuse", grain: "path", ...day },
    ["approvals"],
  ],
  ["an emergency on a host", { emergency: true, grain: "host", ...day }, ["emergency"]],
  ["an emergency of 25 hours", { emergency: true, startsMs: 0, endsMs: 25 * HOUR }, ["emergency"]],
  [
    "an emergency under a clause that is not for it",
    { emergency: true, clause: "R1", ...day },
    ["emergency"],
  ],
  ["an emergency by nobody", { emergency: true, approvals: 0, ...day }, ["approvals"]],
  ["a territory", { territory: ["BE", "FR"] }, []],
  ["a territory of nowhere", { territory: [] }, ["territory"]],
  ["a territory out of order", { territory: ["FR", "BE"] }, ["territory"]],
  ["a territory that names a country twice", { territory: ["FR", "FR"] }, ["territory"]],
  ["a territory in words", { territory: ["France"] }, ["territory"]],
  ["a territory of what does not refuse", { verb: "no-cache", ...day, territory: ["FR"] }, ["territory"]],
  ["a shield that sees requests", { role: "ddos", grain: "host", ...day }, []],
  [
    "a shield that does not see requests",
    { role: "ddos", grain: "host", ...day },
    ["role-not-supplied"],
    ["ddos"],
  ],
  [
    "everything wrong at once",
    { clause: "R1", grain: "site", approvals: 1, emergency: true, endsMs: 0, territory: ["fr"] },
    [
      "role-not-supplied",
      "not-in-ladder",
      "ends-before-start",
      "approvals",
      "emergency",
      "emergency",
      "territory",
    ],
    [],
  ],
];
for (const [name, change, expected, roles] of CASES) {
  test(`${name}: ${expected.join(", ") || "allowed"}`, () =>
    assert.deepEqual(codes(change, roles), expected));
}

test("every problem is a sentence", () => {
  for (const { message } of checkMeasure(policy, { ...base, clause: "Z9", approvals: 0, endsMs: null }, [])) {
    assert.match(message, /^\S.{10,}[^.]$/);
  }
});

test("the steps of a clause are those of the roles we supply, mildest first", () => {
  assert.deepEqual(
    rungs(policy, "D1", ["host", "ddos", "mail"]).map(({ role, verb, grain }) => `${role} ${verb} ${grain}`),
    ["host notify url", "ddos refuse host"],
  );
  assert.deepEqual(rungs(policy, "Z9", ["cdn"]), []);
});

test("the milder steps are those before it, and any that do less", () => {
  const milder = (verb: "refuse" | "notify", grain: "url" | "path") =>
    milderRungs(policy, { clause: "D1", role: "cdn", verb, grain }).map(
      (rung) => `${rung.verb} ${rung.grain}`,
    );
  assert.deepEqual(milder("notify", "url"), []);
  assert.deepEqual(milder("refuse", "path"), ["notify url", "no-cache url", "refuse url"]);
});
