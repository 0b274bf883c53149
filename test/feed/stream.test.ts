import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BulkDesk } from "../world/bulk-desk.ts";
import { closeConnections, visit } from "../world/http.ts";
import { type EdgePorts, until, World } from "../world/world.ts";

const HOST = "perchoir.example";
const MEASURES = 200;
/** Far above what a decision takes on any machine; an edge that waited for the stopped one would wait for ever. */
const ENFORCED_MS = 10_000;

let world: World;
let desk: BulkDesk;
let edges: EdgePorts[];

before(async () => {
  world = await World.create();
  await Promise.all([world.startVault(), world.startOrigin()]);
  desk = await BulkDesk.open(world, {
    hostnames: [HOST],
    origin: { servers: [{ url: `http://127.0.0.1:${world.origin.port}` }] },
  });
  edges = await Promise.all(
    ["edge-1", "edge-2", "edge-3"].map(async (name) => {
      const edge = await world.addEdge(name);
      await world.startEdge(edge, { REMPART_EDGE_TOKEN: await desk.token(name) });
      await until(
        `${name} serves the site`,
        async () => (await status(edge, "/")) !== 404 && (await state(edge)).size > 0,
      );
      return edge;
    }),
  );
});

after(async () => {
  closeConnections();
  await desk?.close();
  await world?.close();
});

const status = async ({ port }: EdgePorts, path: string): Promise<number> =>
  (await visit(port, HOST, path)).status;
const state = async ({ adminPort }: EdgePorts): Promise<{ size: number; known: string; held: string }> =>
  JSON.parse((await visit(adminPort, "127.0.0.1", "/state")).text);
const page = (i: number): string => `/salon/flot/sujet/${i}`;

test("an edge killed in a stream of measures comes back with the others' digests and refuses all of them", async () => {
  const [first, second, killed] = edges as [EdgePorts, EdgePorts, EdgePorts];
  let kill: Promise<void> | undefined;
  for (let i = 0; i < MEASURES; i++) {
    await desk.refuse(page(i));
    if (i === MEASURES / 2) kill = world.kill(killed.name); // while the stream goes on
  }
  await kill;
  assert.equal(await status(first, page(0)), 403);
  await world.startEdge(killed);
  const size = MEASURES + 1;
  const states = await until("three edges at the same size", async () => {
    const all = await Promise.all([first, second, killed].map(state));
    return all.every((one) => one.size === size) && all;
  });
  for (const { known, held } of states)
    assert.deepEqual({ known, held }, { known: states[0]!.known, held: states[0]!.held });
  assert.equal(states[0]!.held, states[0]!.known, "every opening came");
  for (let i = 0; i < MEASURES; i++) assert.equal(await status(killed, page(i)), 403, page(i));
  assert.notEqual(await status(killed, page(MEASURES)), 403);
});

test("an edge that stands still delays no other, and catches up when it goes on", async (t) => {
  const [first, stalled] = edges as [EdgePorts, EdgePorts];
  const { pid } = world.process(stalled.name);
  process.kill(pid, "SIGSTOP");
  t.after(() => process.kill(pid, "SIGCONT"));
  const took: number[] = [];
  for (let i = 0; i < 20; i++) {
    const path = `/salon/arret/sujet/${i}`;
    const started = performance.now();
    await desk.refuse(path);
    await until(`403 for ${path}`, async () => (await status(first, path)) === 403);
    took.push(performance.now() - started);
  }
  t.diagnostic(
    `decision to refusal: ${took
      .toSorted((a, b) => a - b)
      .map(Math.round)
      .join(" ")} ms`,
  );
  assert.ok(Math.max(...took) < ENFORCED_MS, `${Math.max(...took)} ms`);
  process.kill(pid, "SIGCONT");
  await until(
    "the other edge refuses them too",
    async () => (await status(stalled, "/salon/arret/sujet/19")) === 403,
  );
});

test("a site that turns out to ignore case: a page is refused in any spelling, and not any more when it does not", async (t) => {
  const everywhere = (path: string): Promise<readonly number[]> =>
    Promise.all(edges.map((edge) => status(edge, path)));
  const isRefused = (path: string) => async (): Promise<boolean> =>
    (await everywhere(path)).every((code) => code === 403);
  await desk.refuse("/Salon/Flot");
  await until("403 for the page", isRefused("/Salon/Flot"));
  assert.ok(!(await everywhere("/salon/flot")).includes(403));

  const started = performance.now();
  await desk.change({ readings: { foldCase: true } });
  await until("403 in any spelling", isRefused("/salon/flot"));
  t.diagnostic(`asked for to refused: ${Math.round(performance.now() - started)} ms`);
  assert.deepEqual(await everywhere("/SALON/flot"), [403, 403, 403]);
  await desk.change({ readings: { foldCase: false } });
  await until("another page", async () => !(await everywhere("/salon/flot")).includes(403));
  assert.deepEqual(await everywhere("/Salon/Flot"), [403, 403, 403]);
});

test("without the desk the edges go on refusing, also after a kill", async () => {
  await desk.close();
  const [first, , third] = edges as [EdgePorts, EdgePorts, EdgePorts];
  const before_ = await state(first);
  await world.kill(third.name);
  await world.startEdge(third);
  for (const edge of [first, third]) {
    assert.equal(await status(edge, page(7)), 403);
    assert.equal((await visit(edge.adminPort, "127.0.0.1", "/readyz")).status, 200);
    assert.equal((await state(edge)).known, before_.known);
  }
});
