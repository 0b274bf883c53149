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

/** One number, as readers see it or can come to see it, in markup that would hide it from a careless reader of pages. */
const SEEN = [
  "06<b>39</b>98<wbr>00<!-- x -->14",
  '06<span style="display:none">55</span> 39 98 <i hidden>1</i>00 14',
  "<style>.j{display:none}</style>06<i class=j>11</i> 39 98 00 14",
  "06<i class=j>11</i> 39 98 00 14<style>.j{display:none}</style>",
  "<style>.j{display:none}.j{display:inline}</style>06<i class=j> 39 98</i> 00 14",
  "<!-- <style>.j{display:none}</style> -->06<i class=j> 39 98</i> 00 14",
  "<style media=print>.j{display:none}</style>06<i class=j> 39 98</i> 00 14",
  "<style>@media print{.j{display:none}}</style>06<i class=j> 39 98</i> 00 14",
  "<bdo dir=rtl>41 00 89 93 60</bdo>",
  '<span style="unicode-bidi:bidi-override;direction:rtl">41 00 89 <b>93</b> 60</span>',
  '<img alt="0️⃣"><img alt="6️⃣"> 39 98 00 14',
  "<img alt=0><img alt=6> 39 98 <img alt=00> 14",
  '<iframe srcdoc="&lt;p&gt;06 39&lt;b&gt; 98&lt;/b&gt; 00 14"></iframe>',
  '<iframe src="data:text/html,<p>06%2039 98 00 14"></iframe>',
  "<template shadowrootmode=open>06 39 98 00 14</template>",
  "<textarea>06 39 98 00 14</textarea>",
  "<svg><text>06 <tspan>39</tspan> 98 00 14</text></svg>",
  "<svg><style><p>06 39 98 00 14",
  "<svg><script><p>06 39 98 00 14",
  "<svg><![CDATA[06 39 98 00 14]]></svg>",
  "<style><!-- </style>06 39 98 00 14",
  "<!-- --!>06 39 98 00 14",
  "<!-->06 39 98 00 14",
  "<script><!--</script>06 39 98 00 14",
  "<input value='06 39 98 00 14'>",
  "<b class=author>06 39 98 00 14</b>",
  "<p>06 39\n98 00 14</p>",
  "<ruby>06<rt>a</rt> 39<rt>b</rt> 98 00 14</ruby>",
  "<table>06 39<tr><td>x</td></tr> 98 00 14</table>",
  "06 <span aria-hidden=true>39</span> 98 00 14",
  "0&#54; 3&#x39; 98&nbsp;00&thinsp;14",
  "[quote]06[b] 39[/b] 98 00 14[/quote]",
];
const UNSEEN = [
  "<template>06 39 98 00 14</template>",
  "<noscript>06 39 98 00 14</noscript>",
  "<details>06 39 98 00 14</details>",
  "<dialog>06 39 98 00 14</dialog>",
  "<div aria-hidden=true>06 39 98 00 14</div>",
  "<a href='tel:+33639980014'>x</a>",
  "<p title='06 39 98 00 14'>x",
  "<meta name=description content='06 39 98 00 14'>",
  '<script type="application/ld+json">{"text":"06 39 98 00 14"}</script>',
  "<noframes><p>06<b> 39</b> 98 00 14</noframes>",
  '<font style="font-size:0">06 39 98 00 14</font>',
  '<p style="color:#FFF;background:#fff">06 39 98 00 14',
  '<p style="position:absolute;left:-9999px">06 39 98 00 14',
  "<style>#j{opacity:0}</style><p id=j>06 39 98 00 14",
];

test("a number is found wherever a reader finds it, and what nobody sees is found and said to be hidden", () => {
  for (const [pages, isHidden] of [
    [SEEN, false],
    [UNSEEN, true],
  ] as const) {
    for (const html of pages) {
      const { findings } = screenHtml(html);
      assert.deepEqual(
        findings.map((finding) => [finding.kind, finding.isHidden]),
        [["phone", isHidden]],
        html,
      );
    }
  }
});

test("what stands in two cells, posts or lines is not one number", () => {
  for (const html of [
    "<table><tr><td>06 39<td>98 00 14</table>",
    "<div class=post>06 39</div><div class=post>98 00 14</div>",
    "<p>06 39<p>98 00 14",
    "06 39<br>98 00 14",
    "<p>06 39<p hidden>98 00 14",
    "<li>06 39<li>98 00 14",
    "<time>06:39</time>98 00 14 12",
  ])
    assert.deepEqual(screenHtml(html).findings, [], html);
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
