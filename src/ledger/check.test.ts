import assert from "node:assert/strict";
import { after, test } from "node:test";
import { DAY, fakeClock, rfc3339, SECOND } from "../lib/clock.ts";
import { type CheckOptions, checkRefusals } from "./check.ts";
import { encodeEntry } from "./entry.ts";
import {
  altered,
  flipped,
  KEYS,
  lift,
  measure,
  ORIGIN,
  policy,
  publishLog,
  START_MS,
  temporaryFolder,
} from "./fixture.test.ts";
import { fileReader } from "./reader.ts";
import { encodeBundle, entriesPath } from "./tiles.ts";

const LOG = [
  policy(0),
  measure(1),
  measure(2, { verb: "legal-refuse", ends: null }),
  measure(3, { verb: "notify" }),
  measure(4),
  lift(5, 4),
  measure(6, { ends: rfc3339(START_MS + 60 * SECOND) }),
  measure(7, { starts: rfc3339(START_MS + 9 * DAY) }),
  measure(8, { verb: "suspend", grain: "site" }),
];
const PAGE = "https://perchoir.example/thread/";
const folder = temporaryFolder();
after(() => folder[Symbol.dispose]());
await publishLog(folder.path, LOG);
const reader = fileReader(folder.path);

type Answer = readonly [status: number, index?: string | undefined, link?: string];

/** Each answer is that of a page of its own. */
const check = async (answers: readonly Answer[], atMs = START_MS + DAY, more: Partial<CheckOptions> = {}) => {
  const visit = async (url: string) => {
    const [status, index, link] = answers[Number(url.slice(PAGE.length))]!;
    const headers = new Headers();
    if (index !== undefined) headers.set("Rempart-Ledger", index);
    if (link !== undefined) headers.set("Link", link);
    return { status, headers };
  };
  const urls = answers.map((_, i) => `${PAGE}${i}`);
  const checked = await checkRefusals(urls, reader, {
    visit,
    keys: KEYS,
    origin: ORIGIN,
    clock: fakeClock(atMs),
    ...more,
  });
  return checked.map(({ verdict }) => verdict);
};

const BLOCKED_BY = '<https://desk.rempart.example/>; rel="blocked-by"';

test("a refusal that its measure covers is ok, whatever refusing verb it has", async () => {
  assert.deepEqual(
    await check([
      [403, "1"],
      [403, "8"],
      [451, "2", BLOCKED_BY],
      [451, "2", `<https://a.example/>; rel=next, ${BLOCKED_BY}`],
    ]),
    ["ok", "ok", "ok", "ok"],
  );
});

test("a page that is not refused is nobody's fault", async () => {
  assert.deepEqual(await check([[200], [404], [302], [503, "1"]]), Array(4).fill("not-refused"));
});

test("a refusal without an index of the ledger is named", async () => {
  assert.deepEqual(
    await check([[403], [451, undefined, BLOCKED_BY], [403, ""], [403, "-1"], [403, "01"], [403, "1e3"]]),
    Array(6).fill("index-missing"),
  );
  assert.deepEqual(
    await check([
      [403, "9"],
      [403, "0"],
      [403, "5"],
      [403, "999999999999999"],
    ]),
    Array(4).fill("unknown-index"),
  );
});

test("a refusal under a measure that is over, lifted or not begun is named", async () => {
  assert.deepEqual(
    await check([
      [403, "6"],
      [403, "4"],
      [403, "7"],
    ]),
    ["ended", "lifted", "not-started"],
  );
});

test("what changed in the last seconds before the visit is not held against the edge", async () => {
  assert.deepEqual(await check([[403, "4"]], START_MS + 9 * SECOND), ["ok"]);
  assert.deepEqual(await check([[403, "4"]], START_MS + 10 * SECOND), ["lifted"]);
  assert.deepEqual(await check([[403, "6"]], START_MS + 64 * SECOND), ["ok"]);
  assert.deepEqual(await check([[403, "6"]], START_MS + 65 * SECOND), ["ended"]);
});

test("a status that does not fit the verb is named", async () => {
  assert.deepEqual(
    await check([
      [451, "1", BLOCKED_BY],
      [403, "2"],
      [403, "3"],
      [451, "2"],
      [451, "2", '<https://a.example/>; rel="help"'],
    ]),
    Array(5).fill("wrong-verb"),
  );
});

test("a page that cannot be reached is said to be so, and the others are checked", async () => {
  const visit = async (url: string) => {
    if (url.endsWith("0")) throw new Error("connection refused");
    return { status: 403, headers: new Headers({ "rempart-ledger": "1" }) };
  };
  assert.deepEqual(await check([[403], [403]], START_MS + DAY, { visit }), ["unreachable", "ok"]);
});

test("the ledger is believed only with its signed root", async () => {
  const leaves = LOG.map(encodeEntry);
  const forged = altered(reader, {
    [entriesPath(0, 9)]: encodeBundle(leaves.with(4, encodeEntry(measure(4, { verb: "notify" })))),
  });
  const options = {
    visit: async () => ({ status: 200, headers: new Headers() }),
    keys: KEYS,
    origin: ORIGIN,
  };
  await assert.rejects(checkRefusals([PAGE], forged, options), { code: "ledger.root" });
  const note = flipped((await reader.readView("checkpoint"))!, ORIGIN.length + 1);
  await assert.rejects(checkRefusals([PAGE], altered(reader, { checkpoint: note }), options), {
    code: "note.invalid",
  });
});
