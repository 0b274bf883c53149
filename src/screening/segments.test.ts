import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Segment, segmentHtml, segmentText } from "./segments.ts";

const brief = ({ author, isQuote, isHidden, text }: Segment): string =>
  `${author ?? "-"}${isQuote ? " quoted" : ""}${isHidden ? " hidden" : ""}: ${text.replaceAll("\n", " / ")}`;
const text = (source: string) => segmentText(source).map(brief);
const html = (source: string) => segmentHtml(source).map(brief);

test("a text without marks is one segment, as it stands", () => {
  const source = "06 39 98 00 14\n\n  a < b [c] -- d: e";
  assert.deepEqual(segmentText(source), [
    { text: source, isComment: false, isQuote: false, isHidden: false },
  ]);
  assert.deepEqual(text(""), []);
});

test("forum code: quotes with and without names, nested; form is left out; what does not end is text", () => {
  assert.deepEqual(text("[quote=Pie]on y va[/quote]non, je reste chez moi"), [
    "-: non, je reste chez moi",
    "Pie quoted: on y va",
  ]);
  assert.deepEqual(
    text(`[quote="Geai, post: 1"][quote='Pie']on y va[/quote]ah bon[/quote]je reste à la maison`),
    ["-: je reste à la maison", "Geai quoted: ah bon", "Pie quoted: on y va"],
  );
  assert.deepEqual(text("[QUOTE name=Pie date=1]a[/QUOTE]je ne sais vraiment pas"), [
    "-: je ne sais vraiment pas",
    "Pie quoted: a",
  ]);
  assert.deepEqual(text("06[b]39[/b]98[color=#f00]00[/color][i]14[/i]"), ["-: 0639980014"]);
  assert.deepEqual(text("[quote]je vais te tuer"), ["-: [quote]je vais te tuer"]);
  assert.deepEqual(text("[/quote]a[quote]"), ["-: [/quote]a[quote]"]);
  assert.deepEqual(text("le film [spoiler]elle gagne[/spoiler] est long"), [
    "-: le film / est long",
    "- hidden: elle gagne",
  ]);
  assert.deepEqual(text("[url=https://perchoir.example/p]là[/url]"), ["-: https://perchoir.example/p là"]);
  assert.deepEqual(text("tableau[0] et [sic]"), ["-: tableau[0] et [sic]"]);
});

test("mail and Markdown: lines after > are others' words, by depth; attribution names them", () => {
  assert.deepEqual(
    text("On 2 Mar 2026 at 10:00, Pie <pie@roost.example> wrote:\n> a\n> b\nNo, I would rather not."),
    [
      "-: On 2 Mar 2026 at 10:00, Pie <pie@roost.example> wrote: / No, I would rather not.",
      "Pie quoted: a / b",
    ],
  );
  assert.deepEqual(text("Le 2 mars 2026 à 10:00, Pie a écrit :\n>> x\n> y\n>> z\nNon merci, vraiment pas."), [
    "-: Le 2 mars 2026 à 10:00, Pie a écrit : / Non merci, vraiment pas.",
    "- quoted: x / z",
    "Pie quoted: y",
  ]);
  assert.deepEqual(
    text("Voir plus bas, merci.\n-----Message d'origine-----\nDe : Pie\nEnvoyé : lundi\nje viens"),
    [
      "-: Voir plus bas, merci.",
      "Pie quoted: -----Message d'origine----- / De : Pie / Envoyé : lundi / je viens",
    ],
  );
  assert.deepEqual(text("Bonjour.\n-- \nPie, 06 39 98 00 14"), ["-: Bonjour.", "-: Pie, 06 39 98 00 14"]);
});

test("a post that is nothing but a quote says it, and a word of applause does not make it another's", () => {
  assert.deepEqual(text("> je vais la tuer"), ["-: je vais la tuer"]);
  assert.deepEqual(text("[quote=Pie]je vais la tuer[/quote]lol"), ["-: lol", "Pie: je vais la tuer"]);
  assert.deepEqual(text("Pie a écrit :\n> je vais la tuer"), ["-: Pie a écrit :", "Pie: je vais la tuer"]);
  assert.deepEqual(text("> je vais la tuer\nSignalez ce message."), [
    "-: Signalez ce message.",
    "- quoted: je vais la tuer",
  ]);
});

test("boards: a green line is a quote only where another post says it", () => {
  assert.deepEqual(text("the stream was dull\n\n>>12345\n>the stream was dull\nno it was not\n>be me"), [
    "-: the stream was dull /  / >>12345 / no it was not / be me",
    "- quoted: the stream was dull",
  ]);
});

