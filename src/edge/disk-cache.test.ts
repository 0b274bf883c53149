import assert from "node:assert/strict";
import { readdirSync, readFileSync, truncateSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type OriginHandler, SITE, until, World } from "./testing/world.ts";

const MIB = 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, "x");

/** A cache folder, and edges over it one after the other. */
class Folder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<Folder> {
    return new Folder(await mkdtemp(join(tmpdir(), "rempart-edge-cache-")));
  }

  edge(answer: OriginHandler, cacheBytes = 16 * MIB): Promise<World> {
    return World.start(answer, { cacheBytes, disk: { folder: this.path, maxBytes: 1024 * MIB } });
  }

  /** Files of kept answers. */
  get files(): string[] {
    const names = readdirSync(this.path, { recursive: true }) as string[];
    return names.filter((name) => name.endsWith(".object")).map((name) => join(this.path, name));
  }

  /** Is the text in any file, as `grep -r` would find it? */
  names(text: string): boolean {
    const entries = readdirSync(this.path, { recursive: true, withFileTypes: true });
    return entries.some(
      (entry) => entry.isFile() && contentOf(join(entry.parentPath, entry.name)).includes(text),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** Empty of a file that went while it was looked for. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

const kept =
  (body: string | Buffer, headers: Record<string, string> = {}): OriginHandler =>
  (_request, response) =>
    void response.writeHead(200, { "Cache-Control": "max-age=3600", ...headers }).end(body);

const silent: OriginHandler = (_request, response) => void response.socket!.destroy();

function pour(response: ServerResponse, total: number): void {
  let left = total;
  const more = (): void => {
    while (left > 0) {
      left -= CHUNK.length;
      if (!response.write(CHUNK)) return void response.once("drain", more);
    }
    response.end();
  };
  more();
}

test("after a restart a visitor gets the kept answer, and its age goes on, without a word to the origin", async () => {
  await using folder = await Folder.make();
  {
    await using world = await folder.edge(kept("hello", { ETag: '"v1"' }));
    await world.get("/a");
  }
  await using world = await folder.edge(silent);
  world.clock.advance(90_000);
  const first = await world.get("/a");
  assert.deepEqual([first.status, String(first.body), first.headers.age], [200, "hello", "90"]);
  assert.equal(first.headers["cache-status"], "edge-1; hit; ttl=3510");
  assert.equal((await world.get("/a", { headers: { "If-None-Match": '"v1"' } })).status, 304);
  assert.equal((await world.get("/a", { method: "HEAD" })).headers["content-length"], "5");
  assert.equal(world.asked.length, 0);
});

test("a purge is still one after a restart, and one that was soft is asked about", async () => {
  await using folder = await Folder.make();
  {
    await using world = await folder.edge(kept("old", { ETag: '"v1"' }));
    for (const target of ["/hard", "/soft", "/kept"]) await world.get(target);
    await until(() => folder.files.length === 3);
    assert.equal(await world.edge.purge({ by: "url", site: SITE.id, path: "/hard" }), 1);
    assert.equal(await world.edge.purge({ by: "url", site: SITE.id, path: "/soft", soft: true }), 1);
  }
  await using world = await folder.edge((request, response) => {
    if (request.headers["if-none-match"] === '"v1"') response.writeHead(304, { ETag: '"v1"' }).end();
    else kept("new")(request, response);
  });
  assert.equal(String((await world.get("/kept")).body), "old");
  assert.equal(String((await world.get("/hard")).body), "new");
  const soft = await world.get("/soft");
  assert.equal(String(soft.body), "old");
  assert.match(soft.headers["cache-status"] as string, /fwd=stale; fwd-status=304/);
});

test("a measure takes the copy off the disk too: when it is lifted the page is fetched anew", async () => {
  await using folder = await Folder.make();
  await using world = await folder.edge(kept("before"));
  for (const target of ["/a", "/b"]) await world.get(target);
  await until(() => folder.files.length === 2);
  const measure = world.enforce("refuse", "url", "/a");
  await until(() => folder.files.length === 1);
  assert.equal((await world.get("/a")).status, 403);
  world.lift(measure);
  world.answer = kept("after");
  assert.equal(String((await world.get("/a")).body), "after");
  assert.equal(String((await world.get("/b")).body), "before");
});

test("within the second of a refusal nothing in the cache's folder names the page, however it was kept", async () => {
  await using folder = await Folder.make();
  const page = "/forum/a-page-to-be-refused";
  {
    await using world = await folder.edge((request, response) => {
      if (request.headers["if-none-match"] !== undefined) return void response.writeHead(304).end();
      const headers = { "Cache-Control": "max-age=60", ETag: '"v1"', Vary: "Accept-Language" };
      response.writeHead(200, headers);
      if (request.url?.includes("large")) pour(response, 4 * MIB);
      else response.end("hello");
    });
    for (const target of [`${page}?x=1`, `/%66orum/./a-page-to-be-refused`, `${page}?large`, "/neighbour"])
      for (const language of ["fr", "en"])
        await world.get(target, { headers: { "Accept-Language": language } });
    await until(() => folder.files.length === 8);
    world.clock.advance(120_000);
    await world.get(`${page}?x=1`, { headers: { "Accept-Language": "fr" } }); // a 304: its head is written anew
    assert.equal(await world.edge.purge({ by: "url", site: SITE.id, path: `${page}?large`, soft: true }), 2);
    await until(() => folder.names("a-page-to-be-refused"));
    world.enforce("refuse", "url", page);
    const refusedAtMs = performance.now();
    await until(() => !folder.names("a-page-to-be-refused"));
    assert.ok(performance.now() - refusedAtMs < 1000);
  }
  assert.ok(folder.names("neighbour"));
  assert.ok(!folder.names("a-page-to-be-refused"));
});

test("an edge that is stopped as soon as it is told of a refusal leaves nothing of the page behind", async () => {
  await using folder = await Folder.make();
  {
    await using world = await folder.edge(kept("hello"));
    await world.get("/a-page-to-be-refused");
    await until(() => folder.names("a-page-to-be-refused"));
    world.enforce("refuse", "url", "/a-page-to-be-refused");
  }
  assert.ok(!folder.names("a-page-to-be-refused"));
});

test("what was kept under an earlier view is looked at when the edge starts", async () => {
  await using folder = await Folder.make();
  {
    await using world = await folder.edge(kept("hello"));
    await world.get("/a");
  }
  assert.equal(folder.files.length, 1);
  await using other = await World.start(silent);
  other.enforce("refuse", "url", "/a");
  const disk = { folder: folder.path, maxBytes: 64 * MIB };
  await using started = await World.start(silent, { view: () => other.view, disk });
  await until(() => folder.files.length === 0);
  assert.equal((await started.get("/a")).status, 403);
});

test("a thousand visitors of what only the disk has are served by it, and none waits for the origin", async () => {
  await using folder = await Folder.make();
  {
    await using world = await folder.edge(kept("hello"));
    await world.get("/a");
  }
  await using world = await folder.edge(silent);
  const answers = await Promise.all(Array.from({ length: 1000 }, () => world.get("/a")));
  assert.ok(answers.every(({ status, body }) => status === 200 && String(body) === "hello"));
});

test("a file larger than memory: one fetch for many visitors, one of whom reads nothing; parts of it from disk", async () => {
  await using folder = await Folder.make();
  const total = 96 * MIB;
  await using world = await folder.edge((_request, response) => {
    response.writeHead(200, { "Cache-Control": "max-age=3600", "Content-Length": String(total) });
    pour(response, total);
  });
  const request = "GET /large HTTP/1.1\r\nHost: perchoir.example\r\nConnection: close\r\n\r\n";
  const stalled: Socket = connect(world.edge.port, "127.0.0.1");
  stalled.pause();
  stalled.write(request);
  await world.inFlight(1);
  const rest = process.memoryUsage().arrayBuffers;
  let peak = 0;
  const sizes = await Promise.all(
    Array.from({ length: 6 }, async () => {
      let bytes = 0;
      await world.raw(request, (socket) => {
        socket.removeAllListeners("data").on("data", (chunk) => {
          bytes += chunk.length;
          peak = Math.max(peak, process.memoryUsage().arrayBuffers - rest);
        });
      });
      return bytes;
    }),
  );
  for (const size of sizes) assert.ok(size > total && size < total + 2000);
  assert.equal(world.asked.length, 1);
  // Origin and visitors are in this process too, and the collector frees late.
  assert.ok(peak < 128 * MIB, `peak of ${Math.round(peak / MIB)} MiB`);
  stalled.destroy();
  await until(() => folder.files.length === 1);

  const range = { Range: `bytes=${total - 3}-` };
  const { status, headers, body } = await world.get("/large", { headers: range });
  assert.deepEqual([status, String(body)], [206, "xxx"]);
  assert.equal(headers["content-range"], `bytes ${total - 3}-${total - 1}/${total}`);
  assert.equal(world.asked.length, 1);
});

test("a kept file that is cut short ends the transfer where it was cut, and the next visitor gets a new one", async () => {
  await using folder = await Folder.make();
  {
    await using world = await folder.edge(kept(Buffer.alloc(4 * MIB, "x")));
    await world.get("/large");
  }
  await using world = await folder.edge(kept("new"));
  await world.get("/large", { method: "HEAD" }); // its head is known, its body not read
  truncateSync(folder.files[0]!, 2 * MIB);
  await assert.rejects(world.get("/large"), /aborted|hang up|ECONNRESET/);
  assert.equal(String((await world.get("/large")).body), "new");
});
