import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  EXACT_CASE,
  everyReading,
  heldReadings,
  inOneCase,
  MAX_READINGS,
  pathReadings,
  strictReading,
  wholeSegmentPrefixes,
} from "./path.ts";

const FOLDED = { foldCase: true };

const anyPath = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.webPath(),
  fc
    .array(
      fc.constantFrom(
        "/",
        "..",
        ".",
        "%2e",
        "%2F",
        "%252f",
        "%5C",
        "\\",
        ";",
        "%3B",
        "a",
        "B",
        "é",
        "%",
        "%00",
        "%FF",
      ),
    )
    .map((parts) => `/${parts.join("")}`),
);

test("a path has 1 to 4 readings, each of which is its own strict reading", () => {
  fc.assert(
    fc.property(anyPath, fc.boolean(), (path, foldCase) => {
      const found = pathReadings(path, { foldCase });
      assert.ok(found.length >= 1 && found.length <= MAX_READINGS);
      assert.equal(new Set(found).size, found.length);
      for (const reading of found) {
        assert.match(reading, /^\/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-F]{2})*$/);
        assert.equal(strictReading(reading, { foldCase }), reading);
      }
      assert.equal(found[0], strictReading(path, { foldCase }));
    }),
    { numRuns: 1000 },
  );
});

test("a segment that is no text stays as it is, and keeps no other from its form", () => {
  assert.deepEqual(pathReadings("/%C3%89t%C3%89/%FFA", FOLDED), ["/%C3%A9t%C3%A9/%FFa"]);
  assert.deepEqual(pathReadings("/e%CC%81/%FF", EXACT_CASE), ["/e%CC%81/%FF", "/%C3%A9/%FF"]);
});

test("readings in exact case, brought into one case, are the readings in one case", () => {
  fc.assert(
    fc.property(anyPath, (path) => {
      const exact = everyReading(path, EXACT_CASE);
      fc.pre(exact !== undefined); // the others are answered 400
      assert.deepEqual(new Set(exact.map(inOneCase)), new Set(everyReading(path, FOLDED)));
    }),
    { numRuns: 3000 },
  );
});

test("a page shares a reading with itself, however its own reading is written", () => {
  fc.assert(
    fc.property(anyPath, (path) => {
      const canonical = strictReading(path, EXACT_CASE);
      const held = heldReadings(canonical, EXACT_CASE);
      assert.ok(pathReadings(canonical, EXACT_CASE).some((reading) => held.includes(reading)));
      assert.ok(pathReadings(path, EXACT_CASE).some((reading) => held.includes(reading)));
    }),
    { numRuns: 1000 },
  );
});

/** Origins written out one by one, apart from the code under test: what each makes of a raw path. */
const dots = (path: string): string => {
  const out: string[] = [];
  for (const [i, segment] of path.split("/").slice(1).entries()) {
    const last = i === path.split("/").length - 2;
    if (segment === "..") out.pop();
    else if (segment !== ".") out.push(segment);
    if (last && (segment === "." || segment === "..")) out.push("");
  }
  return `/${out.join("/")}`;
};
const decode = (path: string): string =>
  path.replace(/%([0-9a-f]{2})/gi, (_, pair) => String.fromCharCode(Number.parseInt(pair, 16)));
const withoutParams = (path: string): string => path.replace(/;[^/]*/g, "");
const merged = (path: string): string => path.replace(/\/+/g, "/");
const origins: Record<string, (path: string) => string> = {
  "nginx: decodes, merges slashes, resolves dots": (path) => dots(merged(decode(path))),
  "nginx without merge_slashes": (path) => dots(decode(path)),
  "a servlet container: drops parameters, decodes, resolves dots": (path) =>
    dots(merged(decode(withoutParams(path)))),
  "a servlet container behind a decoding proxy": (path) => dots(merged(decode(withoutParams(decode(path))))),
  "a container that drops parameters after decoding": (path) => dots(merged(withoutParams(decode(path)))),
  "a container that resolves dots before it drops parameters": (path) => withoutParams(dots(decode(path))),
  "IIS: decodes twice, takes backslashes": (path) => dots(merged(decode(decode(path)).replaceAll("\\", "/"))),
  "a WHATWG front before nginx": (path) => dots(merged(decode(new URL(`http://h.example${path}`).pathname))),
  "a WHATWG front before a servlet container": (path) =>
    dots(merged(decode(withoutParams(new URL(`http://h.example${path}`).pathname)))),
};

const obfuscated = fc
  .array(
    fc.constantFrom(
      "/",
      "/",
      "fil",
      "42",
      "x",
      "..",
      ".",
      "%2e",
      "%2F",
      "%252F",
      "%2E%2E",
      "\\",
      ";",
      ";y",
      "%3B",
      "%34",
      "%2534",
      "//",
    ),
    { maxLength: 9 },
  )
  .map((parts) => `/${parts.join("")}`);
