import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { heldReadings, pathReadings } from "../policy/path.ts";
import { decodeOnce } from "../policy/percent.ts";
import { type QueryReading, queryReadings } from "../policy/query.ts";
import { pagePattern } from "./nginx/pattern.ts";
import { plan } from "./plan.ts";
import { queryPattern } from "./query-pattern.ts";
import { clearMeasure } from "./testing/sample.ts";

/** The pattern as a JavaScript one: the few constructions that differ from PCRE put the other way. */
function regExp(pcre: string): RegExp {
  const [, flags = "", body = ""] = /^(?:\(\?([a-z]+)\))?(.*)$/s.exec(pcre)!;
  return new RegExp(body.replaceAll("\\z", "$"), flags);
}

/** A page has a second pattern where its name can be written composed and decomposed. */
function patternsOf(...[path, grain, foldCase]: [string, "url" | "path", boolean?]): readonly RegExp[] {
  const [host] = plan([clearMeasure(1, { grain, path, ...(foldCase && { foldCase }) })]).hosts;
  return host!.pages.map((page) => regExp(pagePattern(page, host!.foldCase)));
}

const matches = (patterns: readonly RegExp[], uri: string, query = "") =>
  patterns.some((pattern) => pattern.test(`${query} ${uri}`));

test("url: the page and nothing else; path: whole segments under it", () => {
  const url = patternsOf("/salon/mirabelle", "url");
  const path = patternsOf("/salon/mirabelle", "path");
  const cases: readonly [uri: string, url: boolean, path: boolean][] = [
    ["/salon/mirabelle", true, true],
    ["/salon/mirabelle/", true, true],
    ["/salon/mirabelle;jsessionid=1", true, true],
    ["/salon/mirabelle/sujet/41", false, true],
    ["/salon/mirabelle\\sujet", false, true],
    ["/salon/mir%61belle", true, true],
    ["/salon%2Fmirabelle", true, true],
    ["//salon//mirabelle//", true, true],
    ["/salon/mirabelle%00.html", true, true],
    ["/salon/mirabelle2", false, false],
    ["/salon/mirabelle.html", false, false],
    ["/salon/mirabelle\n", false, false],
    ["/salon", false, false],
    ["/salon/", false, false],
    ["/salon/;mirabelle", false, false],
    ["/salon/;x/mirabelle", true, true],
    ["/x/salon/mirabelle", false, false],
    ["/Salon/mirabelle", false, false],
  ];
  for (const [uri, byUrl, byPath] of cases) {
    assert.equal(matches(url, uri), byUrl, `url ${uri}`);
    assert.equal(matches(path, uri), byPath, `path ${uri}`);
  }
});

test("case is folded only where the site says so", () => {
  assert.ok(matches(patternsOf("/Salon", "url", true), "/sALON"));
  assert.ok(!matches(patternsOf("/Salon", "url"), "/sALON"));
});

/** Paths out of awkward characters, and requests near them. */
const awkward = fc.constantFrom(
  "a",
  "B",
  "é",
  " ",
  '"',
  "'",
  "\\",
  "$",
  "{",
  "}",
  "#",
  "~",
  "*",
  "(",
  "[",
  "%",
  "+",
  "\n",
  "|",
  "?",
  ".x",
);
const segment = fc.array(awkward, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""));
const path = fc
  .array(segment, { minLength: 1, maxLength: 3 })
  .map((segments) => `/${segments.map(encodeURIComponent).join("/")}`);

test("a pattern agrees with the shared readings on paths of awkward characters and their neighbours", () => {
  fc.assert(
    fc.property(path, path, fc.constantFrom("url", "path"), (decided, asked, grain) => {
      fc.pre(plan([clearMeasure(1, { grain, path: decided })]).leftOut.length === 0);
      const held = heldReadings(decided, { foldCase: false });
      const patterns = patternsOf(decided, grain);
      for (const request of [decided, asked, `${decided}/`, `${decided}${asked}`, `${decided}x`]) {
        const expected = pathReadings(request, { foldCase: false }).some((reading) =>
          held.some((one) => reading === one || (grain === "path" && reading.startsWith(`${one}/`))),
        );
        assert.equal(matches(patterns, decodeOnce(request)), expected, `${decided} against ${request}`);
      }
    }),
    { numRuns: 500 },
  );
});

