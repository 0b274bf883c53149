import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { test } from "node:test";
import { NatsServer, absent as natsAbsent } from "../feed/nats-server.ts";
import { BulkDesk } from "../world/bulk-desk.ts";
import { closeConnections, visit } from "../world/http.ts";
import { launch } from "../world/process.ts";
import { until, World } from "../world/world.ts";
import { absent, HaproxyProcess } from "./haproxy-process.ts";

const HOST = "perchoir.example";
const CLI = new URL("../../src/cli.ts", import.meta.url);

test("a connector follows the bus: while its server stands still nothing comes, and then all of it", {
  skip: natsAbsent || absent("haproxy"),
  timeout: 120_000,
}, async () => {
  await using opened = new AsyncDisposableStack();
  opened.defer(closeConnections);
  const nats = await NatsServer.start();
  opened.defer(() => nats.close());
  const world = await World.create();
  opened.defer(() => world.close());
  await Promise.all([world.startVault(), world.startOrigin(), mkdir(world.path("haproxy"))]);
  const origin = { servers: [{ url: `http://127.0.0.1:${world.origin.port}` }] };
  const desk = await BulkDesk.open(world, { hostnames: [HOST], origin }, { REMPART_NATS_URL: nats.url });
  opened.defer(() => desk.close());
  const haproxy = new HaproxyProcess(world.path("haproxy"), world.origin.port);
  const connector = await launch({
    ...{ name: "connector", module: CLI, logFile: world.path("logs", "connector.log") },
    args: [
      "connector",
      "haproxy",
      "--files",
      world.path("haproxy"),
      "--socket",
      haproxy.socket,
      "--admin",
      "127.0.0.1:0",
    ],
    env: {
      REMPART_DATA: world.path("connector"),
      REMPART_FEED_URL: `https://127.0.0.1:${world.feedPort}`,
      REMPART_PUBLIC_URL: world.deskUrl,
      REMPART_NATS_URL: nats.url,
      REMPART_EDGE_TOKEN: await desk.token("haproxy-1"),
    },
  });
  opened.defer(() => connector.stop());
  await haproxy.start();
  opened.defer(() => haproxy.kill());
  const isRefused = async (path: string) => (await visit(haproxy.port, HOST, path)).status === 403;

  await desk.refuse("/salon/flot");
  await until("it refuses", () => isRefused("/salon/flot"));
  nats.signal("SIGSTOP");
  await desk.refuse("/salon/arret");
  const untilMs = performance.now() + 300; // some ten times what it takes
  while (performance.now() < untilMs) assert.ok(!(await isRefused("/salon/arret")));
  nats.signal("SIGCONT");
  await until("it refuses", () => isRefused("/salon/arret"));
});
