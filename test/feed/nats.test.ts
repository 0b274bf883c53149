import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { connectBus } from "../../src/feed/nats.ts";
import { fromUtf8 } from "../../src/lib/bytes.ts";
import { BulkDesk } from "../world/bulk-desk.ts";
import { closeConnections, visit } from "../world/http.ts";
import { type EdgePorts, until, World } from "../world/world.ts";
import { absent, NatsServer } from "./nats-server.ts";

const HOST = "perchoir.example";
const SUBJECTS = "rempart.feed.>";

let nats: NatsServer;
let world: World;
let desk: BulkDesk;
let edges: EdgePorts[];

before(async () => {
  if (absent) return;
  nats = await NatsServer.start();
  world = await World.create();
  await Promise.all([world.startVault(), world.startOrigin()]);
  const origin = { servers: [{ url: `http://127.0.0.1:${world.origin.port}` }] };
  desk = await BulkDesk.open(world, { hostnames: [HOST], origin }, { REMPART_NATS_URL: nats.url });
  edges = await Promise.all(
    ["edge-1", "edge-2"].map(async (name) => {
      const edge = await world.addEdge(name);
      await world.startEdge(edge, { REMPART_EDGE_TOKEN: await desk.token(name), REMPART_NATS_URL: nats.url });
      await until(`${name} serves`, async () => (await status(edge, "/")) === 200);
      return edge;
    }),
  );
});

after(async () => {
  if (absent) return;
  closeConnections();
  await desk?.close();
  await world?.close();
  await nats?.close();
});

const status = async ({ port }: EdgePorts, path: string): Promise<number> =>
  (await visit(port, HOST, path)).status;
const isRefused = (path: string) => async (): Promise<boolean> =>
  (await Promise.all(edges.map((edge) => status(edge, path)))).every((code) => code === 403);

/** What is on the bus, from its beginning, as somebody who can read it sees it; once the desk, which makes the stream, is back on it. */
const onBus = (enough: (texts: readonly string[]) => boolean): Promise<string[]> =>
  until("the desk writes to the bus", () => readBus(enough));

async function readBus(enough: (texts: readonly string[]) => boolean): Promise<string[]> {
  const bus = await connectBus(nats.url);
  const texts: string[] = [];
  const stop = new AbortController();
  try {
    for await (const data of bus.read(SUBJECTS, 0, stop.signal)) {
      texts.push(fromUtf8(data));
      if (enough(texts)) stop.abort();
    }
    return texts;
  } finally {
    await bus.close();
  }
}

test("measures, configuration and purges come by the bus, and nothing on it says about what", {
  skip: absent,
}, async () => {
  for (let i = 0; i < 20; i++) await desk.refuse(`/salon/flot/sujet/${i}`);
  await until("both refuse all", async () => {
    for (let i = 0; i < 20; i++) if (!(await isRefused(`/salon/flot/sujet/${i}`)())) return false;
    return true;
  });
  const { version } = await desk.sites.purge(HOST, { by: "url", path: "/salon/secret-page" }, "owner");
  await until("both have purged", async () =>
    (await desk.fleet.edges()).every(({ ack }) => (ack?.config ?? 0) >= version),
  );
  const texts = await onBus((all) => all.some((text) => JSON.parse(text).after.config === version));
  const said = texts.map((text) => JSON.parse(text));
  assert.ok(
    said.some(({ before, after }) => after.size > before.size),
    "measures are there",
  );
  assert.deepEqual(Object.keys(said.at(-1).keys).toSorted(), ["edge-1", "edge-2"]);
  for (const text of texts)
    assert.doesNotMatch(text, /salon|secret-page|perchoir|127\.0\.0\.1|salt|canonical|http/);
  await desk.fleet.compare();
  for (const { connected, digests } of await desk.fleet.edges())
    assert.deepEqual([connected, digests?.verdict], [true, "equal"]);
});

test("the bus is the way: while its server stands still nothing comes, and then all of it", {
  skip: absent,
}, async () => {
  nats.signal("SIGSTOP");
  const path = "/salon/arret/sujet/1";
  await desk.refuse(path);
  const untilMs = performance.now() + 300; // some ten times what it takes
  while (performance.now() < untilMs)
    assert.ok(!(await Promise.all(edges.map((edge) => status(edge, path)))).includes(403));
  nats.signal("SIGCONT");
  await until("both refuse", isRefused(path));
});

test("edges notice at once that the desk has started again", { skip: absent }, async () => {
  await desk.reopenFeed();
  const before = performance.now();
  await desk.refuse("/salon/reprise/sujet/1");
  await until("both refuse", isRefused("/salon/reprise/sujet/1"), 5_000);
  assert.ok(performance.now() - before < 5_000, "well before a silence of 15 s");
});

test("when the server dies edges follow the desk itself, and lose nothing", { skip: absent }, async (t) => {
  const started = performance.now();
  await nats.kill({ forget: true });
  await desk.refuse("/salon/panne/sujet/1");
  await until("both refuse", isRefused("/salon/panne/sujet/1"));
  t.diagnostic(
    `decision to refusal with the server just killed: ${Math.round(performance.now() - started)} ms`,
  );
  await nats.restart();
  await desk.refuse("/salon/panne/sujet/2");
  await until("both refuse", isRefused("/salon/panne/sujet/2"));
});

test("an edge that comes back after messages it never got asks the desk for them", {
  skip: absent,
}, async () => {
  const [, away] = edges as [EdgePorts, EdgePorts];
  await world.kill(away.name);
  for (let i = 0; i < 5; i++) await desk.refuse(`/salon/retour/sujet/${i}`);
  await world.startEdge(away, { REMPART_NATS_URL: nats.url });
  await until("it refuses the last", isRefused("/salon/retour/sujet/4"));
  assert.ok(await isRefused("/salon/retour/sujet/0")());
});

test("nothing on the bus is sealed for an edge that was revoked", { skip: absent }, async () => {
  const [first, second] = edges as [EdgePorts, EdgePorts];
  await desk.fleet.revoke(second.name, "owner");
  const size = (await desk.refuse("/salon/apres/sujet/1")) + 1;
  await until("the other refuses", async () => (await status(first, "/salon/apres/sujet/1")) === 403);
  const texts = await onBus((all) => all.some((text) => JSON.parse(text).after.size >= size));
  const later = texts.map((text) => JSON.parse(text)).filter(({ after }) => after.size >= size);
  for (const { keys } of later) assert.ok(!Object.hasOwn(keys, second.name));
  assert.notEqual(await status(second, "/salon/apres/sujet/1"), 403);
});
