import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { NORMALISER, requestIdentities } from "./identity.ts";
import { Matcher } from "./matcher.ts";
import { strictReading } from "./path.ts";
import { tagOpening } from "./tags.ts";

/**
 * Random pages under random spellings: whatever an origin would still read as the page is refused, and what it would read as
 * another page is not. What this finds goes into the corpus (test/fixtures/url-identity-corpus.json).
 */

const KEY = new Uint8Array(32).fill(7);
const SITE = { id: "0000000000000000000000site", account: "a" };

type Params = readonly (readonly [string, string | null])[];

function matcherOf(grain: "url" | "path", page: string, params: Params = [], foldCase = false): Matcher {
  const readings = { foldCase };
  const canonical = strictReading(page, readings);
  const target = { grain, site: SITE.id, canonical, params, readings, normaliser: NORMALISER };
  return Matcher.build(KEY, [
    {
      ...{ index: 0, verb: "refuse", grain, role: "cdn", decision: "d", clause: "D1", site: SITE.id },
      ...{ startsMs: 0, endsMs: null },
      ...tagOpening(KEY, target),
    },
  ]);
}

/** Or answered 400, which is no page either. */
const isKeptFrom = (matcher: Matcher, target: string, foldCase = false): boolean => {
  const request = requestIdentities("perchoir.example", target, { foldCase });
  return request === undefined || matcher.match(SITE, request, 1).refusal !== undefined;
};

const isRefused = (matcher: Matcher, target: string): boolean => {
  const request = requestIdentities("perchoir.example", target);
  return request !== undefined && matcher.match(SITE, request, 1).refusal !== undefined;
};

/** No dot first, and nothing that would mean something else once it is read. */
const segment = fc
  .string({ unit: fc.constantFrom(..."abcxyzABC019_-~é漢ß".split("")), minLength: 1, maxLength: 6 })
  .map((text) => text.normalize("NFC"));
const segments = fc.array(segment, { minLength: 1, maxLength: 5 });

const hex = (byte: number): string => `%${byte.toString(16).padStart(2, "0")}`;
const bytesOf = (text: string): string =>
  [...Buffer.from(text)].map((byte) => (byte > 0x7f ? hex(byte) : String.fromCharCode(byte))).join("");

/** One step that every lenient origin takes back. */
interface Respelling {
  readonly how: string;
  readonly at: number;
}
const respelling: fc.Arbitrary<Respelling> = fc.record({
  how: fc.constantFrom(
    "letter",
    "upper escape",
    "percent",
    "slash",
    "double slash",
    "dot",
    "climb",
    "backslash",
    "parameter",
    "end slash",
    "nul",
    "overlong",
  ),
  at: fc.nat(1000),
});

const nth = (text: string, part: RegExp, at: number, to: (found: string) => string): string => {
  const found = [...text.matchAll(part)].filter(({ index }) => index > 0);
  const one = found[at % Math.max(1, found.length)];
  if (one === undefined) return text;
  return text.slice(0, one.index) + to(one[0]) + text.slice(one.index + one[0].length);
};

