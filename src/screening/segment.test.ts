import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { screenHtml, segmentHtml } from "./segment.ts";

const page = `<!doctype html><html><head><title>Le Perchoir</title><style>.a{color:red}</style></head><body>
<h1>Fil : Mirabelle</h1><script>var x = "06 39 98 00 99"</script><!-- 06 39 98 00 98 -->
<article class="post"><span class="author">corbeau</span><p>Voici son adresse&nbsp;: 14 rue des Lavandi&egrave;res-Fictives, 00000 Exempleville.<br>Amusez-vous bien.</p></article>
<div class="comment"><a class="username" href="/u/pie">pie</a><blockquote>je vais la tuer</blockquote><p>Arrête, c'est ignoble.</p></div>
<div class="comment"><a class="username" href="/u/geai">geai</a><p>on sait où elle habite</p><img src="x.png" alt="06 39 98 00 14"></div>
</body></html>`;

test("posts, authors and quotes are kept apart; scripts, styles and comments are not text", () => {
  const segments = segmentHtml(page);
  assert.deepEqual(
    segments.map(({ author, isComment, isQuote }) => ({ author, isComment, isQuote })),
    [
      { author: undefined, isComment: false, isQuote: false },
      { author: "corbeau", isComment: false, isQuote: false },
      { author: "pie", isComment: true, isQuote: false },
      { author: undefined, isComment: true, isQuote: true },
      { author: "geai", isComment: true, isQuote: false },
    ],
  );
  assert.equal(
    segments[1]?.text,
    "Voici son adresse\u00a0: 14 rue des Lavandières-Fictives, 00000 Exempleville.\nAmusez-vous bien.",
  );
  assert.ok(!segments.some(({ text }) => /0099|00 99|00 98|color/.test(text)));
});

test("findings know their segment, author and place in the page's text; violence in a quote is not the quoter's", () => {
  const { text, findings, severity, segments } = screenHtml(page);
  assert.equal(severity, "critical");
  assert.deepEqual(
    findings.map(({ kind, author, start, end }) => [kind, author, text.slice(start, end)]),
    [
      ["address", "corbeau", "14 rue des Lavandières-Fictives, 00000 Exempleville"],
      ["dox", "corbeau", "14 rue des Lavandières-Fictives, 00000 Exempleville"],
      ["threat", "geai", "on sait où elle habite"],
      ["phone", "geai", "06 39 98 00 14"],
    ],
  );
  for (const { segment, start, end } of findings)
    assert.ok(segments[segment]?.text.includes(text.slice(start, end)));
});

test("authors are read from attributes too", () => {
  const html = `<article class="post" data-author="corbeau"><p>pas du tout d'accord</p><blockquote data-quote="pie">b</blockquote></article>`;
  assert.deepEqual(
    segmentHtml(html).map(({ text, author, isQuote }) => [text, author, isQuote]),
    [
      ["pas du tout d'accord", "corbeau", false],
      ["b", "pie", true],
    ],
  );
});

test("hostile and broken markup gives text, never an exception", () => {
  assert.deepEqual(
    segmentHtml("1 < 2 & 3 > 2").map(({ text }) => text),
    ["1 < 2 & 3 > 2"],
  );
  assert.deepEqual(
    segmentHtml("<p>a<p>b</div></b>c").map(({ text }) => text),
    ["a\nbc"],
  );
  assert.deepEqual(
    segmentHtml("<p title='x>y'>a</p>").map(({ text, isHidden }) => [text, isHidden]),
    [
      ["a", false],
      ["x>y", true],
    ],
  );
  assert.deepEqual(
    segmentHtml("&#48;&#x36; &unknown; &#1114112;").map(({ text }) => text),
    ["06 &unknown; \ufffd"],
  );
  assert.equal(segmentHtml(`${"<div>".repeat(5000)}06`).at(-1)?.text, "06");
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          "<",
          ">",
          "</",
          "p",
          "div class=",
          '"post"',
          "'",
          "<!--",
          "-->",
          "<script>",
          "</script",
          "&#",
          ";",
          " ",
          "x",
          "=",
          "/",
          "<blockquote>",
          "</blockquote>",
          "<article>",
        ),
        { maxLength: 60 },
      ),
      (parts) => {
        const { text, findings } = screenHtml(parts.join(""));
        for (const { end } of findings) assert.ok(end <= text.length);
      },
    ),
    { numRuns: 2000 },
  );
});
