import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FRAMES, TARGETS } from "../../corpus/neutrality.ts";
import { tokensOf } from "../tokens.ts";
import { verbes } from "./french-verbs.ts";
import { verbs } from "./groups.ts";
import { meaningOf, symbolsOf, UNKNOWN, WORDS } from "./index.ts";

const meanings = (text: string): string[] => {
  const { symbols } = tokensOf(text, 0, text.length);
  return [...symbols].map((symbol) => meaningOf(symbol.charCodeAt(0)));
};

test("English verbs have their forms", () => {
  const { V, V_S, V_D } = verbs("V", "kill stab chase beat:beat/beaten put:put");
  assert.deepEqual(V?.split(" "), ["kill", "stab", "chase", "beat", "put"]);
  for (const form of ["kills", "killing", "stabbing", "chasing", "beating"])
    assert.ok(V_S?.split(" ").includes(form), form);
  assert.deepEqual(V_D?.split(" "), ["killed", "stabbed", "chased", "beaten"]);
});

test("French verbs have their forms, folded", () => {
  const forms = (verb: string) => Object.values(verbes("V", verb)).join(" ").split(" ");
  const expected = {
    tuer: "tuer tue tues tuee tuons tuez tuent tuerai tuera tueras tueront tuerais tuait",
    egorger: "egorge egorgeons egorgez egorgerai egorgeait",
    noyer: "noie noyons noyez noierai noye",
    abattre: "abats abat abattu abattue abattrai abattez abatte",
    pendre: "pends pend pendu pendue pendez pendrai",
    mourir: "meurs meurt mourra mourras mort morte",
    punir: "punis punit punissons punira punie",
  };
  for (const [verb, list] of Object.entries(expected)) {
    for (const form of list.split(" ")) assert.ok(forms(verb).includes(form), `${verb}: ${form}`);
  }
});

test("short forms, contractions and elisions are the words they stand for", () => {
  assert.deepEqual(meanings("im gonna"), meanings("i'm going to"));
  assert.deepEqual(meanings("i won't"), ["I", "WILL", "NOT"]);
  assert.deepEqual(meanings("jte tue"), meanings("je te tue"));
  assert.deepEqual(meanings("j'vais"), meanings("je vais"));
  assert.deepEqual(meanings("l'egorger"), ["LE", "TUER"]);
});

test("a word of every object's prototype is a word like any other", () => {
  assert.equal(tokensOf("constructor toString", 0, 11).symbols, UNKNOWN);
});

test("the genders of a French word are one word", () => {
  for (const [one, other] of [
    ["tue", "tuee"],
    ["pendu", "pendue"],
    ["le", "la"],
    ["il", "elle"],
    ["son", "sa"],
    ["cet", "cette"],
    ["seul", "seule"],
    ["un", "une"],
    ["mort", "morte"],
  ] as const) {
    assert.equal(symbolsOf(one), symbolsOf(other), `${one}, ${other}`);
  }
});

test("no word of people, of looks, beliefs or politics is known", () => {
  const people = readFileSync(new URL("./people.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join(" ")
    .split(/\s+/)
    .filter((word) => word !== "");
  // What a sentence needs to be read at all: kin, bosses, places and insults, for both genders.
  const needed = new Set(
    "amis bitch bouffon chef clown clowns connard connasse coward group leader loser losers manager patron right vieux wheelchair fat".split(
      /\s+/,
    ),
  );
  for (const word of people) if (!needed.has(word)) assert.ok(!WORDS.has(word), word);
});

test("targets of the neutrality sentences are read as one unknown word each", () => {
  for (const lang of ["en", "fr"] as const) {
    for (const target of TARGETS[lang]?.group ?? []) {
      const read = meanings(target.toLowerCase().normalize("NFD").replace(/\p{M}/gu, ""));
      const known = read.filter((meaning) => !["OTHER", "PEOPLE", "LE", "OF", "NOBODY"].includes(meaning));
      assert.deepEqual(known, [], target);
    }
  }
  assert.ok(FRAMES.length === 2);
});
