import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256Hex } from "../lib/bytes.ts";
import { RempartError } from "../lib/errors.ts";
import { jcsBytes } from "../lib/jcs.ts";
import { type PolicyProblem, parsePolicy } from "./load.ts";

const GOOD = `version: 2026-12-01
posture: steward
clauses:
  - id: D1
    title: { fr: Titre, en: Title }
    text: { fr: Texte, en: Text }
    about: [address]
    binds: [cdn]
    evidence: [own-capture, finding]
    ladder:
      cdn: [{ verb: notify, grain: url }, { verb: refuse, grain: url, maxDays: 180 }]
    riskToLife: true
    tellOperator: at-start
`;

function problemsOf(text: string): PolicyProblem[] {
  try {
    parsePolicy(text, "p.yaml");
  } catch (error) {
    assert.ok(error instanceof RempartError && error.code === "policy.invalid", String(error));
    return error.details.problems as PolicyProblem[];
  }
  return [];
}
const lines = (text: string) =>
  problemsOf(text).map(({ line, column, field, message }) => `${line}:${column} ${field} ${message}`);

test("a policy is read, with the hash of its canonical JSON", () => {
  const { hash, ...document } = parsePolicy(GOOD, "p.yaml");
  assert.equal(document.clauses[0]?.ladder.cdn?.[1]?.maxDays, 180);
  assert.equal(hash, sha256Hex(jcsBytes(document)));
});

test("comments and layout do not change the hash, a word does", () => {
  const { hash } = parsePolicy(GOOD, "p.yaml");
  const other = GOOD.replace(
    "{ fr: Titre, en: Title }",
    "\n      # why\n      en: 'Title'\n      fr: \"Titre\"",
  );
  assert.equal(parsePolicy(other, "q.yaml").hash, hash);
  assert.notEqual(parsePolicy(GOOD.replace("180", "181"), "p.yaml").hash, hash);
});

test("what may be left out has the careful default", () => {
  const [clause] = parsePolicy(
    GOOD.replace("    riskToLife: true\n    tellOperator: at-start\n", ""),
    "p.yaml",
  ).clauses;
  assert.equal(clause?.riskToLife, false);
  assert.equal(clause?.tellOperator, "at-start");
});

