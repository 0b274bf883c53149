import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { test } from "node:test";
import type { OriginConfig, OriginServer } from "../../feed/config.ts";
import { listen } from "../../lib/listen.ts";
import { SITE, until, World } from "../testing/world.ts";

const NOWHERE: OriginServer = { url: "http://127.0.0.1:1" };
const DIES: RequestListener = (request) => void request.socket.destroy();

/** A site with several servers: what each was asked, and a world in front of them. */
class Pool implements AsyncDisposable {
  readonly asked: IncomingMessage[][] = [];
  readonly servers: Server[] = [];
  readonly urls: OriginServer[] = [];
  world!: World;

  static async start(handlers: readonly RequestListener[], poolLimits = {}): Promise<Pool> {
    const pool = new Pool();
    for (const handler of handlers) {
      const asked: IncomingMessage[] = [];
      const server = createServer((request, response) => {
        asked.push(request);
        handler(request, response);
      });
      const port = await listen(server, { host: "127.0.0.1", port: 0 }, "origin");
      pool.asked.push(asked);
      pool.servers.push(server);
      pool.urls.push({ url: `http://127.0.0.1:${port}` });
    }
    pool.world = await World.start(undefined, { poolLimits });
    pool.serve({ servers: pool.urls });
    return pool;
  }

  serve(origin: OriginConfig): void {
    this.world.serve({ ...SITE, origin });
  }

  get counts(): readonly number[] {
    return this.asked.map(({ length }) => length);
  }

  /** Asks `n` times, one after the other, for pages that nobody has; the statuses. */
  async ask(n: number, method = "GET"): Promise<readonly number[]> {
    const statuses: number[] = [];
    for (let i = 0; i < n; i++) {
      const body = method === "POST" ? { body: "hello" } : {};
      statuses.push((await this.world.get(`/${Math.random()}`, { method, ...body })).status);
    }
    return statuses;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world[Symbol.asyncDispose]();
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }
}

const says =
  (status: number): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(status, { "Cache-Control": "no-store" }).end();
  };

test("requests are shared by weight", async () => {
  await using pool = await Pool.start([says(200), says(200)]);
  pool.serve({ servers: [{ ...pool.urls[0]!, weight: 3 }, pool.urls[1]!] });
  await pool.ask(12);
  assert.deepEqual(pool.counts, [9, 3]);
});

test("a server that cannot be reached costs a visitor nothing, whatever the method: nothing was sent to it", async () => {
  let body = "";
  await using pool = await Pool.start([
    (request, response) => {
      request.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      request.on("end", () => response.end());
    },
  ]);
  pool.serve({ servers: [{ ...NOWHERE, weight: 1000 }, pool.urls[0]!] });
  assert.deepEqual(await pool.ask(1), [200]);
  assert.deepEqual(await pool.ask(1, "POST"), [200]);
  assert.equal(body, "hello");
});

test("a server that dies on a request: a GET is asked of another, a POST is not", async () => {
  await using pool = await Pool.start([DIES, says(200)]);
  pool.serve({ servers: [{ ...pool.urls[0]!, weight: 1000 }, pool.urls[1]!] });
  assert.deepEqual(await pool.ask(1), [200]);
  assert.deepEqual(await pool.ask(1, "POST"), [502]);
  assert.deepEqual(pool.counts, [2, 1]);
});

test("a server that is silent: a GET is asked of another, a POST is told", async () => {
  await using pool = await Pool.start([() => {}, says(200)], { headersTimeoutMs: 200 });
  pool.serve({ servers: [{ ...pool.urls[0]!, weight: 1000 }, pool.urls[1]!] });
  assert.deepEqual(await pool.ask(1), [200]);
  assert.deepEqual(await pool.ask(1, "POST"), [504]);
});

test("an answer that has begun is never begun again elsewhere", async () => {
  const tears: RequestListener = (_request, response) => {
    response.writeHead(200, { "Content-Length": "10" }).write("hello");
    setImmediate(() => response.socket!.destroy());
  };
  await using pool = await Pool.start([tears, tears]);
  await assert.rejects(pool.ask(1), /aborted|ECONNRESET|hang up/);
  assert.equal(pool.counts[0]! + pool.counts[1]!, 1);
});

