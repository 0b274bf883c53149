import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fromUtf8 } from "../lib/bytes.ts";
import { publishLog, temporaryFolder, validLog } from "./fixture.test.ts";
import { fileReader, httpReader, readAhead, readBundle, readCheckpointNote, readTile } from "./reader.ts";
import { encodeBundle, entriesPath, tilePath } from "./tiles.ts";

const URL_BASE = "https://ledger.rempart.example/log/";
const answering =
  (answer: (path: string, init: RequestInit | undefined) => Response): typeof fetch =>
  async (input, init) =>
    answer(String(input).slice(URL_BASE.length), init);

test("a ledger is read over HTTP below its URL, without following redirects", async () => {
  const asked: string[] = [];
  const reader = httpReader(
    URL_BASE,
    answering((path, init) => {
      asked.push(`${path} ${init?.redirect}`);
      return path === "checkpoint" ? new Response("note") : new Response(null, { status: 404 });
    }),
  );
  assert.equal(await readCheckpointNote(reader), "note");
  assert.equal(await reader.readView(tilePath(0, 0)), undefined);
  assert.deepEqual(asked, ["checkpoint error", "tile/0/000 error"]);
});

test("a resource longer than it can be is not read to its end", async () => {
  let sent = 0;
  const endless = () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          sent += 65_536;
          controller.enqueue(new Uint8Array(65_536));
        },
      }),
    );
  const reader = httpReader(URL_BASE, answering(endless));
  await assert.rejects(reader.readView("checkpoint"), { code: "ledger.unreachable" });
  await assert.rejects(reader.readView(tilePath(0, 0)), { code: "ledger.unreachable" });
  assert.ok(sent < 1_000_000);
});

test("an error, a redirect and a silent server are not an absent resource", async () => {
  const broken = httpReader(
    URL_BASE,
    answering(() => new Response("", { status: 503 })),
  );
  await assert.rejects(broken.readView("checkpoint"), { code: "ledger.unreachable", message: /status 503/ });
  const down = httpReader(URL_BASE, async () => {
    throw new TypeError("fetch failed", { cause: new Error("connection refused") });
  });
  await assert.rejects(down.readView("checkpoint"), {
    code: "ledger.unreachable",
    message: /connection refused/,
  });
});

test("where a partial resource is gone, the full one is read", async () => {
  const entries = [1, 2, 3].map((n) => Buffer.alloc(n, n));
  const full = encodeBundle([...entries, ...Array.from({ length: 253 }, () => Buffer.of(9))]);
  const only = (path: string, bytes: Buffer) => ({
    readView: async (asked: string) => (asked === path ? bytes : undefined),
  });
  const bundle = await readBundle(only(entriesPath(0), full), 0, 3);
  assert.deepEqual(bundle.map(Buffer.from), entries);
  const tile = Buffer.alloc(8192, 5);
  assert.equal((await readTile(only(tilePath(0, 0), tile), { level: 0, n: 0, width: 3 })).length, 3);
  await assert.rejects(readBundle(only(entriesPath(1), full), 0, 3), { code: "ledger.missing" });
});

test("a folder of files with their partial resources is read like a store's", async () => {
  using store = temporaryFolder();
  using copy = temporaryFolder();
  await publishLog(store.path, validLog(300));
  const reader = fileReader(store.path);
  for (const path of [
    "checkpoint",
    entriesPath(0),
    entriesPath(1, 44),
    tilePath(0, 0),
    tilePath(0, 1, 44),
    tilePath(1, 0, 1),
  ]) {
    mkdirSync(dirname(join(copy.path, path)), { recursive: true });
    writeFileSync(join(copy.path, path), (await reader.readView(path))!);
    assert.deepEqual(await fileReader(copy.path).readView(path), await reader.readView(path), path);
  }
  assert.ok(fromUtf8((await reader.readView("checkpoint"))!).includes("\n300\n"));
  assert.equal(await reader.readView("writer.lock"), undefined);
  assert.equal(await reader.readView("../etc/passwd"), undefined);
});

test("reading ahead keeps the order, at most nine under way, and throws when the turn comes", async () => {
  let underWay = 0;
  let most = 0;
  const read = async (i: number): Promise<number> => {
    most = Math.max(most, ++underWay);
    await new Promise(setImmediate);
    underWay -= 1;
    if (i === 15) throw new Error("fifteen");
    return i;
  };
  const seen: number[] = [];
  await assert.rejects(async () => {
    for await (const i of readAhead(40, read)) seen.push(i);
  }, /fifteen/);
  assert.deepEqual(
    seen,
    Array.from({ length: 15 }, (_, i) => i),
  );
  assert.ok(most > 1 && most <= 9);
});
