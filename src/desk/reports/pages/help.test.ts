import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Html } from "../../web/layout.ts";
import { hotlinesPage, numbersPage, otherDoors, safetyBox } from "./help.ts";
import { HELP_TEXTS, LAW, LAWYER } from "./help-texts.ts";
import {
  COUNTRIES,
  type Country,
  countryOf,
  emergencyText,
  LINES,
  type Line,
  linesOf,
  unbroken,
} from "./lines.ts";
import { assertSound, markupOf, textOf } from "./testing/markup.ts";

const LANGUAGES = ["fr", "en"] as const;
const LISTS = ["emergency", "talk", "online", "minors", "intimate", "authorities"] as const;
const allLines = (country: Country): Line[] => {
  const lines = LINES[country];
  return [
    ...LISTS.flatMap((list) => lines[list]),
    ...[lines.silent, lines.policeAt].filter((line) => line !== undefined),
  ];
};
const plain = (text: string) => text.replaceAll("\u00a0", " ").replaceAll("\u2011", "-");

/** What no country may lose by a slip: as told by whoever wrote the lines down, not by the table. */
const MUST_SAY: Record<Country, readonly string[]> = {
  FR: [
    ...["17", "112", "114", "3114", "3018", "116 006", "internet-signalement.gouv.fr", "moncommissariat.fr"],
    ...["stopncii.org", "takeitdown.ncmec.org"],
  ],
  BE: ["101", "112", "107", "103", "0800 32 123", "116 000", "childfocus.be", "stopncii.org"],
  CH: ["117", "112", "143", "147", "clickandstop.ch", "report.ncsc.admin.ch", "stopncii.org"],
  CA: ["911", "988", "needhelpnow.ca", "cybertip.ca", "1-866-658-9022", "stopncii.org"],
  US: [
    ...["911", "988", "1-844-878-2274", "report.cybertip.org", "1-800-843-5678"],
    ...["takeitdown.ncmec.org", "stopncii.org"],
  ],
  GB: ["999", "101", "116 123", "0345 6000 459", "report.iwf.org.uk", "0800 1111", "stopncii.org"],
  other: ["112", "911", "findahelpline.com", "inhope.org", "stopncii.org"],
};

describe("the table of lines", () => {
  for (const country of COUNTRIES) {
    test(`of ${country} has a way to reach each, words in both languages, and the month of the last look`, () => {
      const { name, police } = LINES[country];
      for (const words of [name, police])
        for (const language of LANGUAGES) assert.ok(words[language].length > 3);
      for (const line of allLines(country)) {
        assert.ok(line.number !== undefined || line.address !== undefined, line.name.en);
        assert.match(line.number ?? "17", /^[\d-\u00a0]{2,14}$/);
        assert.match(line.address ?? "https://a.example", /^https:\/\/[\w.-]+$/);
        assert.match(line.checked, /^20\d\d-(0[1-9]|1[0-2])$/);
        for (const words of [line.name, line.note ?? line.name])
          for (const language of LANGUAGES)
            assert.equal(words[language], words[language].trim(), "not empty, trimmed");
      }
      for (const list of ["emergency", "talk", "online", "minors", "intimate"] as const)
        assert.ok(LINES[country][list].length > 0, list);
    });
  }

  test("is found by the country as configured or as an address has it, and never fails", () => {
    assert.equal(countryOf("GB"), "GB");
    assert.equal(countryOf("be"), "BE");
    assert.equal(countryOf("other"), "other");
    for (const unknown of ["DE", "", "__proto__", "constructor"]) assert.equal(linesOf(unknown), LINES.other);
  });

  test("gives the emergency number for a sentence", () => {
    assert.equal(emergencyText("fr", LINES.FR), "17 ou le 112");
    assert.equal(emergencyText("en", LINES.GB), "999 or 112");
    assert.equal(emergencyText("en", LINES.US), "911");
  });
});

test("the texts are there in both languages, under the same names", () => {
  assert.deepEqual(Object.keys(HELP_TEXTS.fr), Object.keys(HELP_TEXTS.en));
  for (const language of LANGUAGES)
    for (const [key, text] of Object.entries(HELP_TEXTS[language])) assert.ok(text.trim().length > 2, key);
  for (const words of [...Object.values(LAW), ...Object.values(LAWYER)])
    for (const language of LANGUAGES) assert.ok(words[language].length > 20);
});

