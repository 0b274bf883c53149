import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Views } from "./index.ts";
import { spelledNumber } from "./number-words.ts";
import { originalSpan } from "./view.ts";

const folded = (text: string) => new Views(text).folded.text;
const skeleton = (text: string) => new Views(text).skeleton.text;

test("folding undoes accents, case, width, styles, look-alikes and invisible characters", () => {
  for (const [text, expected] of [
    ["Évidemment", "evidemment"],
    ["e\u0301vident", "evident"],
    ["Ｍｉｒａｂｅｌｌｅ", "mirabelle"],
    ["𝓜𝓲𝓻𝓪𝓫𝓮𝓵𝓵𝓮 𝟎𝟔", "mirabelle 06"],
    ["Мirаbеllе", "mirabelle"],
    ["Μιrαbεllε", "mirabelle"],
    ["mi\u200bra\u00adbel\u2060le", "mirabelle"],
    ["ᴍɪʀᴀʙᴇʟʟᴇ", "mirabelle"],
    ["🅼🅸🆁🅰", "mira"],
    ["Ⓜⓘⓡⓐ①②", "mira12"],
    ["1️⃣2️⃣", "12"],
    ["٠٦", "06"],
    ["œuvre « ça » – l’été…", "oeuvre « ca » - l'ete."],
    ["M\u0336i\u0336r\u0336a", "mira"],
  ] as const) {
    assert.equal(folded(text), expected);
  }
});

test("the skeleton reads leet, spelled-out letters and numbers in words", () => {
  for (const [text, expected] of [
    ["k1ll y0u m!rabelle h@te", "kill you mirabelle hate"],
    ["k.i.l.l", "kill"],
    ["0 6 3 9 9 8", "063998"],
    ["zéro six trente-neuf", "0 6 39"],
    ["quatre-vingt-dix-huit", "98"],
    ["soixante et onze, soixante-dix-huit, vingt et un", "71 78 21"],
    ["oh six thirty-nine double four", "0 6 39 44"],
    ["O6 39 9B", "06 39 98"],
    ["18h et mp3", "18h et mp3"],
    ["fini. Puis", "fini\npuis"],
    ["tél +33 6", "tel +33 6"],
  ] as const) {
    assert.equal(skeleton(text), expected);
  }
});

test("French numbers from 0 to 99 are read as they are said", () => {
  const said: [string, string][] = [
    ["zero", "0"],
    ["seize", "16"],
    ["dix sept", "17"],
    ["vingt et un", "21"],
    ["trente deux", "32"],
    ["soixante dix", "70"],
    ["soixante quinze", "75"],
    ["soixante dix neuf", "79"],
    ["quatre vingts", "80"],
    ["quatre vingt un", "81"],
    ["quatre vingt onze", "91"],
    ["quatre vingt dix neuf", "99"],
    ["septante deux", "72"],
    ["nonante neuf", "99"],
    ["twenty one", "21"],
    ["ninety nine", "99"],
  ];
  for (const [words, digits] of said) {
    const list = words.split(" ");
    assert.deepEqual(spelledNumber(list, 0), { digits, words: list.length }, words);
  }
  assert.deepEqual(spelledNumber("vingt et deux".split(" "), 0), { digits: "20", words: 1 });
  assert.equal(spelledNumber(["maison"], 0), undefined);
});

test("every unit of every view comes from somewhere in the original, in order", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 120 }), (text) => {
      const views = new Views(text);
      for (const view of [views.light, views.folded, views.skeleton, views.hidden ?? { text: "" }]) {
        let last = 0;
        for (let at = 0; at < view.text.length; at++) {
          const { start, end } = originalSpan(view, at, at + 1);
          assert.ok(start >= last && end > start && end <= text.length, `${at} of ${JSON.stringify(text)}`);
          last = start;
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test("a byte order mark inside a text is zero width, not a blank", () => {
  assert.equal(folded("mira\ufeffbelle"), "mirabelle");
  assert.equal(new Views("mira\ufeffbe\u0301").light.text, "mirab\u00e9");
});

test("look-alikes of other scripts and their digits are read", () => {
  for (const [text, expected] of [
    ["Ꮇɨɾɑƅєⱡⱡє", "mirabelle"],
    ["০৬ ๐๖ 𞥐𞥖 ⓿➏", "06 06 06 06"],
    ["🔟", "10"],
  ] as const) {
    assert.equal(folded(text), expected);
  }
});

const PIECES = fc.constantFrom(
  ..."a|o|il|oo|b|6|39|8h|mp3|k1ll|zéro|six|vingt|deux|cent|et|dix|quatre|oh|double|one|rue|l@|$ou|98|3rd".split(
    "|",
  ),
);
const texts = fc
  .array(fc.tuple(PIECES, fc.constantFrom(" ", ".", ", ", "-", "", "\n", "! ", "(")), { maxLength: 12 })
  .map((parts) => parts.flat().join(""));

test("where the cheap test sees nothing, the skeleton says nothing else", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const views = new Views(text);
      if (views.hidden === undefined) assert.equal(views.skeleton.altered, false, text);
    }),
    { numRuns: 20_000 },
  );
});

test("hidden lines are read as in the skeleton, and lie where they lay", () => {
  const plain = "Rien à dire ici, tout est calme. ".repeat(60);
  const text = `${plain}\n${plain} appelle le zéro six trente-neuf vite. ${plain}\nfin`;
  const view = new Views(text).hidden;
  assert.ok(view !== undefined && view.text.length < 1000);
  const at = view.text.indexOf("0 6 39");
  const { start, end } = originalSpan(view, at, at + 6);
  assert.equal(text.slice(start, end), "zéro six trente-neuf");
});

test("the light view is NFC", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
      assert.equal(new Views(text).light.text, text.normalize("NFC"));
    }),
  );
});

test("folding any one character is idempotent", () => {
  const unstable: string[] = [];
  for (let point = 0; point <= 0x10ffff; point++) {
    const character = String.fromCodePoint(point);
    if (/[\p{Cn}\p{Co}\p{Cs}]/u.test(character)) continue; // not assigned, private, half of a pair
    const once = folded(character);
    if (folded(once) !== once) unstable.push(point.toString(16));
  }
  assert.deepEqual(unstable, []);
});

test("folding is idempotent on what it wrote", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
      assert.equal(folded(folded(text)), folded(text));
    }),
  );
});
