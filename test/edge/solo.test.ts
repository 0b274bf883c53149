import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { CLI, run } from "../desk/house.ts";
import { closeConnections, visit } from "../world/http.ts";
import { launch, type Running } from "../world/process.ts";
import { freePort, until } from "../world/world.ts";
import { CountingOrigin } from "./origin.ts";

describe("rempart edge --origin: one site, no desk", () => {
  let folder: string;
  let origin: CountingOrigin;
  let edge: Running<{ port: number; adminPort: number }>;

  const start = async (...args: string[]) =>
    launch<{ port: number; adminPort: number }>({
      name: "solo",
      module: new URL(`file://${CLI}`),
      args: ["edge", "--listen", `127.0.0.1:${await freePort()}`, "--admin", "127.0.0.1:0", ...args],
      logFile: join(folder, "solo.log"),
    });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "rempart-solo-"));
    origin = await CountingOrigin.start("one");
    edge = await start("--origin", origin.url);
  });
  after(async () => {
    closeConnections();
    await edge?.stop();
    await origin?.close();
    await rm(folder, { recursive: true });
  });

  test("serves every hostname, keeps what may be kept, answers 304", async (t) => {
    const { port } = edge.ready;
    const first = await visit(port, "forum.example", "/a");
    assert.deepEqual([first.status, first.text], [200, "one /a 1"]);
    const second = await visit(port, "forum.example", "/a");
    assert.equal(second.text, "one /a 1");
    assert.match(String(second.headers["cache-status"]), /hit/);
    const other = await visit(port, "whatever.example", "/a");
    assert.equal(other.text, "one /a 2", "another hostname's pages are its own");
    const ifNoneMatch = { "if-none-match": String(first.headers.etag) };
    const same = await visit(port, "forum.example", "/a", { headers: ifNoneMatch });
    assert.deepEqual([same.status, same.text], [304, ""]);
    assert.equal(origin.asked("/a"), 2);
    t.diagnostic(String(second.headers["cache-status"]));
  });

  test("is ready at once, and says how it is", async () => {
    const { adminPort } = edge.ready;
    assert.equal((await visit(adminPort, "127.0.0.1", "/readyz")).status, 200);
    assert.match((await visit(adminPort, "127.0.0.1", "/metrics")).text, /rempart_edge_requests_total/);
  });

  test("with --host it serves those and no others", async () => {
    const narrow = await start("--origin", origin.url, "--host", "a.example", "--host", "b.example");
    const status = async (host: string) => (await visit(narrow.ready.port, host, "/")).status;
    assert.deepEqual(await Promise.all(["a.example", "b.example", "c.example"].map(status)), [200, 200, 421]);
    closeConnections();
    await narrow.stop();
  });

  test("told to stop with a request in flight: takes nothing new, answers that one whole, and ends", async () => {
    const stopped = await start("--origin", origin.url);
    const { port, adminPort } = stopped.ready;
    const gate = Promise.withResolvers<void>();
    origin.gate = gate.promise;
    const answer = visit(port, "forum.example", "/slow");
    await until("the origin is asked", async () => origin.asked("/slow") === 1);
    origin.gate = undefined; // what comes before the listener is closed must not wait
    const ended = stopped.stop();
    await until("no new connection is taken", async () =>
      visit(port, "forum.example", "/new", { headers: { connection: "close" } }).then(
        () => false,
        () => true,
      ),
    );
    gate.resolve();
    assert.equal((await answer).text, "one /slow 1");
    closeConnections();
    await ended;
    await assert.rejects(visit(adminPort, "127.0.0.1", "/healthz"));
  });

  test("what is wrong on the command line is said, all of it; --help helps", async () => {
    const bad = await run(["edge", "--origin", "ftp://192.0.2.1", "--listen", "8080", "--cache-mb", "x"], {});
    assert.equal(bad.code, 1);
    for (const why of [/--origin: must be http\(s\)/, /EDGE_LISTEN: must be host:port/, /EDGE_CACHE_MB/])
      assert.match(bad.error, why);
    const none = await run(["edge", "--listen", "127.0.0.1:0"], {});
    assert.match(none.error, /--origin/);
    const help = await run(["edge", "--help"], {});
    assert.deepEqual([help.code, /--origin URL/.test(help.out)], [0, true]);
    const typo = await run(["edge", "--orign", "x"], {});
    assert.deepEqual([typo.code, typo.error.includes("--orign")], [2, true]);
  });
});