for (const retries of [0, 1, 2]) {
  test(`with ${retries} retries ${retries + 1} servers are asked, each once`, async () => {
    await using pool = await Pool.start([DIES, DIES, DIES, DIES]);
    pool.serve({ servers: pool.urls, retries });
    assert.deepEqual(await pool.ask(1), [502]);
    assert.deepEqual([...pool.counts].sort(), [...Array(3 - retries).fill(0), ...Array(retries + 1).fill(1)]);
  });
}

test("after three failures a server is left out for a second, then one request tries it, and it is back", async () => {
  let broken = true;
  await using pool = await Pool.start([
    (request, response) => (broken ? DIES : says(200))(request, response),
    says(200),
  ]);
  await pool.ask(20);
  assert.equal(pool.counts[0], 3);
  pool.world.clock.advance(1000);
  await pool.ask(20);
  assert.equal(pool.counts[0], 4, "one on trial");
  pool.world.clock.advance(1000);
  await pool.ask(20);
  assert.equal(pool.counts[0], 4, "out for twice as long");
  broken = false;
  pool.world.clock.advance(1000);
  assert.deepEqual(new Set(await pool.ask(20)), new Set([200]));
  assert.ok(pool.counts[0]! > 10, "back");
});

test("an error of the application is an answer; a gateway's error is a server that failed", async () => {
  await using pool = await Pool.start([says(500), says(200)]);
  const statuses = await pool.ask(20);
  assert.equal(statuses.filter((status) => status === 500).length, 10);
  await using gateways = await Pool.start([says(502), says(200)]);
  assert.deepEqual(new Set(await gateways.ask(20)), new Set([200]));
  assert.equal(gateways.counts[0], 3);
});

test("a gateway's error is passed on where there is nobody better to ask", async () => {
  await using pool = await Pool.start([says(503), says(503)]);
  assert.deepEqual(new Set(await pool.ask(6)), new Set([503]));
  const before = pool.counts[0]! + pool.counts[1]!;
  await pool.ask(4);
  assert.equal(pool.counts[0]! + pool.counts[1]!, before + 4, "not each twice");
  assert.deepEqual(await pool.ask(1, "POST"), [503]);
});

test("a backup is asked only while none of the others is up", async () => {
  let broken = false;
  await using pool = await Pool.start([
    (request, response) => (broken ? DIES : says(200))(request, response),
    says(200),
  ]);
  pool.serve({ servers: [pool.urls[0]!, { ...pool.urls[1]!, backup: true }] });
  await pool.ask(5);
  assert.deepEqual(pool.counts, [5, 0]);
  broken = true;
  assert.deepEqual(new Set(await pool.ask(10)), new Set([200]));
  assert.equal(pool.counts[1], 10);
  broken = false;
  pool.world.clock.advance(1000);
  await pool.ask(5);
  assert.equal(pool.counts[1], 10);
});

test("when all are down all are tried: knowing it is never worse than not knowing it", async () => {
  let broken = true;
  const server: RequestListener = (request, response) => (broken ? DIES : says(200))(request, response);
  await using pool = await Pool.start([server, server]);
  assert.deepEqual(new Set(await pool.ask(8)), new Set([502]));
  broken = false;
  assert.deepEqual(new Set(await pool.ask(4)), new Set([200]));
});

test("a server that hangs gets nothing more while the other one answers", async () => {
  const held: (() => void)[] = [];
  await using pool = await Pool.start([
    (_request, response) => void held.push(() => response.end()),
    says(200),
  ]);
  const hanging = pool.ask(1);
  await until(() => held.length === 1);
  await pool.ask(10);
  assert.deepEqual(pool.counts, [1, 10]);
  held[0]!();
  assert.deepEqual(await hanging, [200]);
});

test("all connections of a server in use: another one is asked", async () => {
  const held: (() => void)[] = [];
  await using pool = await Pool.start(
    [(_request, response) => void held.push(() => response.end()), says(200)],
    { connections: 1, maxWaiting: 0 },
  );
  pool.serve({ servers: [{ ...pool.urls[0]!, weight: 1000 }, pool.urls[1]!] });
  const first = pool.ask(1);
  await until(() => held.length === 1);
  assert.deepEqual(await pool.ask(1, "POST"), [200]);
  held[0]!();
  assert.deepEqual(await first, [200]);
});

