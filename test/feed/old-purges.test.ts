import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY } from "../../src/lib/clock.ts";
import { CountingOrigin } from "../edge/origin.ts";
import { BulkDesk } from "../world/bulk-desk.ts";
import { closeConnections, visit } from "../world/http.ts";
import { type EdgePorts, until, World } from "../world/world.ts";

const HOST = "perchoir.example";

let world: World;
let origin: CountingOrigin;
let desk: BulkDesk;
let there: EdgePorts;
let away: EdgePorts;

before(async () => {
  world = await World.create();
  origin = await CountingOrigin.start("forum");
  await world.startVault();
  desk = await BulkDesk.open(world, { hostnames: [HOST], origin: { servers: [{ url: origin.url }] } });
  [there, away] = await Promise.all([enrolled("there"), enrolled("away")]);
});
after(async () => {
  closeConnections();
  await desk?.close();
  await world?.close();
  await origin?.close();
});

async function enrolled(name: string): Promise<EdgePorts> {
  const edge = await world.addEdge(name);
  await world.startEdge(edge, { REMPART_EDGE_TOKEN: await desk.token(name) });
  await until(`${name} serves the site`, async () => (await visit(edge.port, HOST, "/")).status === 200);
  return edge;
}

const shows = async ({ port }: EdgePorts, path: string): Promise<string> =>
  (await visit(port, HOST, path)).text;
const purge = async (path: string): Promise<number> =>
  (await desk.sites.purge(HOST, { by: "url", path }, "operator")).version;
const acked = (edge: EdgePorts, version: number) =>
  until(`${edge.name} has acked version ${version}`, async () =>
    (await desk.fleet.edges()).some(({ name, ack }) => name === edge.name && (ack?.config ?? 0) >= version),
  );

test("an edge that was away for longer than purges are kept shows no copy from before", async () => {
  const paths = ["/old", "/other", "/kept"];
  const look = (edge: EdgePorts) => Promise.all(paths.map((path) => shows(edge, path)));
  const [atThere, atAway] = [await look(there), await look(away)];
  await acked(away, await purge("/before"));
  assert.deepEqual(await look(away), atAway, "all are kept");
  await world.stop(away.name);

  await purge("/old");
  await acked(there, await purge("/other"));
  desk.clock.aheadMs = 8 * DAY;
  const last = await purge("/new"); // lets go of the first
  await acked(there, last);
  const now = await look(there);
  assert.deepEqual(
    now.map((text, i) => text !== atThere[i]),
    [true, true, false],
    "who was there had each purge",
  );

  await world.startEdge(away);
  await acked(away, last);
  for (const [i, text] of (await look(away)).entries()) assert.notEqual(text, atAway[i]);

  const again = await look(away);
  await world.stop(away.name);
  const next = await purge("/kept");
  await world.startEdge(away);
  await acked(away, next);
  assert.deepEqual(
    (await look(away)).map((text, i) => text !== again[i]),
    [false, false, true],
    "it is past the gap: from now on it misses nothing",
  );
});
