import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { BulkDesk } from "../world/bulk-desk.ts";
import { closeConnections, visit } from "../world/http.ts";
import { launch, type Running } from "../world/process.ts";
import { freePort, until, World } from "../world/world.ts";
import { absent, HaproxyProcess } from "./haproxy-process.ts";

const HOST = "perchoir.example";
const CLI = new URL("../../src/cli.ts", import.meta.url);
const skip = absent("haproxy");

let world: World;
let desk: BulkDesk;
let haproxy: HaproxyProcess;
let connector: Running<unknown>;
let adminPort: number;

const startConnector = async (token?: string): Promise<void> => {
  connector = await launch({
    name: "connector",
    module: CLI,
    args: [
      ...["connector", "haproxy", "--files", world.path("haproxy")],
      ...["--socket", world.path("haproxy", "admin.sock"), "--admin", `127.0.0.1:${adminPort}`],
    ],
    env: {
      REMPART_DATA: world.path("connector"),
      REMPART_FEED_URL: `https://127.0.0.1:${world.feedPort}`,
      REMPART_PUBLIC_URL: world.deskUrl,
      ...(token === undefined ? {} : { REMPART_EDGE_TOKEN: token }),
    },
    logFile: world.path("logs", "connector.log"),
  });
};

before(async () => {
  if (skip !== false) return;
  world = await World.create();
  await Promise.all([world.startVault(), world.startOrigin(), mkdir(world.path("haproxy"))]);
  desk = await BulkDesk.open(world, {
    hostnames: [HOST],
    origin: { servers: [{ url: `http://127.0.0.1:${world.origin.port}` }] },
  });
  adminPort = await freePort();
  haproxy = new HaproxyProcess(world.path("haproxy"), world.origin.port);
  await startConnector(await desk.token("haproxy-1"));
  await haproxy.start();
});

after(async () => {
  closeConnections();
  await connector?.stop();
  await haproxy?.kill();
  await desk?.close();
  await world?.close();
});

const status = async (path: string): Promise<number> => (await visit(haproxy.port, HOST, path)).status;
const acked = async () => (await desk.fleet.edges()).find(({ name }) => name === "haproxy-1")?.ack;

test("a decision reaches HAProxy, and is acked once HAProxy holds it", { skip }, async () => {
  assert.notEqual(await status("/salon/a"), 403);
  const index = await desk.refuse("/salon/a");
  await until("403", async () => (await status("/salon/a")) === 403);
  const answer = await visit(haproxy.port, HOST, "/x/..//salon/%61");
  assert.deepEqual([answer.status, answer.headers["rempart-ledger"]], [403, String(index)]);
  const ack = await until("an ack", async () => {
    const last = await acked();
    return last !== undefined && last !== null && last.size > index && last;
  });
  assert.equal(ack.held, ack.known, "it carries out all that is in force");
});

test("what HAProxy does not hold is not acked; it is once HAProxy is back", { skip }, async () => {
  await haproxy.kill();
  const index = await desk.refuse("/salon/b");
  const ack = await until("an ack that says why", async () => {
    const last = await acked();
    return last?.refused !== undefined && last;
  });
  assert.match(ack.refused ?? "", /HAProxy does not answer/);
  assert.ok(ack.size <= index);
  await haproxy.start();
  assert.equal(await status("/salon/b"), 403, "from its files, before the connector looks again");
  await until("an ack", async () => ((await acked())?.size ?? 0) > index);
});

test("HAProxy restarted behind the connector's back with empty files holds all again", { skip }, async () => {
  await haproxy.command(`clear map ${world.path("haproxy", "rempart-urls.map")}`);
  assert.notEqual(await status("/salon/a"), 403, "somebody took it away");
  await until("403", async () => (await status("/salon/a")) === 403);
});

test("with the desk away a restarted connector and a restarted HAProxy go on refusing", {
  skip,
}, async () => {
  await connector.kill();
  await haproxy.kill();
  await desk.close();
  await haproxy.start();
  for (const page of ["/salon/a", "/salon/b"]) assert.equal(await status(page), 403, "without any connector");
  await startConnector();
  const state = await until("the engine's state", async () => {
    const { engine } = JSON.parse((await visit(adminPort, "127.0.0.1", "/state")).text);
    return engine.size > 0 && engine;
  });
  assert.equal(state.problem, null);
  for (const page of ["/salon/a", "/salon/b"]) assert.equal(await status(page), 403);
  assert.match(await readFile(world.path("haproxy", "rempart-urls.map"), "utf8"), /salon%2Fb/);
});