const nearMiss = fc
  .tuple(
    fc.constantFrom("/fil/", "//fil/", "/fil//", "/%66il/", "/fil%2F"),
    obfuscated,
    fc.constantFrom("", "/..", "%2F..", "/..;", ";/.."),
  )
  .map(([head, middle, tail]) => `${head}${middle.slice(1)}${tail}/42`);

for (const [name, origin] of Object.entries(origins)) {
  test(`whatever ${name} serves as /fil/42 is refused, or answered 400`, () => {
    let served = 0;
    fc.assert(
      fc.property(fc.oneof(obfuscated, nearMiss), (path) => {
        if (origin(path) !== "/fil/42") return;
        served += 1;
        const found = everyReading(path, EXACT_CASE);
        assert.ok(found === undefined || found.includes("/fil/42"), `${path} gets past`);
      }),
      { numRuns: 6000 },
    );
    assert.ok(served > 20, `only ${served} spellings were tried`);
  });
}

const word = fc.string({ unit: fc.constantFrom(..."abcdefghij0123456789-_~"), minLength: 1, maxLength: 8 });
const plainPath = fc.array(word, { minLength: 1, maxLength: 5 }).map((segments) => `/${segments.join("/")}`);

test("another plain path is never the same page", () => {
  fc.assert(
    fc.property(plainPath, plainPath, (a, b) => {
      fc.pre(a !== b);
      assert.ok(!pathReadings(a, EXACT_CASE).includes(b));
      assert.ok(
        !pathReadings(b, EXACT_CASE).some((reading) => heldReadings(a, EXACT_CASE).includes(reading)),
      );
    }),
  );
});

/** One trick each, none of which needs another to be undone in a certain order. */
const tricks: ((path: string, at: number) => string)[] = [
  (path, at) => path.slice(0, at) + escapeAt(path, at, 1) + path.slice(at + 1),
  (path, at) => path.slice(0, at) + escapeAt(path, at, 3) + path.slice(at + 1),
  (path) => path.replace("/", "//"),
  (path) => path.replace("/", "/./"),
  (path) => path.replace("/", "/zz/../"),
  (path) => path.replace("/", "\\"),
  (path) => `${path}/`,
  (path) => `${path};z=1`,
];
const escapeAt = (path: string, at: number, depth: number): string => {
  const pair = path.charCodeAt(at).toString(16);
  return `%${"25".repeat(depth - 1)}${pair}`;
};

test("a page is recognised under any one or two tricks", () => {
  fc.assert(
    fc.property(
      plainPath,
      fc.nat(),
      fc.array(fc.constantFrom(...tricks), { minLength: 1, maxLength: 2 }),
      (path, seed, chosen) => {
        const at = 1 + (seed % (path.length - 1));
        const spelling = chosen.reduce((text, trick) => trick(text, at), path);
        assert.ok(everyReading(spelling, EXACT_CASE)?.includes(path), spelling);
      },
    ),
    { numRuns: 2000 },
  );
});

test("case counts unless the site says that it does not", () => {
  assert.deepEqual(pathReadings("/Fil/%C3%89t%C3%A9", FOLDED), ["/fil/%C3%A9t%C3%A9"]);
  assert.deepEqual(pathReadings("/Fil", EXACT_CASE), ["/Fil"]);
});

test("a path made to be read in many ways has no complete set of readings", () => {
  assert.equal(everyReading("/a;%2Fb//..%252F;%2F../c\\..%2F;x/../d", EXACT_CASE), undefined);
  assert.ok(everyReading("/proxy/https:%2F%2Fa.example//b;c%2Fd", EXACT_CASE));
});

test("a measure is not held without the parameters its page was decided with", () => {
  assert.deepEqual(heldReadings("/sujet;id=42", EXACT_CASE), ["/sujet;id=42"]);
  assert.deepEqual(heldReadings("/wiki/AC%2FDC", EXACT_CASE), ["/wiki/AC%2FDC", "/wiki/AC/DC"]);
});

test("prefixes are whole segments", () => {
  assert.deepEqual(wholeSegmentPrefixes("/a/bc/d", 9), ["/a", "/a/bc", "/a/bc/d"]);
  assert.deepEqual(wholeSegmentPrefixes("/a/bc/", 9), ["/a", "/a/bc"]);
  assert.deepEqual(wholeSegmentPrefixes("/a/bc/d", 2), ["/a", "/a/bc"]);
  assert.deepEqual(wholeSegmentPrefixes("/", 9), []);
});

test("the work grows with the length, not faster", () => {
  const hostile = ["%25", "%252F..", "/..", ";", "/;%2f..%252f", "é", "\u00c0\u00af", "//\\"];
  const seconds = (unit: string, bytes: number): number => {
    const path = `/${unit.repeat(bytes / unit.length)}`;
    const start = process.cpuUsage().user;
    pathReadings(path, EXACT_CASE);
    return (process.cpuUsage().user - start) / 1e6;
  };
  // Quadratic work on 100 kB would take minutes; the bound is two orders of magnitude above what linear work takes.
  for (const unit of hostile) assert.ok(seconds(unit, 100_000) < 5, unit);
});
