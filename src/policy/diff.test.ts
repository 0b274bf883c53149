import assert from "node:assert/strict";
import { test } from "node:test";
import { diffPolicies } from "./diff.ts";
import { parsePolicy } from "./load.ts";

const clause = (id: string, change: Record<string, string> = {}) => {
  const fields: Record<string, string> = {
    title: "{ fr: Titre, en: Title }",
    text: "{ fr: Texte, en: Text }",
    about: "[address]",
    binds: "[cdn]",
    evidence: "[own-capture, finding]",
    ladder:
      "{ cdn: [{ verb: notify, grain: url }, { verb: refuse, grain: url, maxDays: 90, approvals: 2 }] }",
    riskToLife: "false",
    ...change,
  };
  return `  - id: ${id}\n${Object.entries(fields)
    .map(([name, value]) => `    ${name}: ${value}\n`)
    .join("")}`;
};
const policy = (...clauses: string[]) =>
  parsePolicy(`version: 2026-12-01\nposture: steward\nclauses:\n${clauses.join("")}`, "p.yaml");
const changes = (before: ReturnType<typeof policy>, after: ReturnType<typeof policy>) =>
  diffPolicies(before, after).map(({ clause: id, role, effect, text }) =>
    [id, role, effect, text].filter(Boolean).join(" "),
  );

test("a policy does not differ from itself", () =>
  assert.deepEqual(changes(policy(clause("D1")), policy(clause("D1"))), []));

test("clauses that came and went", () => {
  assert.deepEqual(changes(policy(clause("D1")), policy(clause("V1"))), [
    "V1 wider added: Title",
    "D1 narrower removed: Title",
  ]);
});

/** The ladder's field after the change, and what is said of it. */
const LADDERS: readonly [string, string[]][] = [
  [
    "{ verb: refuse, grain: url, maxDays: 91, approvals: 2 }",
    ["D1 cdn wider refuse url: 90 days, 2 people → 91 days, 2 people"],
  ],
  [
    "{ verb: refuse, grain: url, maxDays: 90 }",
    ["D1 cdn wider refuse url: 90 days, 2 people → 90 days, 1 person"],
  ],
  [
    "{ verb: refuse, grain: url, maxDays: 90, approvals: 3 }",
    ["D1 cdn narrower refuse url: 90 days, 2 people → 90 days, 3 people"],
  ],
  [
    "{ verb: refuse, grain: url, maxDays: 91, approvals: 3 }",
    ["D1 cdn other refuse url: 90 days, 2 people → 91 days, 3 people"],
  ],
  [
    "{ verb: no-cache, grain: url }",
    ["D1 cdn wider added cdn no-cache url", "D1 cdn narrower removed cdn refuse url"],
  ],
];
for (const [rung, expected] of LADDERS) {
  test(`a ladder that goes on with ${rung}`, () => {
    const after = clause("D1", { ladder: `{ cdn: [{ verb: notify, grain: url }, ${rung}] }` });
    assert.deepEqual(changes(policy(clause("D1")), policy(after)), expected);
  });
}

test("a posture, words, kinds, roles, evidence and clocks that changed", () => {
  const ladder = "{ cdn: [{ verb: notify, grain: url }], ddos: [{ verb: notify, grain: host }] }";
  const before = policy(clause("D1", { ladder: "{ cdn: [{ verb: notify, grain: url }] }" }));
  const after = {
    ...policy(
      clause("D1", {
        title: "{ fr: Titre, en: Heading }",
        about: "[phone]",
        binds: "[cdn, ddos]",
        evidence: "[finding]",
        ladder,
        riskToLife: "true",
        tellOperator: "delayed",
      }),
    ),
    posture: "conduit" as const,
  };
  assert.deepEqual(changes(before, after), [
    "narrower posture: steward → conduit",
    "D1 other title in en changed",
    "D1 wider about: added phone",
    "D1 narrower about: removed address",
    "D1 wider binds: added ddos",
    "D1 wider evidence: removed own-capture",
    "D1 wider riskToLife: false → true",
    "D1 wider tellOperator: at-start → delayed",
    "D1 ddos wider added ddos notify host",
  ]);
});