/** One mistake each: what is replaced, by what, and the problem. */
const MISTAKES: readonly [what: string, by: string, problem: string][] = [
  ["version: 2026-12-01", "version: 3", "1:10 version must be text (in quotes if it looks like a number)"],
  ["version: 2026-12-01", "version: soon", "1:10 version must be a date such as 2026-12-01"],
  ["posture: steward", "posture: strict", "2:10 posture must be conduit or steward"],
  ["posture: steward", "posture: steward\nowner: x", "3:1 owner is not a field here"],
  ["id: D1", "id: d1", "4:9 clauses[0].id must be a capital letter and a number, such as D1"],
  [
    ", en: Title",
    "",
    "5:12 clauses[0].title.en is missing: must be text (in quotes if it looks like a number)",
  ],
  ["en: Title", 'en: "\\uD800"', "5:29 clauses[0].title.en must be Unicode text"],
  ["[address]", "[address, address]", "7:22 clauses[0].about[1] address is listed twice"],
  ["[address]", "[]", "7:12 clauses[0].about must name kinds of finding, because evidence lists finding"],
  [", finding]", "]", "9:15 clauses[0].evidence must list finding, because about names kinds of finding"],
  ["binds: [cdn]", "binds: [cdn, dns]", "11:7 clauses[0].ladder needs a ladder for dns, which binds lists"],
  ["binds: [cdn]", "binds: []", "8:12 clauses[0].binds must not be empty"],
  [
    "      cdn: [",
    "      dns: [{ verb: notify, grain: host }]\n      cdn: [",
    "11:12 clauses[0].ladder.dns binds does not list dns",
  ],
  [
    "verb: refuse",
    "verb: block",
    "11:51 clauses[0].ladder.cdn[1].verb must be notify, no-cache, rate-limit, interstitial, refuse, legal-refuse, suspend or terminate",
  ],
  [", maxDays: 180", "", "11:43 clauses[0].ladder.cdn[1] needs maxDays: refuse must have an end"],
  ["maxDays: 180", "maxDays: 0", "11:80 clauses[0].ladder.cdn[1].maxDays must be 1 or more"],
  ["maxDays: 180", "maxDays: 9999", "11:80 clauses[0].ladder.cdn[1].maxDays must be at most 3650"],
  ["maxDays: 180", "maxDays: 1.5", "11:80 clauses[0].ladder.cdn[1].maxDays must be a whole number"],
  [
    "refuse, grain: url",
    "suspend, approvals: 1, grain: site",
    "11:71 clauses[0].ladder.cdn[1].approvals must be 2 or more for suspend site",
  ],
  ["refuse, grain: url", "notify, grain: url", "11:43 clauses[0].ladder.cdn[1] is in this ladder already"],
  [
    "notify, grain: url",
    "suspend, maxDays: 9, grain: host",
    "11:57 clauses[0].ladder.cdn[1] must stand before suspend host: a ladder goes from the mildest step up",
  ],
  [
    "verb: refuse",
    "verb: legal-refuse",
    "11:51 clauses[0].ladder.cdn[1].verb needs verified-order among the evidence",
  ],
  [
    "posture: steward",
    "posture: conduit",
    "11:51 clauses[0].ladder.cdn[1].verb the posture conduit has only notify and legal-refuse",
  ],
  [
    "[own-capture, finding]",
    "[finding]",
    "11:51 clauses[0].ladder.cdn[1].verb needs our own observation among the evidence: own-capture, two-vantages or site-record",
  ],
  ["riskToLife: true", "riskToLife: yes", "12:17 clauses[0].riskToLife must be true or false"],
  ["posture: steward", "posture: steward\nposture: conduit", "3:1  Map keys must be unique"],
  [
    "posture: steward",
    "posture: [",
    "3:1  Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
];
for (const [what, by, problem] of MISTAKES) {
  test(`instead of ${JSON.stringify(what)}, ${JSON.stringify(by)} is refused where it stands`, () => {
    assert.ok(GOOD.includes(what));
    const text = GOOD.replace(what, by);
    assert.ok(lines(text).includes(problem), lines(text).join("\n"));
  });
}

test("a delayed notice is only for where we just cache", () => {
  const delayed = GOOD.replace("at-start", "delayed");
  assert.ok(parsePolicy(delayed, "p.yaml"));
  const host = delayed.replace("binds: [cdn]", "binds: [host]").replace("      cdn: [", "      host: [");
  assert.deepEqual(lines(host), [
    "13:19 clauses[0].tellOperator must be at-start: only where we just cache may it be delayed, and binds lists host",
  ]);
});

test("all problems are told at once, in the order of the file, one a line", () => {
  const text = GOOD.replace("2026-12-01", "soon").replace("180", "0").replace("[address]", "[adress]");
  const second = GOOD.slice(GOOD.indexOf("  - id")).replace(", maxDays: 180", "");
  assert.deepEqual(
    problemsOf(text + second).map(({ field }) => field),
    [
      "version",
      "clauses[0].about[0]",
      "clauses[0].ladder.cdn[1].maxDays",
      "clauses[1].id",
      "clauses[1].ladder.cdn[1]",
    ],
  );
  assert.throws(
    () => parsePolicy(text, "p.yaml"),
    /^RempartError: p\.yaml:1:10: version must .*\np\.yaml:7:13: clauses/,
  );
});

const bomb = `a: &a [x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b]
d: [*c, *c, *c, *c, *c, *c, *c, *c]`;
for (const [name, text] of [
  ["nothing", ""],
  ["a list", "- 1"],
  ["two documents", `${GOOD}---\n${GOOD}`],
  ["an alias bomb", bomb],
  ["endless brackets", "[".repeat(100_000)],
  ["endless nesting", `${"[".repeat(20_000)}${"]".repeat(20_000)}`],
  ["a file too large", `# ${"x".repeat(300_000)}\n${GOOD}`],
  ["a key of the language", `${GOOD}__proto__: { posture: steward }`],
] as const) {
  test(`${name} is not a policy, and is said to be none`, () => {
    const problems = problemsOf(text);
    assert.ok(problems.length > 0 && problems.length <= 60);
  });
}
