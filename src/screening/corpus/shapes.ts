/**
 * Shapes that make careless patterns, normalisers, stacks and lists quadratic: a unit that is repeated, or what makes a text of
 * a size. For the bench and the tests; nothing of it says anything.
 */
export type Shape = string | Maker;
type Maker = (size: number) => string;

export const grown = (shape: Shape, size: number): string =>
  (typeof shape === "string" ? shape.repeat(Math.max(0, Math.ceil(size / shape.length))) : shape(size)).slice(
    0,
    size,
  );

const half =
  (first: string, second: string): Maker =>
  (size) =>
    grown(first, size >> 1) + grown(second, size >> 1);
/** Something once, then a unit to the end. */
const after =
  (first: string, unit: string): Maker =>
  (size) =>
    first + grown(unit, size - first.length);
/** Numbered units, all different. */
const each =
  (unit: (at: number) => string): Maker =>
  (size) => {
    const parts: string[] = [];
    for (let at = 0, length = 0; length < size; at++) {
      const part = unit(at);
      parts.push(part);
      length += part.length;
    }
    return parts.join("");
  };

export const PLAIN: Shape =
  "Le marche ouvre demain a neuf heures et nous irons a pied, s'il ne pleut pas. The weather was fine and everyone agreed that the second half of the match was better than the first; tickets are sold out for next week.\n";