test("chat logs: by who wrote them, what one wrote in a row as one text", () => {
  const log =
    "[12:03] <corbeau> 06 39\n[12:03] <corbeau> 98 00 14\n[12:04] <@pie> arrête\n[12:04] * geai soupire";
  assert.deepEqual(text(log), ["corbeau: 06 39 / 98 00 14", "pie: arrête", "geai: soupire"]);
  assert.deepEqual(text("<corbeau> a\n<pie> b"), ["corbeau: a", "pie: b"]);
  assert.deepEqual(text("[12:03] corbeau: a\n[12:04:11 pm] pie: b\nsuite de b"), [
    "corbeau: a",
    "pie: b / suite de b",
  ]);
  assert.deepEqual(text("02/03/2026, 10:00 - Corbeau Noir: a\n02/03/2026, 10:01 - Pie: b"), [
    "Corbeau Noir: a",
    "Pie: b",
  ]);
  assert.deepEqual(text("corbeau — Today at 12:03 PM\na\nb\npie — 02/03/2026 12:04\nc"), [
    "corbeau: a / b",
    "pie: c",
  ]);
  const list = "Horaires\n* lundi 9:00\n* mardi 10:00\nAdresse : ici";
  assert.deepEqual(text(list), [`-: ${list.replaceAll("\n", " / ")}`]);
});

test("JSON is read for what people wrote in it", () => {
  const source = JSON.stringify({
    posts: [{ user: { username: "pie" }, raw: "bonjour", id: 7, score: "12" }],
  });
  assert.deepEqual(text(source), ["pie: bonjour"]);
  assert.deepEqual(text("[1, 2"), ["-: [1, 2"]);
  assert.deepEqual(text(`${"[".repeat(50_000)}`).length, 1);
});

test("an author's element hides nothing: what is more than a name is text", () => {
  const name = (author: string) => html(`<div class="post"><b class="author">${author}</b><p>x</p></div>`);
  assert.deepEqual(name("Pie"), ["Pie: x"]);
  assert.deepEqual(name("par Pie,"), ["Pie: x"]);
  assert.deepEqual(name("06 39 98 00 14"), ["-: 06 39 98 00 14 / x"]);
  assert.deepEqual(name("je vais te tuer"), ["je vais te tuer: je vais te tuer / x"]);
  assert.deepEqual(name("Pie wrote: ↑ 14 rue Fictive"), ["Pie: wrote: ↑ 14 rue Fictive / x"]);
  assert.deepEqual(html(`<div class="post" data-author="14 rue Fictive"><p>x</p></div>`), ["-: x"]);
});

/** Markup at random around words that occur once. Only what is no text in any browser is left out. */
const soup = () => {
  const tag = fc.constantFrom(
    ..."div p span b a ul li table tr td th dl dt dd blockquote q article details summary pre template".split(
      " ",
    ),
    ..."svg math mi title textarea select option noscript button h1 form x-post body rt ruby dialog cite".split(
      " ",
    ),
  );
  const attribute = fc.constantFrom(
    "",
    ' class="post"',
    ' class="comment"',
    ' class="quote"',
    ' class="author"',
    ' class="signature"',
    " hidden",
    ' style="display:none"',
    ' data-author="pie"',
    ' class="post-body"',
    " open",
    ' class=username id="x1"',
    " a='",
  );
  const open = fc.tuple(tag, attribute).map(([name, more]) => `<${name}${more}>`);
  const close = tag.map((name) => `</${name}>`);
  const word = fc.integer({ min: 100, max: 999_999 }).map((number) => ` mot${number}x `);
  const sign = fc.constantFrom(
    "&amp;",
    "&#233;",
    "\n",
    "<br>",
    "[quote]",
    "[/quote]",
    "\n> ",
    "é",
    "<!-- -->",
  );
  return fc.array(fc.oneof({ weight: 3, arbitrary: word }, open, close, sign), { maxLength: 80 });
};

test("any tag soup: no exception, and no word of it is lost or said twice", () => {
  fc.assert(
    fc.property(soup(), (parts) => {
      // A quote that does not close takes words into an attribute, as it does in a browser.
      const source = parts.filter((part) => !part.endsWith("a='>")).join("");
      const segments = segmentHtml(source);
      const read = segments.flatMap((one) => [one.author ?? "", one.text]).join("\n");
      const count = (where: string, word: string) => where.split(word).length - 1;
      for (const word of new Set(source.match(/mot\d+x/g))) {
        assert.ok(count(read, word) >= 1, `${word} is lost in ${source}`);
      }
      for (const { text: words } of segments) assert.notEqual(words.trim(), "");
    }),
    { numRuns: 3000 },
  );
});

test("unclosed quotes in attributes and any characters: no exception", () => {
  fc.assert(
    fc.property(soup(), fc.string({ unit: "binary" }), (parts, noise) => {
      segmentHtml(parts.join(noise.slice(0, 3)));
      segmentText(parts.join(noise));
    }),
    { numRuns: 1000 },
  );
});
