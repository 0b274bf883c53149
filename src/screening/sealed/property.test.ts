import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { SealedDetail } from "./canonical.ts";
import { createSealedMatcher } from "./matcher.ts";
import { tagDetail } from "./tag.ts";

const key = new Uint8Array(32).fill(6);
const details: SealedDetail[] = [
  { kind: "phone", value: "06 39 98 00 14", region: "FR" },
  { kind: "address", value: "14 rue des Lavandières-Fictives, 00000 Exempleville" },
  { kind: "name", value: "Clara Bellerive" },
  { kind: "email", value: "clara.bellerive@perchoir.example" },
  { kind: "former-name", value: "Ancien Prénom", with: ["Mirabelle"] },
];
const sealed = createSealedMatcher(
  key,
  details.map((detail) => tagDetail(key, detail)),
);

const PARTS =
  `06 39|98|00|14|zéro|six|trente|-neuf|quatre|vingt|cent|rue|des|Lavandières|Fictives|Clara|Belle|rive|clara@|&#48;|&amp;|<b>
  |</b>|[b|%30|\\u00|\\|+33|(0)|ǝ|ɐɹ|\u202e|\u200b|\ufeff|\u0301|\ud800|\udc00|🔥|@|$|!|{|aaa|bis|n°|.-.. --|QUJD|==|0x|U+0`
    .replace(/\n\s*/g, "")
    .split("|");
const nasty = fc
  .array(fc.tuple(fc.constantFrom(...PARTS), fc.constantFrom("", " ", ".", "\n", ", ", "-")), {
    maxLength: 40,
  })
  .map((parts) => parts.flat().join(""));

test("any text: no exception, spans inside it, in order, and of real characters", () => {
  fc.assert(
    fc.property(fc.oneof(nasty, fc.string({ unit: "binary", maxLength: 200 })), (text) => {
      let last = 0;
      for (const { start, end } of sealed.find(text)) {
        assert.ok(start >= last && end > start && end <= text.length, JSON.stringify(text));
        last = start;
      }
    }),
    { numRuns: 3000 },
  );
});

test("a detail is found wherever it stands, and its span holds it", () => {
  const written = [
    "06.39.98.00.14",
    "14, rue des Lavandières-Fictives",
    "Clara Bellerive",
    "ＣＬＡＲＡ ｂｅｌｌｅｒｉｖｅ",
  ];
  const plain = fc
    .array(
      fc.constantFrom(
        "le",
        "chat",
        "dort",
        "here",
        "and",
        "there",
        "voilà",
        "\n",
        ",",
        "été",
        "œuf",
        "🔥",
        "«",
        "»",
      ),
    )
    .map((words) => words.join(" "));
  fc.assert(
    fc.property(plain, fc.constantFrom(...written), plain, (before, detail, after) => {
      const text = `${before} : ${detail} ; ${after}`;
      const spans = sealed.find(text).map(({ start, end }) => text.slice(start, end));
      assert.deepEqual(spans, [detail], text);
    }),
    { numRuns: 1000 },
  );
});

test("where one stretch of a long text ends and the next begins, nothing is lost or found twice", () => {
  for (let shift = 0; shift < 60; shift++) {
    const text = `${"a b ".repeat(16_374)}${"x".repeat(shift)} 06 39 98 00 14 ${"c d ".repeat(20_000)}`;
    assert.equal(sealed.find(text).length, 1, `shifted by ${shift}`);
  }
});

test("a long text of one shape is read in time that grows with its length alone", () => {
  for (const shape of [
    "06 39 98 00 14, ",
    "vingt deux ",
    "14 rue des ",
    "&amp;#48;",
    "<b ",
    "a\u0301",
    "@b$c",
    "ɐq ",
    "1 ",
    "\u200b",
  ]) {
    const once = shape.repeat(Math.ceil(30_000 / shape.length));
    const times = [once, once.repeat(4)].map((text) => {
      let best = Number.POSITIVE_INFINITY;
      for (let run = 0; run < 4; run++) {
        const before = process.cpuUsage();
        sealed.find(text);
        best = Math.min(best, process.cpuUsage(before).user / 1000);
      }
      return best;
    });
    const [short = 0, long = 0] = times;
    assert.ok(
      long < 10 * Math.max(short, 15),
      `${JSON.stringify(shape)}: ${short} ms, four times as long ${long} ms`,
    );
  }
});