const word = fc
  .array(fc.constantFrom("a", "b", "é", " ", "+", "&", "=", ";", "%", "#", '"'), { maxLength: 3 })
  .map((w) => w.join(""));
const params = fc.uniqueArray(
  fc.tuple(
    // Lenient readers drop spaces around a name, so none is ever significant.
    word.filter((name) => name !== "" && name === name.trim()),
    fc.option(word),
  ),
  { minLength: 1, maxLength: 3, selector: ([name]) => name },
);
const formEncode = (text: string) => encodeURIComponent(text).replaceAll("%20", "+");
const rawQuery = fc
  .array(fc.tuple(word, word, fc.constantFrom(encodeURIComponent, formEncode)), { maxLength: 4 })
  .map((pairs) => pairs.map(([name, value, encode]) => `${encode(name)}=${encode(value)}`).join("&"));

test("a query pattern holds exactly where one of the shared readings of the query does", () => {
  fc.assert(
    fc.property(params, rawQuery, fc.boolean(), (wanted, other, takePart) => {
      const own = wanted
        .flatMap(([name, value]) => (value === null ? [] : [`${formEncode(name)}=${formEncode(value)}`]))
        .join("&");
      const query = takePart ? [other, own].filter((part) => part !== "").join("&") : other;
      const readings = queryReadings(query);
      const holds = ([name, value]: (typeof wanted)[number], reading: QueryReading) =>
        value === null ? !reading.has(name) : (reading.get(name)?.has(value) ?? false);
      const held = regExp(queryPattern(wanted)).test(`${query} /x`);
      assert.equal(
        held,
        readings.some((reading) => wanted.every((param) => holds(param, reading))),
        query,
      );
    }),
    { numRuns: 1000 },
  );
});

test("query patterns: order, junk, repetition, absence, empty values", () => {
  const cases: readonly [params: readonly [string, string | null][], query: string, holds: boolean][] = [
    [[["sujet", "41"]], "sujet=41", true],
    [[["sujet", "41"]], "page=2&sujet=41&x", true],
    [[["sujet", "41"]], "x;sujet=41", true],
    [[["sujet", "41"]], "sujet=7&sujet=41", true],
    [[["sujet", "41"]], "suj%65t=%2534%31", true],
    [[["sujet", "41"]], "sujet=411", false],
    [[["sujet", "41"]], "xsujet=41", false],
    [[["sujet", "41"]], "", false],
    [[["apercu", null]], "", true],
    [[["apercu", null]], "apercu", false],
    [[["apercu", null]], "apercus=1", true],
    [[["imprimer", ""]], "imprimer", true],
    [[["imprimer", ""]], "imprimer=1", false],
    [[["q", "a b"]], "q=a+b", true],
    [[["q", "a+b"]], "q=a+b", false],
    [[["q", "1&x"]], "q=1&x", false],
    [[["sujet", "41"]], "+sujet=+41%20", true],
    [[["sujet", "41"]], "sujet%00x=41%00y", true],
    [
      [
        ["sujet", "41"],
        ["page", null],
      ],
      "sujet=41&x=;page=2",
      true,
    ],
    [
      [
        ["sujet", "41"],
        ["page", null],
      ],
      "sujet=41&page=2",
      false,
    ],
  ];
  for (const [wanted, query, holds] of cases) {
    assert.equal(
      regExp(queryPattern(wanted)).test(`${query} /x`),
      holds,
      `${JSON.stringify(wanted)} ${query}`,
    );
  }
});

test("long hostile requests are answered in linear time", () => {
  const pattern = regExp(`${queryPattern([["sujet", "41"]])}/`);
  const started = performance.now();
  pattern.test(`${"sujet=4&".repeat(2000)} /`);
  matches(patternsOf("/a/b/c", "path"), "/;".repeat(8000));
  matches(patternsOf("/a/b/c", "path"), `/a${"%25".repeat(5000)}`);
  assert.ok(performance.now() - started < 200);
});
