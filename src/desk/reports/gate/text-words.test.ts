import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HONEST_FR } from "./testing/honest-fr.ts";
import { DISGUISES } from "./testing/raids.ts";
import { seededNumbers } from "./testing/random.ts";
import { wordsOf } from "./text-words.ts";

const CASES: readonly (readonly [text: string, words: string])[] = [
  ["L’adresse DE Mirabelle, au 14 bis !", "l adresse de mirabelle au 0 bis"],
  ["06 39 98 00 14, 14:05", "0 0 0 0 0 0 0"],
  ["abc123def4", "abc0def0"],
  ["Voir https://perchoir.example/t/4?p=2#x et HTTP://perchoir.example", "voir url et url"],
  ["E\u0301lodie, \u{1d404}lodie, Еlоdіe", "elodie elodie elodie"],
  ["me\u200bna\ufeffce\u00ad", "menace"],
  ["\u0661\u0662 jours", "0 jours"],
  ["晒された住所", "晒 さ れ た 住 所"],
  ["… 🔥🔥 --", ""],
  ["", ""],
];
for (const [text, words] of CASES) {
  test(`the words of "${text}" are "${words}"`, () => assert.equal(wordsOf(text).join(" "), words));
}

test("look-alike letters, invisible characters, case and accents change no word", () => {
  for (const name of ["look-alike letters", "invisible characters", "case and accents"]) {
    const next = seededNumbers(1);
    for (const text of HONEST_FR) {
      const disguised = DISGUISES[name]?.(text, next) ?? "";
      assert.notEqual(disguised, text);
      assert.deepEqual(wordsOf(disguised), wordsOf(text));
    }
  }
});

test("any text has words, at most 4,000", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(3000), (text, times) => {
      const words = wordsOf(`${text} `.repeat(times));
      assert.ok(words.length <= 4000);
      for (const word of words) assert.match(word, /^\S+$/u);
    }),
    { numRuns: 50 },
  );
});