test("a line of French never breaks before its own punctuation, and nothing else is changed", () => {
  assert.deepEqual(unbroken({ a: ["de 9 h à 23 h : « oui » ; non ?"], b: 1, c: undefined }), {
    ...{ a: ["de 9\u00a0h à 23\u00a0h\u00a0: «\u00a0oui\u00a0»\u00a0; non\u00a0?"], b: 1, c: undefined },
  });
  const { pages } = unbroken({ pages: (n: number) => `${n} pages : vues ?` });
  assert.equal(pages(2), "2 pages\u00a0: vues\u00a0?");
  assert.equal(unbroken("116 006 and so on: 12 hours"), "116\u00a0006 and so on: 12 hours");
});

const PAGES: [string, (language: "fr" | "en", country: string) => Html][] = [
  ["the safety box", safetyBox],
  ["the page of numbers", numbersPage],
  ["the page about images", hotlinesPage],
  ["the other doors", (language, country) => otherDoors(language, country)],
  ["the page of other doors", (language, country) => otherDoors(language, country, { level: 1 })],
];

for (const country of COUNTRIES) {
  describe(`for ${country}`, () => {
    for (const [name, page] of PAGES) {
      test(`${name} is sound, and says the same in both languages`, async () => {
        const [fr, en] = await Promise.all(LANGUAGES.map((language) => markupOf(page(language, country))));
        // A part of a page stands below that page's h1.
        for (const markup of [fr!, en!])
          assertSound(markup.includes("<h1") ? markup : `<h1>Rempart</h1>${markup}`);
        const skeleton = (markup: string) =>
          markup
            .replace(/>[^<]*/g, ">")
            .replace(/\?l=(fr|en)/g, "")
            .replace(/\s+/g, " ");
        assert.equal(skeleton(fr!), skeleton(en!));
      });
    }

    for (const language of LANGUAGES) {
      test(`every line is on a page, in ${language}`, async () => {
        const lines = LINES[country];
        const [numbers, images, doors, safety] = await Promise.all(
          [numbersPage, hotlinesPage, (l: typeof language, c: string) => otherDoors(l, c), safetyBox].map(
            async (page) => textOf(await markupOf(page(language, country))),
          ),
        );
        const says = (text: string, line: Line) => {
          for (const part of [line.number, line.address?.replace(/^https:\/\/(www\.)?/, "")])
            if (part !== undefined) assert.ok(text.includes(plain(part)), `${part} in: ${text}`);
        };
        const inNumbers = [lines.emergency, lines.talk, lines.online, lines.authorities].flat();
        for (const line of [...inNumbers, lines.silent, lines.policeAt]) if (line) says(numbers!, line);
        for (const line of [...lines.minors, ...lines.intimate]) says(images!, line);
        for (const line of [...lines.authorities, ...lines.online]) says(doors!, line);
        for (const line of [...lines.emergency, lines.talk[0]!, lines.online[0]!, lines.silent])
          if (line) says(safety!, line);
        for (const text of [numbers!, doors!, safety!])
          assert.ok(text.includes(plain(lines.police[language])));
        const everything = [numbers, images].join(" ");
        for (const must of MUST_SAY[country]) assert.ok(everything.includes(must), must);
      });
    }
  });
}

describe("the safety box", () => {
  test("begins with the emergency and the line to talk to, and tells of the sheet for the police", async () => {
    const markup = await markupOf(safetyBox("fr", "FR"));
    const text = textOf(markup);
    assert.match(
      text,
      /^D'abord, votre sécurité En danger maintenant : appelez le 17 ou le 112 ?\. Sans parler : SMS au 114/,
    );
    assert.ok(text.indexOf("3114") < text.indexOf("faux appel"));
    assert.match(markup, /href="\/s\/n\?l=fr"/);
    assert.ok(text.length < 1000, "it is short");
  });

  test("takes a desk's own lines", async () => {
    const [line] = LINES.FR.talk;
    const own = { ...LINES.other, talk: [{ ...line!, number: "06 39 98 00 14" }] };
    assert.match(textOf(await markupOf(safetyBox("fr", "other", own))), /06 39 98 00 14/);
  });
});

test("where hosts must answer by law, the doors say so, and only there", async () => {
  for (const country of COUNTRIES) {
    const text = textOf(await markupOf(otherDoors("en", country)));
    assert.equal(text.includes("Digital Services Act, art. 16"), country === "FR" || country === "BE");
    assert.equal(text.includes("PHAROS"), country === "FR");
  }
});
