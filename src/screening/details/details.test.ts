import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readCorpus } from "../corpus/read.ts";
import { screen } from "../screen.ts";
import { DETAIL_KINDS, isDetail } from "../types.ts";
import { belgian, ean13, iban, luhn, mod97, nhs, nirKey, rib } from "./checksums.ts";
import { isAnnounceable, isInternational, isLaidOut } from "./phone-plans.ts";
import { Runs } from "./runs.ts";

const found = (text: string) =>
  screen(text)
    .findings.filter(({ kind }) => isDetail(kind))
    .map(({ kind, start, end }) => `${kind}=${text.slice(start, end)}`);

/** What details are made of, and what their patterns stumble over. */
const PIECES = [
  "14 rue des ",
  "12 Old Mill Road",
  ", 00000 Exempleville",
  "\n75011 ",
  "Apt. 4",
  "PO Box ",
  "NW0 0XX",
  "K0A 0A0",
  "OH 00000",
  "06 39 98 00 14",
  "+33 (0)",
  "(613) 555-0142",
  "ext. ",
  "FR76 3000 6000 ",
  "4111 1111 ",
  "IBAN ",
  "SSN: ",
  "passport ",
  "1 85 06 2A ",
  "AB-123-CD",
  "plaque ",
  "203.0.113.7",
  "2001:db8::",
  "::ffff:",
  "48.85661, 2.35222",
  "48° 51' 24\" N",
  "born on ",
  "née le ",
  "12 mars 1987",
  "12/03/",
  "@",
  "x@y.example",
  " [at] ",
  " dot com",
  "insta: ",
  "instagram.com/",
  "she is at the hotel ",
  "elle sort du studio à ",
  "18h",
  "room 12",
  "her sister Anna ",
  "Mère : ",
  "she works at ",
  "travaille à la ",
  "St. ",
  "tel: ",
  "O6 ",
  "zéro six ",
  "𝟎𝟔",
  "\u200b",
  "é",
  "ﷺ",
  "\ud800",
  " ",
  "\n",
  ", ",
  ". ",
  ": ",
  "(",
  ")",
  "-",
  "'",
  '"',
  "1",
  "A",
  "a",
];

test("any row of pieces: no exception; details inside the text, of structured kinds never over each other", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }), (pieces) => {
      const text = pieces.join("");
      let covered = 0;
      for (const { kind, start, end } of screen(text).findings) {
        assert.ok(start >= 0 && start < end && end <= text.length);
        if (!isDetail(kind) || /location|workplace|family/.test(kind)) continue;
        assert.ok(start >= covered, `${kind} in ${JSON.stringify(text)}`);
        covered = end;
      }
    }),
    { numRuns: 3000 },
  );
});

test("a detail is found alike whatever plain sentences stand around it", () => {
  const details = [
    "06 39 98 00 14",
    "(613) 555-0142",
    "mirabelle@perchoir.example",
    "14 rue des Lavandières-Fictives, 00000 Exempleville",
    "742 Example Street, Sampletown, OH 00000",
    "FR76 3000 6000 0112 3456 7890 189",
    "4111 1111 1111 1111",
    "203.0.113.7",
    "45.42153, -75.69719",
    "AB-123-CD",
  ];
  const around = ["Bonjour.", "See below.", "Le voici :", "(vu hier)", "a b c", "Rien d'autre, merci."];
  fc.assert(
    fc.property(
      fc.constantFrom(...details),
      fc.constantFrom(...around),
      fc.constantFrom(...around),
      (detail, before, after) => {
        const [first] = found(`${before}\n${detail}\n${after}`);
        assert.equal(first?.slice(first.indexOf("=") + 1), detail);
      },
    ),
  );
});

