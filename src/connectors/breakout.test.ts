import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { strictReading } from "../policy/path.ts";
import { frontendLines } from "./haproxy/config.ts";
import { mapFiles, mapsOf } from "./haproxy/maps.ts";
import { renderMeasures, renderServer } from "./nginx/render.ts";
import { plan } from "./plan.ts";
import { clearMeasure } from "./testing/sample.ts";

/** Anything a page could be called, and what would end a string, a line, a block or a command somewhere. */
const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    '";}',
    "';",
    "\n}\nserver {",
    "$host",
    "$" + "{x}",
    "\\",
    '\\"',
    "# ",
    "<<\n",
    "; del map",
    "%[env(X)]",
    "~*",
    "\r\n",
    "\0",
  ),
);
const nasty = fc
  .array(anything, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("").toWellFormed());
const path = nasty.map((text) => strictReading(`/${text}`, { foldCase: false }));
const params = fc.array(
  fc.tuple(
    nasty.map((text) => `n${text}`.slice(0, 60)),
    fc.option(nasty),
  ),
  { maxLength: 2 },
);

const planned = (...[one, grain, wanted]: [string, "url" | "path", [string, string | null][]]) =>
  plan([
    clearMeasure(1, { grain, path: one, ...(grain === "url" && wanted.length > 0 && { params: wanted }) }),
  ]);

/**
 * The part of nginx's configuration grammar that we write: parameters, each bare or in double quotes, `;`, `{` and
 * `}`.
 */
const TOKEN = /\s+|#[^\n]*\n|"(?:[^"\\]|\\[\s\S])*"|[A-Za-z_$][A-Za-z0-9_$]*|[;{}]/y;

function tokens(text: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[0];
    assert.ok(token !== undefined, `not our grammar at ${at}: ${text.slice(at, at + 40)}`);
    if (!/^[\s#]/.test(token)) found.push(token);
  }
  return found;
}

/** The kinds of tokens in order, with any number of pages in a map as one. */
const shape = (text: string) =>
  tokens(text)
    .map((token) => (token.startsWith('"') ? '"' : token))
    .join(" ")
    .replace(/(?:" " ; )+/g, '" " ; ');

test("nginx: whatever the page is called, the configuration keeps its shape and its alphabet", () => {
  const plain = shape(renderMeasures(planned("/a", "url", [])).text);
  fc.assert(
    fc.property(path, params, fc.constantFrom("url", "path"), (one, wanted, grain) => {
      const { hosts, leftOut } = planned(one, grain, wanted);
      const { text, leftOut: tooLong } = renderMeasures({ hosts, leftOut });
      fc.pre(tooLong.length === 0);
      assert.equal(shape(text), plain);
      assert.match(text, /^[\n -~]*$/);
    }),
    { numRuns: 500 },
  );
});

test("HAProxy: whatever the page is called, it is one line of one map", () => {
  fc.assert(
    fc.property(path, params, fc.constantFrom("url", "path"), (one, wanted, grain) => {
      const made = planned(one, grain, wanted);
      fc.pre(made.leftOut.length === 0);
      const maps = mapsOf(made);
      for (const { name, lines } of mapFiles(made)) {
        assert.equal(lines.length, maps[name].size);
        for (const line of lines) assert.match(line, /^[^\s#]\S* [!-~]+$/);
      }
      for (const key of [...maps.urls.keys(), ...maps.paths.keys()])
        assert.match(key, /^[a-z0-9.-]+(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
    }),
    { numRuns: 500 },
  );
});

test("folder and desk URL are refused unless plain", () => {
  for (const url of [
    'https://x/"',
    "https://x/;",
    "https://x/$host",
    "ftp://x",
    "https://x/ y",
    "https://x/?q",
  ]) {
    assert.throws(() => renderServer(url), { code: "connector.desk-url" }, url);
  }
  for (const folder of ["relative", "/a b", "/a'", "/a,b", "/a)"]) {
    assert.throws(() => frontendLines(folder, "https://x"), { code: "connector.folder" }, folder);
  }
});

test("a page too long for an nginx parameter is left out, not cut", () => {
  const made = planned(`/${"a".repeat(300)}`, "url", []);
  assert.deepEqual(
    renderMeasures(made).leftOut.map(({ index }) => index),
    [1],
  );
  assert.deepEqual(mapsOf(made).urls.size, 1);
});
