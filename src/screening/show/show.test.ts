import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { screen } from "../screen.ts";
import { screenHtml } from "../segment.ts";
import { type ShowOptions, show } from "./show.ts";
import { columnsOf, harmless, wrapped } from "./terminal.ts";

const PLAIN: ShowOptions = { lang: "en", width: 80, colours: false, masked: false, whole: false };
const TEXT = "Voici son adresse : 14 rue des Lavandières-Fictives, 00000 Exempleville. Je vais la tuer.";
const shown = (text: string, options: Partial<ShowOptions> = {}) =>
  show(screen(text), text, { ...PLAIN, ...options });

test("a text is shown with its findings in numbered brackets, each with its reasons", () => {
  const lines = shown(TEXT).split("\n");
  assert.equal(lines[0], `severity: critical · 3 findings · ${TEXT.length} characters`);
  assert.equal(lines[2], "  Voici son adresse : [1:[2:14 rue des Lavandières-Fictives, 00000");
  assert.equal(lines[3], "  Exempleville:2]:1]. [3:Je vais la tuer:3].");
  assert.ok(
    lines.some((line) => line.startsWith("    the writer announces violence against a person or group")),
  );
  assert.match(lines.at(-1) ?? "", /^versions: pages@\S+ normaliser@/);
});

test("in French it speaks French", () => {
  const text = shown(TEXT, { lang: "fr" });
  assert.match(text, /^gravité : critique · 3 constats/);
  assert.match(text, /la personne qui écrit annonce une violence/);
  assert.doesNotMatch(text, /the writer|characters/);
});

test("with colours the text keeps its words and loses its brackets", () => {
  const text = shown(TEXT, { colours: true });
  assert.ok(text.includes("\u001b[4;1;31mtuer\u001b[0m"));
  assert.doesNotMatch(text, /\[1:/);
});

test("masked, no letter of a detail is left, and a threat is readable without its numbers", () => {
  const text = shown(TEXT, { masked: true });
  assert.doesNotMatch(text, /Lavandi|Exemple|14 rue/);
  assert.match(text, /Je vais la tuer/);
  const numbered = "je vais te tuer au ١٤";
  const threat = { kind: "threat", start: 0, end: numbered.length, confidence: 1, reasons: [] } as const;
  const screened = { severity: "high", findings: [threat] } as const;
  assert.match(show(screened, numbered, { ...PLAIN, masked: true }), /je vais te tuer au ••/);
});

test("what a terminal would obey is spelled out", () => {
  const hostile = "\u001b]0;x\u0007 \u202e06 39 98 00 14\u202c \r\u009b2J\u200b";
  const text = shown(hostile);
  for (const sign of text) assert.ok(sign === "\n" || !/[\p{Cc}\p{Cf}]/u.test(sign), JSON.stringify(sign));
  assert.match(text, /<U\+001B>\]0;x<U\+0007>/);
});

test("a long text is shown around its findings, the whole if asked", () => {
  const filler = "Le marché ouvre demain. ".repeat(400);
  const text = `${filler}${TEXT} ${filler}`;
  const around = shown(text);
  assert.ok(around.split("\n").length < 40);
  assert.match(around, /^\(… 9\d{3} characters without a finding …\)$/m);
  assert.ok(shown(text, { whole: true }).length > text.length);
});

test("a page is shown by its segments: who wrote it, whether it is a quote or hidden", () => {
  const page = screenHtml(`<div class="comment" data-author="pie\u001b[2J"><p>bonjour à toutes</p>
    <blockquote data-quote="geai">06 39 98 00 14</blockquote></div><p hidden>06 39 98 00 15</p>`);
  const text = show(page, page.text, PLAIN);
  assert.match(text, /^--- by geai, comment, quote ---$/m);
  assert.match(text, /^--- no author, not shown on the page ---$/m);
  assert.match(text, /phone, \d+%, characters \d+ to \d+, by geai, comment, quote/);
  assert.match(text, /\(… 16 characters without a finding …\)/);
  assert.ok(!text.includes("\u001b"));
});

test("what was not looked for is said", () => {
  const german = screen("Ich bringe dich um", { lang: "de" });
  assert.match(
    show(german, "Ich bringe dich um", { ...PLAIN, width: 200 }),
    /Not looked for in this language: violence, dox,/,
  );
});

test("lines are never wider than the terminal, and no word is lost", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.integer({ min: 20, max: 90 }),
      (text, width) => {
        const safe = harmless(text);
        const lines = wrapped([{ text: safe, style: "" }], width, "  ");
        for (const line of lines) assert.ok(columnsOf(line) <= width, line);
        assert.equal(lines.join("").replace(/\s/g, ""), safe.replace(/\s/g, ""));
      },
    ),
  );
});
