import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import { test } from "node:test";
import { fakeClock, MINUTE } from "../../lib/clock.ts";
import { listen } from "../../lib/listen.ts";
import { SITE } from "../testing/world.ts";
import { OriginFailure } from "./failure.ts";
import { OriginPools, type PoolOptions } from "./pools.ts";
import { type OriginResponse, send } from "./send.ts";
import { Upload } from "./upload.ts";

const ENOTFOUND = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });

/** Pools without an edge, before one origin. */
async function world(options: PoolOptions = {}) {
  const clock = fakeClock();
  const pools = new OriginPools({ clock, ...options });
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    request.resume().on("end", () => response.end("hello"));
  });
  const port = await listen(server, { host: "127.0.0.1", port: 0 }, "origin");
  const ask = (url: string, id = SITE.id): Promise<OriginResponse> =>
    send(pools, clock, { ...SITE, id, origin: { servers: [{ url }] } }, "perchoir.example", {
      ...{
        method: "GET",
        target: "/a",
        fields: ["Host", "perchoir.example"],
        body: undefined,
        upgrade: false,
      },
      signal: new AbortController().signal,
      onInterim: () => {},
    });
  return {
    ...{ clock, pools, asked, port, ask },
    async [Symbol.asyncDispose]() {
      await pools.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("a name is resolved when a connection is made; while the resolver is down the last answer serves", async () => {
  let down = false;
  await using w = await world({
    resolve: async () => {
      if (down) throw Object.assign(new Error("try again"), { code: "EAI_AGAIN" });
      return [
        { address: "127.0.0.1", family: 4 },
        { address: "::1", family: 6 },
      ];
    },
  });
  const url = `http://origin.example:${w.port}`;
  assert.equal((await w.ask(url)).status, 200);
  down = true;
  w.clock.advance(60 * MINUTE);
  w.asked[0]!.socket.destroy();
  await w.ask(url).catch(() => {});
  assert.equal((await w.ask(url)).status, 200);
});

test("a name that does not exist is 502 dns_error", async () => {
  await using w = await world({ resolve: async () => Promise.reject(ENOTFOUND) });
  const failure = await w.ask("http://origin.example").catch((error: unknown) => error);
  assert.ok(failure instanceof OriginFailure);
  assert.deepEqual([failure.status, failure.proxyError], [502, "dns_error"]);
});

test("sites and servers are remembered in bounded numbers; what is forgotten is found again", async () => {
  await using w = await world({
    limits: { maxSites: 10, maxOrigins: 3 },
    resolve: async () => [{ address: "127.0.0.1", family: 4 }],
  });
  for (let i = 0; i < 30; i++) {
    const { body } = await w.ask(`http://o${i % 15}.example:${w.port}`, `site${i}`);
    await body.return();
  }
  assert.equal(w.asked.length, 30);
  const { sites, connections } = w.pools.gauges();
  assert.equal(sites, 10);
  assert.ok(connections <= 3, `${connections} connections`);
});

test("a site's document may be read anew for each request: only another one makes another pool", async () => {
  await using w = await world();
  const site = { ...SITE, origin: { servers: [{ url: "http://o.example" }], timeouts: { bodyMs: 1 } } };
  const pool = w.pools.of(site);
  assert.equal(w.pools.of(structuredClone(site)), pool);
  assert.notEqual(w.pools.of({ ...site, origin: { ...site.origin, timeouts: { bodyMs: 2 } } }), pool);
});

test("a visitor's body that fails is not the server's failure", async () => {
  await using w = await world();
  const site = { ...SITE, origin: { servers: [{ url: `http://127.0.0.1:${w.port}` }] } };
  const broken = new Error("the visitor's side");
  const body = new Upload(
    (async function* () {
      yield Buffer.from("hello");
      throw broken;
    })(),
  );
  const sent = send(w.pools, w.clock, site, "perchoir.example", {
    ...{ method: "POST", target: "/a", fields: ["Content-Length", "10"], body, upgrade: false },
    ...{ signal: new AbortController().signal, onInterim: () => {} },
  });
  await assert.rejects(sent, broken);
  const [server] = w.pools.of(site).servers;
  assert.deepEqual([server!.failures, server!.health.failures, server!.inFlight], [0, 0, 0]);
});

test("connections are used again, and counted", async () => {
  await using w = await world();
  for (let i = 0; i < 5; i++) await (await w.ask(`http://127.0.0.1:${w.port}`)).body.next();
  const { requests, connectionsMade } = w.pools.numbers;
  assert.deepEqual([requests, connectionsMade, w.pools.gauges().connections], [5, 1, 1]);
});

test("what is shown of servers names a site and a place, those that are down first, no more than asked for", async () => {
  await using w = await world();
  const servers = [{ url: `http://127.0.0.1:${w.port}` }, { url: "http://127.0.0.1:1" }];
  const site = { ...SITE, origin: { servers, retries: 0 } };
  for (let i = 0; i < 10; i++) {
    await send(w.pools, w.clock, site, "perchoir.example", {
      ...{ method: "GET", target: "/a", fields: [], body: undefined, upgrade: false },
      ...{ signal: new AbortController().signal, onInterim: () => {} },
    }).catch(() => {});
  }
  const states = w.pools.serverStates(10);
  assert.deepEqual(
    states.map(({ server, up, inFlight, failures }) => ({ server, up, inFlight, failures })),
    [
      { server: 1, up: false, inFlight: 0, failures: 3 },
      { server: 0, up: true, inFlight: 0, failures: 0 },
    ],
  );
  assert.equal(w.pools.serverStates(1).length, 1);
  assert.doesNotMatch(JSON.stringify([states, w.pools.gauges(), w.pools.numbers]), /127\.0|http/);
  assert.equal(w.pools.gauges().serversDown, 1);
});