function respell(path: string, { how, at }: Respelling): string {
  switch (how) {
    case "letter":
      return nth(path, /(?<!%|%[0-9a-f])[a-z0-9]/gi, at, (letter) => hex(letter.charCodeAt(0)));
    case "upper escape":
      return nth(path, /%[0-9a-f]{2}/gi, at, (found) => found.toUpperCase());
    case "percent":
      return nth(path, /%/g, at, () => "%25");
    case "slash":
      return nth(path, /\//g, at, () => "%2f");
    case "double slash":
      return nth(path, /\//g, at, () => "//");
    case "dot":
      return nth(path, /\//g, at, () => "/./");
    case "climb":
      return nth(path, /\//g, at, () => "/q/../");
    case "backslash":
      return nth(path, /\//g, at, () => "\\");
    case "parameter":
      return nth(path, /\//g, at, () => ";v=1/");
    case "overlong":
      return nth(path, /\//g, at, () => "%c0%af");
    case "end slash":
      return `${path}/`;
    default:
      return `${path}%00`;
  }
}

const spelled = (page: string, steps: readonly Respelling[]): string => steps.reduce(respell, page);
const pageOf = (list: readonly string[]): string => `/${list.map(bytesOf).join("/")}`;

test("a page under any sequence of respellings is refused", () => {
  fc.assert(
    fc.property(segments, fc.array(respelling, { maxLength: 4 }), (list, steps) => {
      const target = spelled(pageOf(list), steps);
      assert.ok(isKeptFrom(matcherOf("url", pageOf(list)), target), target);
    }),
    { numRuns: 3000 },
  );
});

test("so is all that is below a refused path", () => {
  fc.assert(
    fc.property(segments, segments, fc.array(respelling, { maxLength: 4 }), (above, below, steps) => {
      const target = spelled(pageOf([...above, ...below]), steps);
      assert.ok(isKeptFrom(matcherOf("path", pageOf(above)), target), target);
    }),
    { numRuns: 2000 },
  );
});

test("where the origin does not tell them apart, in any case too", () => {
  const flips = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(segments, fc.array(respelling, { maxLength: 3 }), flips, (list, steps, flip) => {
      const page = pageOf(list);
      const cased = page.replace(/%[0-9a-f]{2}|[a-z]/gi, (found, i: number) =>
        found.length === 1 && flip[i % flip.length] ? found.toUpperCase() : found,
      );
      const target = spelled(cased, steps);
      assert.ok(isKeptFrom(matcherOf("url", page, [], true), target, true), target);
    }),
    { numRuns: 1500 },
  );
});

/** Steps that change no page for any origin: then what is spelled is that page and nothing else. */
const plain = fc.array(
  respelling.filter(({ how }) => ["letter", "upper escape", "dot", "climb"].includes(how)),
  { maxLength: 4 },
);

test("another page stays up under any spelling that has one reading", () => {
  fc.assert(
    fc.property(segments, segments, plain, (refused, other, steps) => {
      fc.pre(pageOf(refused) !== pageOf(other));
      const target = spelled(pageOf(other), steps);
      assert.equal(isRefused(matcherOf("url", pageOf(refused)), target), false, target);
    }),
    { numRuns: 3000 },
  );
});

test("edits that make another page are not refused", () => {
  const edits: readonly ((list: readonly string[]) => readonly string[])[] = [
    (list) => list.map((one, i) => (i === list.length - 1 ? `${one}0` : one)),
    (list) => list.map((one, i) => (i === 0 ? `x${one}` : one)),
    (list) => [...list, "print"],
    (list) => ["archive", ...list],
    (list) => list.slice(0, -1),
    (list) => list.map((one, i) => (i === list.length - 1 ? `${one}.html` : one)),
  ];
  fc.assert(
    fc.property(segments, fc.constantFrom(...edits), plain, (list, edit, steps) => {
      const other = edit(list);
      const target = spelled(pageOf(other), steps);
      assert.equal(isRefused(matcherOf("url", pageOf(list)), target), false, target);
    }),
    { numRuns: 3000 },
  );
});

test("significant parameters are found under any order, noise and escapes, and missed where one differs", () => {
  const word = fc
    .string({ unit: fc.constantFrom(..."abc019é ".split("")), minLength: 1, maxLength: 5 })
    .map((text) => text.normalize("NFC").trim().replace(/ +/g, " "));
  const names = fc.uniqueArray(
    word.filter((one) => one !== ""),
    { minLength: 1, maxLength: 3 },
  );
  const escapeAll = (text: string, how: number): string =>
    how === 0
      ? encodeURIComponent(text)
      : how === 1
        ? encodeURIComponent(text).replaceAll("%20", "+")
        : how === 2
          ? [...Buffer.from(text)].map(hex).join("")
          : encodeURIComponent(encodeURIComponent(text));
  const noise = fc.array(fc.constantFrom("utm=1", "", "=", "x", "n%20=2", "&"), { maxLength: 3 });
  fc.assert(
    fc.property(
      names,
      fc.array(word, { minLength: 3, maxLength: 3 }),
      fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }),
      noise,
      fc.nat(2),
      (keys, values, how, junk, changed) => {
        const once = how.map((one) => (one === 3 ? how[0]! : one)); // one origin decodes all of a query alike
        const params = keys.map((key, i) => [key, values[i]!] as const);
        const query = (pairs: Params): string =>
          [
            ...pairs.map(
              ([key, value], i) => `${escapeAll(key, once[i]!)}=${escapeAll(value ?? "", once[i + 3]!)}`,
            ),
            ...junk,
          ]
            .toSorted()
            .join("&");
        const matcher = matcherOf("url", "/voir", params);
        assert.ok(isKeptFrom(matcher, `/voir?${query(params)}`), query(params));
        const other = params.map(([key, value], i) =>
          i === changed % params.length ? ([key, `${value}0z`] as const) : ([key, value] as const),
        );
        assert.equal(isRefused(matcher, `/voir?${query(other)}`), false, query(other));
      },
    ),
    { numRuns: 2000 },
  );
});
