import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FRAMES as NEUTRALITY, TARGETS } from "./corpus/neutrality.ts";
import { REASONS_FR } from "./reasons.ts";
import { screen } from "./screen.ts";
import { severityOf } from "./severity.ts";
import type { Finding, FindingKind } from "./types.ts";

const finding = (kind: FindingKind, ...reasons: Finding["reasons"]): Finding => ({
  kind,
  start: 0,
  end: 1,
  confidence: 1,
  reasons,
});
const kinds = (text: string) => screen(text).findings.map((found) => found.kind);

test("severity follows the rule of the design", () => {
  const turningUp = finding("raid", "calls on others to turn up where a person lives or is");
  const swatting = finding("raid", "calls for swatting: a false call that sends armed police");
  const cases: [Finding[], string][] = [
    [[], "none"],
    [[finding("phone")], "low"],
    [[finding("address"), finding("phone")], "low"],
    [[finding("raid")], "medium"],
    [[turningUp], "high"],
    [[swatting], "high"],
    [[finding("threat")], "high"],
    [[finding("incitement")], "high"],
    [[finding("dox"), finding("address")], "high"],
    [[finding("dox"), finding("threat")], "critical"],
    [[finding("dox"), finding("raid")], "critical"],
    [[finding("phone"), finding("threat")], "high"],
    // A registered detail must not show in the order of the queue.
    [[finding("sealed-detail")], "none"],
    [[finding("sealed-detail"), finding("threat")], "high"],
    [[finding("sealed-detail"), finding("phone")], "low"],
  ];
  for (const [findings, expected] of cases) {
    assert.equal(severityOf(findings), expected, findings.map((one) => one.kind).join("+"));
  }
});

test("an address with a threat beside it is critical", () => {
  const text = "Voici son adresse : 14 rue des Lavandières-Fictives, 00000 Exempleville. Je vais la tuer.";
  assert.equal(screen(text).severity, "critical");
});

test("in a language we do not read, only structured details are found", () => {
  const text = "i will kill you, 06 39 98 00 14, her sister Anna";
  assert.deepEqual(
    screen(text, { lang: "de" }).findings.map((found) => found.kind),
    ["phone"],
  );
  assert.deepEqual(
    screen(text, { lang: "en-CA" }).findings.map((found) => found.kind),
    ["threat", "phone", "family-member"],
  );
});

test("a detail inside look-alikes is found and said to be hidden", () => {
  const [found] = screen("tel ０６.3९.98.00.I4").findings;
  assert.equal(found?.kind, "phone");
  const [spelled] = screen(
    "son numéro : zéro six trente-neuf quatre-vingt-dix-huit zéro zéro quatorze",
  ).findings;
  assert.ok(
    spelled?.reasons.includes(
      "written so as to escape a search: look-alike characters, spacing or numbers in words",
    ),
  );
});

const shape = (text: string) => {
  const { severity, findings } = screen(text);
  return { severity, kinds: findings.map(({ kind }) => kind) };
};

test("swapping the target's group, name, gender or side changes no finding and no severity; opinions give none", () => {
  let pairs = 0;
  for (const { lang, sentences } of NEUTRALITY) {
    for (const { text, isOpinion } of sentences) {
      const slot = /\{(\w+)\}/.exec(text)?.[1] ?? "";
      const [first, ...others] = (TARGETS[lang]?.[slot] ?? []).map((target) =>
        text.replaceAll(`{${slot}}`, target),
      );
      const expected = shape(first as string);
      if (isOpinion) assert.deepEqual(expected, { severity: "none", kinds: [] }, String(first));
      for (const other of others) {
        pairs++;
        assert.deepEqual(shape(other), expected, `${first} | ${other}`);
      }
    }
  }
  assert.ok(pairs >= 2000);
});

test("swapping pronouns changes nothing", () => {
  const swaps: [string, string[]][] = [
    ["#'s at Hotel Fictif, room 12", ["she", "he"]],
    ["# est à l'hôtel Fictif, chambre 12", ["elle", "il", "iel"]],
    ["# brother Paul Exemple called", ["her", "his", "their"]],
    ["on sait où # habite", ["elle", "il", "iel"]],
    ["we know where # lives", ["she", "he"]],
    ["everyone spam # inbox", ["her", "his", "their"]],
    ["here is # address: 12 Fictional Crescent, Exampleton, have fun", ["her", "his", "their"]],
  ];
  for (const [sentence, pronouns] of swaps) {
    const [first, ...rest] = pronouns.map((pronoun) => shape(sentence.replace("#", pronoun)));
    assert.notDeepEqual(first?.kinds, [], sentence);
    for (const other of rest) assert.deepEqual(other, first, sentence);
  }
});

const fragments = [
  "06 39 98 00 14",
  "i will kill you",
  "je vais te tuer",
  "14 rue des ",
  "@",
  "0\u200b6",
  "𝟎𝟔",
  "é",
  "e\u0301",
  "\ud800",
  "\udc00",
  "œ",
  " ",
  "\n",
  "«",
  "»",
  '"',
  ">",
  "zéro six ",
  "quatre-vingt-dix ",
  "k i l l ",
  "her address: ",
  "1",
  ".",
  "-",
  "+33",
  "ﷺ",
  "İ",
  "ß",
  "\u202e",
  "🅰",
  "🇫🇷",
  "1️⃣",
];
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((parts) => parts.join("")),
);

test("any text: no exception, spans inside it and in order, every reason known", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let last = 0;
      for (const { start, end, confidence, reasons } of screen(text).findings) {
        assert.ok(start >= last && start < end && end <= text.length);
        assert.ok(confidence > 0 && confidence <= 1);
        assert.ok(reasons.length > 0 && reasons.every((reason) => reason in REASONS_FR));
        last = start;
      }
    }),
    { numRuns: 2000 },
  );
});

test("what stands around a text does not move its findings", () => {
  fc.assert(
    fc.property(fc.nat({ max: 30 }), (count) => {
      const pad = "é\u200bœ ".repeat(count);
      const [found] = screen(`${pad}\n06 39 98 00 14`).findings;
      assert.equal(found?.start, pad.length + 1);
    }),
  );
});

test("a detail hidden by invisible characters is sliced with them", () => {
  const text = "x 06\u200b 39\u200b 98 00 14 y";
  const [found] = screen(text).findings;
  assert.equal(text.slice(found?.start, found?.end), "06\u200b 39\u200b 98 00 14");
  assert.deepEqual(kinds("\u202e06 39 98 00 14"), ["phone"]);
});
