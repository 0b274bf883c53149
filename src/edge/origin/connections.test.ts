import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import { test } from "node:test";
import fc from "fast-check";
import { systemClock } from "../../lib/clock.ts";
import { listen } from "../../lib/listen.ts";
import { SITE, until } from "../testing/world.ts";
import { OriginFailure } from "./failure.ts";
import { OriginPools, type PoolLimits } from "./pools.ts";
import { type OriginResponse, send } from "./send.ts";

/** Pools with these limits before an origin with this handler. */
async function world(handler: RequestListener, limits: Partial<PoolLimits>) {
  const pools = new OriginPools({ limits });
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    handler(request, response);
  });
  const port = await listen(server, { host: "127.0.0.1", port: 0 }, "origin");
  const ask = (
    target: string,
    signal = new AbortController().signal,
    url = `http://127.0.0.1:${port}`,
  ): Promise<OriginResponse> =>
    send(pools, systemClock, { ...SITE, origin: { servers: [{ url }] } }, "perchoir.example", {
      ...{ method: "GET", target, fields: ["Host", "perchoir.example"], body: undefined, upgrade: false },
      ...{ signal, onInterim: () => {} },
    });
  return {
    ...{ pools, ask },
    get asked(): number {
      return asked;
    },
    async [Symbol.asyncDispose]() {
      await pools.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const why = (error: unknown): string => (error instanceof OriginFailure ? error.proxyError : "aborted");

test("who waits for a connection and leaves gives up the place", async () => {
  const held: (() => void)[] = [];
  await using w = await world((_request, response) => void held.push(() => response.end()), {
    connections: 1,
    maxWaiting: 1,
  });
  const first = w.ask("/1");
  await until(() => held.length === 1);
  const leaver = new AbortController();
  const leaving = w.ask("/2", leaver.signal);
  assert.equal(w.pools.gauges().waiting, 1);
  leaver.abort();
  await assert.rejects(leaving, { name: "AbortError" });
  assert.equal(w.pools.gauges().waiting, 0);
  const second = w.ask("/3");
  held[0]!();
  await until(() => held.length === 2);
  held[1]!();
  assert.deepEqual([(await first).status, (await second).status], [200, 200]);
  assert.equal(w.asked, 2);
});

test("who waits too long is told: 503", async () => {
  await using w = await world(() => {}, { connections: 1, maxWaitMs: 50 });
  const first = w.ask("/1").catch(() => {});
  assert.equal(await w.ask("/2").catch(why), "connection_limit_reached");
  await w.pools.close();
  await first;
});

test("the time to wait for a connection does not count once there is one", async () => {
  const held: (() => void)[] = [];
  await using w = await world((_request, response) => void held.push(() => response.end()), {
    ...{ connections: 1, maxWaitMs: 500 },
  });
  const all = Promise.all([w.ask("/1"), w.ask("/2")]);
  await until(() => held.length === 1);
  held[0]!();
  await until(() => held.length === 2);
  const heldSinceMs = performance.now();
  await until(() => performance.now() > heldSinceMs + 550);
  held[1]!();
  assert.deepEqual(
    (await all).map(({ status }) => status),
    [200, 200],
  );
});

test("those who wait for a server that cannot be reached all learn it", async () => {
  await using w = await world(() => {}, { connections: 1 });
  const all = [1, 2, 3, 4].map((i) => w.ask(`/${i}`, undefined, "http://127.0.0.1:1").catch(why));
  assert.deepEqual(new Set(await Promise.all(all)), new Set(["connection_refused"]));
});

test("a server that closes after each answer serves all who wait, over one connection at a time", async () => {
  let open = 0;
  let most = 0;
  await using w = await world(
    (_request, response) => {
      open += 1;
      most = Math.max(most, open);
      response.writeHead(200, { Connection: "close" }).end("hello");
      open -= 1;
    },
    { connections: 2 },
  );
  const all = await Promise.all(Array.from({ length: 20 }, (_, i) => w.ask(`/${i}`)));
  assert.ok(all.every(({ status }) => status === 200));
  assert.ok(most <= 2);
});

const BEHAVIOURS: Readonly<Record<string, RequestListener>> = {
  "/whole": (_request, response) => void response.end("hello"),
  "/close": (_request, response) => void response.writeHead(200, { Connection: "close" }).end("hello"),
  "/slow": (_request, response) => {
    response.write("hel");
    setTimeout(() => response.end("lo"), 3);
  },
  "/dies": (request) => void request.socket.destroy(),
  "/torn": (_request, response) => {
    response.writeHead(200, { "Content-Length": "10" }).write("hello");
    setImmediate(() => response.socket!.destroy());
  },
  "/silent": () => {},
};

test("whatever a server does and whoever leaves: every request ends, and nothing is left over", async () => {
  const request = fc.record({
    target: fc.constantFrom(...Object.keys(BEHAVIOURS)),
    leavesMs: fc.option(fc.nat(6), { nil: undefined }),
    reads: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { maxLength: 25 }),
      fc.integer({ min: 1, max: 4 }),
      async (all, connections) => {
        await using w = await world((request, response) => BEHAVIOURS[request.url!]!(request, response), {
          ...{ connections, headersTimeoutMs: 100, maxWaitMs: 2000 },
        });
        await Promise.all(
          all.map(async ({ target, leavesMs, reads }) => {
            const leaver = new AbortController();
            if (leavesMs !== undefined) setTimeout(() => leaver.abort(), leavesMs);
            try {
              const { body } = await w.ask(target, leaver.signal);
              if (!reads) await body.return();
              else for await (const chunk of body) assert.ok(chunk.length > 0);
            } catch (error) {
              assert.ok(leaver.signal.aborted || error instanceof OriginFailure, String(error));
            }
          }),
        );
        const left = w.pools.gauges();
        assert.deepEqual([left.waiting, left.inFlight], [0, 0]);
        assert.ok(left.connections <= connections);
      },
    ),
    { numRuns: 12 },
  );
});