/** Shapes that begin what finders look for and never finish it. */
const HOSTILE = [
  "1",
  "1 ",
  "12 ",
  "06 39 ",
  "+33 ",
  "14 rue de la ",
  "12 Old Mill ",
  "12 A Apt. 4 ",
  "75001 ",
  "habite rue ",
  "FR76 3000 ",
  "4111 ",
  "passport A1 ",
  "1:",
  "1.",
  "48° 12' ",
  "48.8566 ",
  "a@",
  "a@b.example ",
  "insta: ",
  "https://x.com/a ",
  "she is at the hotel ",
  "elle est à l'hôtel ",
  "Anna is at ",
  "her sister Anna ",
  "she works at ",
  "born on ",
  "plaque AB-123 ",
  "\nname: x",
  "Springfield, IL ",
];

test("work grows with the length of hostile shapes, not with its square", () => {
  const cost = (text: string): number => {
    let least = Number.POSITIVE_INFINITY;
    for (let time = 0; time < 3; time++) {
      const from = process.cpuUsage();
      screen(text);
      const { user, system } = process.cpuUsage(from);
      least = Math.min(least, user + system);
    }
    return least;
  };
  for (const shape of HOSTILE) {
    const once = cost(shape.repeat(Math.ceil(4_000 / shape.length)));
    const eightfold = cost(shape.repeat(Math.ceil(32_000 / shape.length)));
    // Linear is 8, quadratic is 64; below 20 ms the clock and the compiler are what is measured.
    assert.ok(eightfold < Math.max(20_000, 28 * once), `${JSON.stringify(shape)}: ${once} → ${eightfold} µs`);
  }
});

test("check digits", () => {
  assert.ok(luhn("4111111111111111") && !luhn("4111111111111112") && !luhn(""));
  assert.equal(mod97("3214282912345698765432161182"), 1);
  assert.ok(iban("gb29nwbk60161331926819") && !iban("gb29nwbk60161331926818"));
  assert.equal(nirKey("185062a999123"), 1);
  assert.notEqual(nirKey("185062a999123"), nirKey("185062b999123"));
  assert.ok(rib("30006000011234567890189") && !rib("30006000011234567890188"));
  assert.ok(rib("20041010050500013m02606") && !rib("20041010050500013n02606"));
  assert.ok(nhs("9434765919") && !nhs("9434765918"));
  assert.ok(belgian("85073003328") && belgian("00012556777") && !belgian("85073003329"));
  assert.ok(ean13("7569217076985") && !ean13("7569217076986"));
});

test("telephone numbers are told by their layout", () => {
  const laidOut = (digits: string, shape: string, separator: string, parenthesis = false) =>
    isLaidOut({ digits, shape, separator, mixed: false, parenthesis });
  assert.ok(laidOut("0639980014", "2-2-2-2-2", "."));
  assert.ok(laidOut("1230456789", "3-3-4", "-"));
  assert.ok(laidOut("6135550142", "3-3-4", ")", true));
  assert.ok(!laidOut("1234567890", "3-3-4", " "));
  assert.ok(!laidOut("6135550142", "10", ""));
  assert.ok(
    isInternational("33639980014") && isInternational("330639980014") && !isInternational("3363998001"),
  );
  assert.ok(isAnnounceable("0639980014") && !isAnnounceable("063998"));
});

test("runs of digits are all there, in order, and can be chosen", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("1", "23", " ", "a", "."), { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      const runs = new Runs(text, text.replace(/\D/g, "").length);
      const got = Array.from({ length: runs.count }, (_, at) => text.slice(runs.start(at), runs.end(at)));
      assert.deepEqual(got, text.match(/\d+/g) ?? []);
      for (let at = 0; at < runs.count; at++) assert.equal(runs.from(runs.start(at)), at);
    }),
  );
  assert.equal(new Runs("1 2 3", 3, (start) => start > 0).count, 2);
});

test("every kind of detail has cases in both languages", () => {
  const cases = readCorpus("details");
  for (const kind of DETAIL_KINDS) {
    for (const lang of ["fr", "en"]) {
      const own = cases.filter((one) => one.lang === lang && one.expected.some((item) => item.kind === kind));
      assert.ok(own.length >= 2, `${kind} in ${lang}: ${own.length}`);
    }
  }
});