export const TEXT_SHAPES: Readonly<Record<string, Shape>> = {
  // one sign
  "one letter": "a",
  "one capital": "A",
  blanks: " ",
  "blanks, then a word": after("a", " "),
  newlines: "\n",
  tabs: "\t",
  digits: "1",
  zeros: "0",
  dots: "a.",
  commas: ",",
  hyphens: "-",
  apostrophes: "l'",
  colons: "a:",
  slashes: "/",
  "at signs": "a@",
  "plus signs": "+33 ",
  "opening brackets": "(",
  nuls: "\0",
  "lone surrogates": "\ud800",
  // invisible and drawn
  "combining marks": "\u0301\u0316",
  zalgo: "a\u0301\u0316\u0329\u034f\u0489",
  "zero width": "\u200b",
  "zero width between digits": "0\u200b6\u200b",
  "right-to-left overrides": "\u202e06 39\u202c",
  "unclosed overrides": "\u202e",
  "isolates, nested": half("\u2067", "\u2069"),
  "mathematical letters": "𝐤𝐢𝐥𝐥 ",
  "look-alikes": "раураl ",
  "fullwidth digits": "０６",
  "keycap digits": "0️⃣6️⃣",
  flags: "🇫🇷",
  "family emoji": "👩‍👩‍👧‍👦",
  "long ligatures": "ﷺ",
  "jamo syllables": "\u1112\u1161\u11ab",
  "soft hyphens": "a\u00ad",
  // numbers
  "digits and blanks": "1 ",
  "digits and signs": "1-",
  "digits and dots": "1.",
  "digits and slashes": "1/",
  "phone fragments": "06 39 ",
  "phones, dotted": "06.39.98.00.14 ",
  "phone openings": "(+33) (0)",
  "american phones": "613-555-01",
  "extension after extension": "613-555-0142 ext ",
  "number words": "quatre vingt dix ",
  "number words in English": "twenty one ",
  "one long number in words": "mille ",
  "digits drawn as letters": "O6 l9 ",
  "iban starts": "FR76 3000 ",
  "card groups": "4111 1111 ",
  "nir starts": "2 85 03 ",
  "sin groups": "046 454 ",
  plates: "AB-123-",
  dates: "12/03/19",
  "birth labels": "née le ",
  "postcode after postcode": "00000 Exempleville ",
  "british postcodes": "ZZ99 3VZ ",
  coordinates: "45.1234, ",
  "ip fragments": "192.0.2.",
  "ipv6 fragments": "2001:db8:",
  // addresses and accounts
  "address starts": "14 rue de la ",
  "address starts, bis": "14 bis, ",
  "english address starts": "12 Old Mill ",
  "streets without numbers": "rue de la rue de ",
  "apartment after apartment": "appt 4 bât B ",
  "po boxes": "BP 12 ",
  mails: "a@b.example ",
  "mail tails": "a.b.c.",
  "mails, spelled": "a arobase b point ",
  "mail of one word": after("a@", "b."),
  "account names": "@a ",
  "networks and handles": "insta : a ",
  "profile addresses": "https://perchoir.example/u/",
  schemes: "http://",
  labels: "\nname: x",
  "labels in a line": "nom: x tel: ",
  // sentences
  quotes: '"a ',
  "opening quotes": "« ",
  "closing quotes": "» ",
  "nested quotes": half("« a ", "» "),
  "quoted lines": "\n> je vais",
  "quoted lines, deeper and less": "\n>> a\n> b",
  "deeply quoted line": ">",
  "spelled-out letters": "k i l l ",
  "dotted letters": "k.i.l.l.",
  leet: "k1ll_y0u_",
  "violent words": "i will kill ",
  "french violent words": "je vais te ",
  "whole threats": "i will kill you. ",
  "threats in a breath": "i will kill you and ",
  negations: "ne pas ne plus ",
  "reports of words": "il a dit que elle a dit que ",
  "raid words": "signalez tous mass report ",
  "hotel after hotel": "she is at the hotel ",
  "where she is": "elle est à ",
  relatives: "her sister Anna ",
  "relatives of relatives": "la sœur de la mère de ",
  "work after work": "she works at ",
  "capitalised words": "Anna ",
  "one sentence": "and then we went ",
  "no sentence end": "a, ",
  "exclamation marks": "! ",
  // forum code, mail, chat
  "code that opens": "[quote=",
  "quotes that open": "[quote]a",
  "quotes that close": "a[/quote]",
  "quotes, nested": half("[quote=a]", "[/quote]"),
  "quotes, crossed": "[quote][spoiler][/quote]",
  "form that opens": "[b]",
  "form with values": "[url=http://a",
  brackets: "[",
  "chat lines": "<a> b\n",
  "chat lines of two": "<a> b\n<c> d\n",
  "chat lines of two, with threats": "<a> kys\n<c> kys\n",
  "chat lines of times": "[12:03] a: b\n",
  "chat heads": "a — Today at 12:03\n",
  "times and nothing": "12:03 ",
  "attribution lines": "Pie wrote:\n> a\n",
  "from lines": "From: a\n",
  "signature marks": "-- \n",
  "board pointers": ">>12345\n>a\n",
  json: '{"text":"a b"},',
  "json, nested": (size) => `${grown('{"comment":', size - 10)}`,
  "json of comments": (size) => `[${grown('{"body":"a b c d e f g h"},', size - 30)}{}]`,
};

const posts = (inner: string): Shape => `<div class="post" data-author="pie">${inner}</div>`;