test("a visitor who leaves while a server is on trial leaves it to the next one to find out", async () => {
  let mode: RequestListener = DIES;
  await using pool = await Pool.start([(request, response) => mode(request, response), says(200)]);
  pool.serve({ servers: [{ ...pool.urls[0]!, weight: 1000 }, pool.urls[1]!] });
  await pool.ask(10);
  pool.world.clock.advance(1000);
  mode = () => {};
  await pool.world.raw(
    "POST /x HTTP/1.1\r\nHost: perchoir.example\r\nContent-Length: 0\r\n\r\n",
    (socket) => {
      void until(() => pool.counts[0] === 4).then(() => socket.destroy());
    },
  );
  await pool.world.inFlight(0);
  mode = says(200);
  await pool.ask(1);
  assert.equal(pool.counts[0], 5, "tried again at once");
});

test("the same document read anew keeps what is known; another one keeps it of the servers that stay", async () => {
  await using pool = await Pool.start([DIES, says(200), says(200)]);
  const [a, b, c] = pool.urls as [OriginServer, OriginServer, OriginServer];
  pool.serve({ servers: [a, b] });
  await pool.ask(10);
  pool.serve({ servers: [{ ...a }, { ...b }] });
  await pool.ask(5);
  assert.equal(pool.counts[0], 3);
  pool.serve({ servers: [c, { ...a, weight: 7 }] });
  await pool.ask(5);
  assert.deepEqual([pool.counts[0], pool.counts[2]], [3, 5]);
});

test("sites with the same server share its connections; a Host of their own is sent as it says", async () => {
  await using pool = await Pool.start([says(200)]);
  await pool.ask(3);
  pool.world.serve({
    ...SITE,
    id: "00000000000000000000000002",
    origin: { servers: pool.urls, host: "origin.example" },
  });
  await pool.ask(3);
  const [own, other] = [pool.asked[0]![0]!, pool.asked[0]![3]!];
  assert.deepEqual(
    [own.headers.host, own.headers["x-forwarded-host"]],
    ["perchoir.example", "perchoir.example"],
  );
  assert.deepEqual(
    [other.headers.host, other.headers["x-forwarded-host"]],
    ["origin.example", "perchoir.example"],
  );
  assert.equal(new Set(pool.asked[0]!.map(({ socket }) => socket.remotePort)).size, 1);
});

test("a WebSocket is asked of another server until one switches", async () => {
  await using pool = await Pool.start([says(200), says(200)]);
  pool.servers[0]!.on("upgrade", (_request, socket) => socket.destroy());
  pool.servers[1]!.on("upgrade", (_request, socket) => {
    socket.end(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nwelcome",
    );
  });
  pool.serve({ servers: [{ ...pool.urls[0]!, weight: 1000 }, pool.urls[1]!] });
  const heard = await pool.world.raw(
    "GET /live HTTP/1.1\r\nHost: perchoir.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  assert.match(heard, /^HTTP\/1\.1 101 [\s\S]*\r\n\r\nwelcome$/);
});

test("where probes are configured a server that fails them gets no visitors, and gets them back", async () => {
  let sick = true;
  const probes: IncomingMessage[] = [];
  await using pool = await Pool.start([
    (request, response) => {
      if (request.url !== "/health?full=1") return says(200)(request, response);
      probes.push(request);
      says(sick ? 500 : 200)(request, response);
    },
    says(200),
  ]);
  const health = { path: "/health?full=1", intervalMs: 500, rise: 2, fall: 2 };
  pool.serve({ servers: pool.urls, health });
  const visitors = (): number => pool.asked[0]!.length - probes.length;
  const probed = async (times: number): Promise<void> => {
    const wanted = probes.length + times;
    await until(() => {
      pool.world.clock.advance(20);
      return probes.length >= wanted;
    });
    await until(() => probes.at(-1)!.socket.destroyed); // its answer was read
  };
  await pool.ask(1);
  await probed(2);
  const before = visitors();
  await pool.ask(6);
  assert.equal(visitors(), before);
  assert.equal(probes[0]!.headers.host, "perchoir.example");
  assert.match(probes[0]!.headers["user-agent"]!, /^Rempart \(health check by edge-1\)$/);
  sick = false;
  await probed(2);
  await pool.ask(6);
  assert.equal(visitors(), before + 3);
});
