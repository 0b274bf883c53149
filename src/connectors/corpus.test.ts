import assert from "node:assert/strict";
import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { canonicalOf } from "../policy/identity.ts";
import type { ClearMeasure } from "./measure.ts";
import { clearMeasure } from "./testing/sample.ts";
import { missing, SERVERS } from "./testing/servers.ts";

interface Target {
  readonly about: string;
  readonly grain: "url" | "path";
  readonly url: string;
  readonly params?: [string, string | null][];
  readonly foldCase?: boolean;
  readonly matches: readonly string[];
  readonly spares: readonly string[];
}

const file = new URL("../../test/fixtures/url-identity-corpus.json", import.meta.url);
const { targets }: { targets: readonly Target[] } = JSON.parse(readFileSync(file, "utf8"));

/** Every page of the corpus on a host of its own, so that none shadows another. */
const hostOf = (position: number): string => `c${position}.example`;
const MEASURES: readonly ClearMeasure[] = targets.map(({ grain, url, params, foldCase = false }, i) =>
  clearMeasure(i, {
    host: hostOf(i),
    grain,
    path: canonicalOf(url, { foldCase })?.path ?? assert.fail(url),
    foldCase,
    ...(params !== undefined && { params }),
  }),
);

/** A spelling as it stands on the wire: most are written one character per byte, those that cannot be are text. */
function wire(spelling: string): Buffer {
  const bytes = Buffer.from(spelling, "latin1");
  return bytes.toString("latin1") === spelling && isUtf8(bytes) ? bytes : Buffer.from(spelling);
}

/**
 * Spellings that our own edges refuse and these servers serve, because they compare bytes: accents partly composed
 * and partly not, and capital letters beyond ASCII. And pages that need a path parameter, which are left out.
 */
const isKnownGap = ({ url }: Target, spelling: string): boolean =>
  url.includes(";id=") ||
  (/%CC%81/i.test(spelling) && /%C3%A9/i.test(spelling)) ||
  (url.endsWith("/Sujets/Été") && /%C3%[8A]9/i.test(spelling));

for (const { program, start } of SERVERS) {
  test(`${program}: the corpus of spellings, page by page`, { skip: missing(program) }, async () => {
    const server = await start();
    try {
      await server.apply(MEASURES);
      const gotPast: string[] = [];
      const refusedTooMuch: string[] = [];
      for (const [i, target] of targets.entries()) {
        for (const spelling of target.matches) {
          if (!spelling.startsWith("/") || isKnownGap(target, spelling)) continue;
          // Refused as decided, or turned away as ambiguous: either way the page is not served.
          if ((await server.statusOf(hostOf(i), wire(spelling))) === 200) gotPast.push(spelling);
        }
        for (const spelling of target.spares) {
          if (!spelling.startsWith("/")) continue;
          if ((await server.statusOf(hostOf(i), wire(spelling))) === 403) refusedTooMuch.push(spelling);
        }
      }
      assert.deepEqual({ gotPast, refusedTooMuch }, { gotPast: [], refusedTooMuch: [] });
    } finally {
      await server.stop();
    }
  });
}