export const PAGE_SHAPES: Readonly<Record<string, Shape>> = {
  paragraphs: "<p>Le marche ouvre demain a neuf heures, s'il ne pleut pas.</p>\n",
  "tags that open": "<div>",
  "tags that open and close": half("<div>", "</div>"),
  "close tags of nothing": half("<div>", "</x>"),
  "close tags behind a wall": after(`<div><td>${"<b>".repeat(254)}`, "</div>"),
  "inline that opens": "<b>",
  "inline and blocks, crossed": "<b><p>x</b>",
  "formatting, all different": each((at) => `<p><font color=${at}>x</p>`),
  "links that open": "<a>",
  "links around blocks": "<a><div>",
  "list items": "<li>",
  "lists in lists": "<ul><li>",
  "terms and values": "<dl><dt>a<dd>b",
  "tables in cells": "<table><td>",
  cells: after("<table><tr>", "<td>a"),
  "rows of two": after("<table>", "<tr><td>a<td>b"),
  "words between cells": "<table>a<tr><td>b",
  "words between cells of one table": after("<table>", "a<tr><td>b"),
  options: "<option>",
  headings: "<h1></h2>",
  "drawings in drawings": "<svg>",
  "drawings and groups": after("<svg>", "<g>"),
  "out of drawings": "<svg><g></div>",
  "drawings and pages": "<svg><foreignObject><p>",
  formulas: "<math><mi>",
  "less-than signs": "<",
  ampersands: "&",
  "references without end": "&a",
  references: "&lt;",
  "references of numbers": "&#48;",
  "attributes that open": '<a href="',
  "attributes, all different": after("<p ", "a"),
  "many attributes": (size) => `<p ${each((at) => `a${at}=b `)(size - 10)}>`,
  "a long class": (size) => `<p class="${each((at) => `c${at} `)(size - 20)}">x`,
  "a long style": (size) => `<p style="${grown("color:red;", size - 20)}">x`,
  "a style of comments": (size) => `<p style="${grown("/*", size - 20)}">x`,
  "a sheet of braces": after("<style>", "{"),
  "a sheet of rules": (size) => `<style>${each((at) => `.c${at}{display:none}`)(size - 20)}</style>`,
  "sheets after the page": "<p class=a>x<style>.a{display:none}</style>",
  "sheets of comments": after("<style>", "/*"),
  "sheets of conditions": after("<style>", "@media print{"),
  comments: "<!--",
  "comments that close": "<!---->",
  declarations: "<!a",
  "bogus close tags": "</ ",
  "scripts in scripts": "<script><!--<script>",
  "data of scripts": '<script type="application/json">{"text":"a b"}</script>',
  "broken data": '<script type="application/ld+json">{</script>',
  "deep data": (size) => `<script type="application/json">${grown("[", size - 60)}</script>`,
  "text areas": "<textarea>a",
  "pages in pages": '<iframe srcdoc="&lt;p&gt;a"></iframe>',
  "pages in pages in pages": "<iframe srcdoc='<iframe srcdoc=\"<p>\">'></iframe>",
  templates: "<template>",
  "folded parts": "<details><summary>a</summary>",
  "hidden words": "<i hidden>a</i>",
  "hidden blocks": "<div hidden>a",
  "posts of a letter": "<p class=post>a</p>",
  "posts in posts": '<div class="comment">a',
  "posts with names": posts("a"),
  "quotes in quotes": "<blockquote>",
  "quotes in quotes, closed": half("<blockquote>a", "</blockquote>"),
  "quotes after a line": after("<p>a", "<blockquote></blockquote>"),
  "quotes after cells": "<td><blockquote></blockquote>",
  "quotes that name": '<blockquote data-quote="pie">a</blockquote>',
  "names that open": '<b class="author">',
  "names that close": '<b class="author">pie</b>',
  "names without end": after('<b class="author">', "a "),
  signatures: '<div class="post"><div class="signature">a',
  tooltips: each((at) => `<i title="mot ${at}">`),
  "tooltips in a long page": (size) =>
    grown("<p>Le marche ouvre demain.</p>", size >> 1) + each((at) => `<i title="mot ${at}">`)(size >> 1),
  links: posts('<a href="https://roost.example/u/pie">x</a>'),
  pictures: '<img alt="6">',
  readings: "<ruby>a<rt>b",
  "reversed words": "<bdo dir=rtl>a",
  "reversed posts": "<bdo dir=rtl><p class=post>a",
  "one reversed word": after("<bdo dir=rtl>", "a"),
  "quotation elements": "<q>",
  "kept blanks": after("<pre>", " \n"),
  "a feed": (size) =>
    `<rss>${grown("<item><title>a</title><description>&lt;p&gt;a&lt;/p&gt;</description></item>", size)}`,
  "a feed of sections": (size) =>
    `<rss>${grown("<item><description><![CDATA[<p>a]]></description></item>", size)}`,
};
