import assert from "node:assert/strict";
import { test } from "node:test";
import { isIntact, observation } from "../observe/observation.ts";
import type { Rule } from "../rules/rule.ts";
import { Claim, Evidence } from "./claim.ts";

const seen = observation<"dns">({
  kind: "dns",
  question: "A perchoir.example",
  vantage: "test",
  atMs: 0,
  answer: { type: "A", records: ["192.0.2.7"] },
  error: null,
});

const rule = (id: string, family: Rule["family"], weight: number): Rule => ({
  id,
  role: "cdn",
  family,
  weight,
  note: "",
  read: () => "p",
});
const weigh = (...rules: Rule[]) => rules.map((one) => Evidence.weigh(one, seen)!);
const confidence = (...rules: Rule[]) => Claim.allFrom(weigh(...rules))[0]?.confidence;

test("an observation is frozen, named by its content, and shows a change", () => {
  assert.ok(isIntact(seen));
  assert.throws(() => Object.assign(seen.answer!, { records: [] }), TypeError);
  assert.throws(() => (seen.answer!.records as string[]).push("x"), TypeError);
  assert.equal(isIntact({ ...seen, vantage: "elsewhere" }), false);
});

test("a rule that does not match makes no evidence, and no evidence makes no claim", () => {
  assert.equal(Evidence.weigh({ ...rule("r", "alias", 6), read: () => undefined }, seen), undefined);
  assert.deepEqual(Claim.allFrom([]), []);
});

test("neither a claim nor evidence can be made by hand", () => {
  // @ts-expect-error the constructor is private
  const made = () => new Claim(weigh(rule("r", "alias", 6)));
  assert.equal(typeof made, "function");
  // @ts-expect-error a look-alike lacks the private parts
  const fake: Evidence = {
    rule: "r",
    family: "alias",
    weight: 6,
    note: "",
    observation: "",
    role: "cdn",
    provider: "p",
  };
  assert.equal(fake instanceof Evidence, false);
});

test("a family counts once, different families add up", () => {
  const one = confidence(rule("a", "header", 2.5))!;
  assert.equal(confidence(rule("a", "header", 2.5), rule("b", "header", 2)), one);
  assert.ok(confidence(rule("a", "header", 2.5), rule("b", "certificate", 4))! > one);
  assert.equal(one.toFixed(4), (1 / (1 + Math.exp(0.5))).toFixed(4));
});

test("what speaks against lowers a claim, is outweighed within its family, and makes none alone", () => {
  const one = confidence(rule("a", "header", 2.5))!;
  assert.ok(confidence(rule("a", "header", 2.5), rule("out", "address", -2))! < one);
  const range = confidence(rule("in", "address", 6))!;
  assert.equal(confidence(rule("in", "address", 6), rule("out", "address", -2)), range);
  assert.equal(confidence(rule("out", "address", -2)), undefined);
});

test("a claim cites the observations it rests on", () => {
  const [claim] = Claim.allFrom(weigh(rule("a", "header", 2.5)));
  assert.deepEqual(
    claim!.evidence.map((one) => one.observation),
    [seen.id],
  );
});
