import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { heldReadings, pathReadings } from "../policy/path.ts";
import type { ClearMeasure } from "./measure.ts";
import { clearMeasure } from "./testing/sample.ts";
import { DESK, missing, SERVERS } from "./testing/servers.ts";

/**
 * The same requests against the servers themselves, where they are installed: what they refuse has to be what the
 * shared readings (policy/path.ts) say, spelling by spelling.
 */
const URLS = ["/salon/mirabelle/sujet/41", "/caf%C3%A9/cr%C3%A8me", "/"];
const PATHS = ["/salon/corbeaux", "/x.y/z"];
const MEASURES: readonly ClearMeasure[] = [
  ...URLS.map((path, i) => clearMeasure(i, { path })),
  ...PATHS.map((path, i) => clearMeasure(10 + i, { grain: "path", path })),
  clearMeasure(20, {
    path: "/voir",
    params: [
      ["sujet", "41"],
      ["apercu", null],
    ],
  }),
  clearMeasure(21, { path: "/ordre", verb: "legal-refuse", endsMs: null }),
  clearMeasure(22, { host: "roost.example", path: "/Room/Juniper", foldCase: true }),
  clearMeasure(23, { host: "ferme.example", verb: "suspend", grain: "site" }),
];

const EXACT = { foldCase: false };
const heldUrls = new Set(URLS.flatMap((path) => heldReadings(path, EXACT)));
const heldPaths = PATHS.flatMap((path) => heldReadings(path, EXACT));
const shouldRefuse = (path: string): boolean =>
  pathReadings(path, EXACT).some(
    (reading) =>
      heldUrls.has(reading) || heldPaths.some((held) => reading === held || reading.startsWith(`${held}/`)),
  );

/** Ways to spell one byte, or what stands in its place, that some origin reads as the same page. */
function respelled(byte: string, how: string): string {
  const escaped = `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`;
  if (how === "escaped") return escaped;
  if (how === "upper") return escaped.toUpperCase();
  if (how === "twice") return escaped.replace("%", "%25");
  if (how === "thrice") return escaped.replace("%", "%2525");
  if (byte !== "/") return how === "case" ? byte.toUpperCase() : byte;
  const slashes: Readonly<Record<string, string>> = {
    double: "//",
    dot: "/./",
    climb: "/q/../",
    back: "\\",
    param: ";a=b/",
  };
  return slashes[how] ?? byte;
}

const WAYS = ["escaped", "upper", "twice", "thrice", "case", "double", "dot", "climb", "back", "param"];
const pages = [
  ...URLS,
  ...PATHS,
  "/salon/corbeaux2",
  "/salon/mirabelle",
  "/salon/mirabelle/sujet/412",
  "/x.y/z/w",
];
const spelling = fc.constantFrom(...pages).chain((page) => {
  const bytes = [...Buffer.from(decodeURIComponent(page)).toString("latin1")];
  const edit = fc.tuple(fc.integer({ min: 0, max: bytes.length - 1 }), fc.constantFrom(...WAYS));
  return fc
    .tuple(fc.array(edit, { maxLength: 3 }), fc.constantFrom("", "", "", "/", "?x=1", "/."))
    .map(([edits, end]) => {
      const ways = new Map(edits);
      const spelled = bytes.map((byte, i) => {
        const plain = byte > "\x7f" ? respelled(byte, "escaped") : byte;
        const way = ways.get(i);
        return way === undefined || (i === 0 && way === "param")
          ? plain
          : byte > "\x7f"
            ? respelled(byte, way === "thrice" ? "twice" : "upper")
            : respelled(byte, way);
      });
      const path = spelled.join("");
      return (path.startsWith("/") ? path : `/${path}`) + end;
    });
});
const SPELLINGS = [...new Set(fc.sample(spelling, { numRuns: 600, seed: 41 }))];

for (const { program, start } of SERVERS) {
  const skip = missing(program);

  test(`${program} refuses exactly what the shared readings say`, { skip }, async () => {
    const server = await start();
    try {
      assert.equal((await server.ask(URLS[0]!)).statusCode, 200);
      await server.apply(MEASURES);
      const wrong: string[] = [];
      for (const path of SPELLINGS) {
        const { statusCode } = await server.ask(path);
        if (statusCode !== (shouldRefuse(path.split("?")[0]!) ? 403 : 200))
          wrong.push(`${statusCode} ${path}`);
      }
      assert.deepEqual(wrong, []);
      assert.equal((await server.ask("/salon;a%2fb/corbeaux")).statusCode, 400);
    } finally {
      await server.stop();
    }
  });

  test(`${program} answers a refusal as our own edge does, and lifts it`, { skip }, async () => {
    const server = await start();
    try {
      await server.apply(MEASURES);
      for (const method of ["GET", "POST", "PUT", "OPTIONS"]) {
        const { statusCode, headers } = await server.ask(URLS[0]!, { method });
        assert.deepEqual(
          [statusCode, headers["cache-control"], headers["rempart-ledger"], headers.link],
          [403, "no-store", "0", undefined],
        );
      }
      const page = await server.ask(URLS[0]!);
      assert.equal(page.headers["content-type"], "text/html; charset=utf-8");
      assert.ok(page.body.includes(`${DESK}/d/0123456789abcdefghjkmnpqrs`));
      assert.ok(!page.body.includes("mirabelle"));

      const legal = await server.ask("/ordre", { accept: "application/json" });
      assert.deepEqual([legal.statusCode, legal.headers.link], [451, `<${DESK}/>; rel="blocked-by"`]);
      assert.equal(legal.headers["content-type"], "application/problem+json");
      assert.deepEqual(JSON.parse(legal.body), {
        type: "about:blank",
        title: "This page is not served for legal reasons",
        status: 451,
        code: "measure.legal",
        decision: "0123456789abcdefghjkmnpqrs",
        clause: "D1",
        since: "2026-12-01T00:00:00Z",
        until: null,
        ledger: 21,
        appeal: `${DESK}/d/0123456789abcdefghjkmnpqrs`,
      });

      const status = async (path: string, host?: string) =>
        (await server.ask(path, host === undefined ? {} : { host })).statusCode;
      assert.equal(await status("/voir?page=2&suj%65t=41"), 403);
      assert.equal(await status("/voir?sujet=412"), 200);
      assert.equal(await status("/voir?sujet=41&apercu=1"), 200);
      assert.equal(await status("/rOOM/jUNIPER", "Roost.Example.:8443"), 403);
      assert.equal(await status("/anything", "ferme.example"), 403);
      assert.equal(await status("/salon/mirabelle/sujet/41", "autre.example"), 200);

      await server.apply(MEASURES.filter(({ index }) => index !== 0));
      assert.equal(await status(URLS[0]!), 200);
      assert.equal(await status("/salon/corbeaux/x"), 403);
    } finally {
      await server.stop();
    }
  });
}
