/**
 * What measures cost in engines that people already run: `node --conditions=rempart-src bench/connectors.ts [haproxy|nginx|evasion]`.
 * HAProxy: 10,000 measures at once, all of them lifted at once, and one more among them, from the decision in clear to what
 * HAProxy shows, its files included. nginx: what a request takes with the question to the connector and without, at one rate,
 * by turns. And the evasion matrix through each, its rows and its scenarios: what comes out in another way than with our own edges,
 * and why.
 */
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { applyToHaproxy } from "../src/connectors/haproxy/apply.ts";
import { frontendLines } from "../src/connectors/haproxy/config.ts";
import { ensureFiles } from "../src/connectors/haproxy/files.ts";
import type { ClearMeasure } from "../src/connectors/measure.ts";
import { plan } from "../src/connectors/plan.ts";
import { clearMeasure } from "../src/connectors/testing/sample.ts";
import { writeAtomic } from "../src/lib/files.ts";
import { listen } from "../src/lib/listen.ts";
import { cannotAsk, startAskingNginx } from "../test/connectors/ask-nginx.ts";
import { ENGINES, type EngineName } from "../test/connectors/engine-config.ts";
import { engineOf, nodeOf } from "../test/connectors/engines.ts";
import { GAPS, type Gap, SCENARIO_GAPS } from "../test/connectors/gaps.ts";
import { absent, HaproxyProcess } from "../test/connectors/haproxy-process.ts";
import { rows } from "../test/evasion/rows.ts";
import { runRows } from "../test/evasion/run.ts";
import { playScenarios } from "../test/evasion/scenarios.ts";
import { Scene } from "../test/evasion/scene.ts";
import { BulkDesk } from "../test/world/bulk-desk.ts";
import { visit } from "../test/world/http.ts";
import { launch } from "../test/world/process.ts";
import { freePort, until, World } from "../test/world/world.ts";

const MEASURES = 10_000;
const SITES = 10;
const ROUNDS = 7;
const LOOPBACK = { host: "127.0.0.1", port: 0 };
const HOST = "perchoir.example";

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))]!;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const row = (what: string, values: readonly number[], unit: string, digits: number): void =>
  say(
    `${what.padEnd(58)} p50 ${quantile(values, 0.5).toFixed(digits).padStart(8)} ${unit}   max ${Math.max(
      ...values,
    )
      .toFixed(digits)
      .padStart(8)} ${unit}`,
  );

/** Pages of ten sites; a fresh decision each time, so that nothing of an earlier round is of use. */
const measures = (round: number): readonly ClearMeasure[] =>
  Array.from({ length: MEASURES }, (_, i) =>
    clearMeasure(round * MEASURES + i, {
      host: `site-${i % SITES}.example`,
      path: `/salon/${i % 97}/sujet/${i}`,
    }),
  );

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function benchHaproxy(world: World): Promise<void> {
  const folder = world.path("haproxy");
  await mkdir(folder);
  await ensureFiles(folder, "https://desk.example");
  await writeAtomic(`${folder}/rempart-frontend.cfg`, frontendLines(folder, "https://desk.example"));
  const haproxy = new HaproxyProcess(folder, 1);
  await haproxy.start();
  const { command } = haproxy;
  const apply = (some: readonly ClearMeasure[]) =>
    timed(() => applyToHaproxy(plan(some), { folder, command }));
  const took = { all: [] as number[], one: [] as number[], fewer: [] as number[], none: [] as number[] };
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const some = measures(round);
      took.all.push(await apply(some));
      const more = [...some, clearMeasure(ROUNDS * MEASURES, { host: "site-1.example", path: "/encore" })];
      took.one.push(await apply(more));
      took.fewer.push(await apply(some));
      took.none.push(await apply([]));
    }
  } finally {
    await haproxy.kill();
  }
  say(`HAProxy, ${MEASURES} measures on pages of ${SITES} sites, ${ROUNDS} rounds, the first one cold`);
  row(`  ${MEASURES} measures in force (goal: 100 ms)`, took.all, "ms", 1);
  row("  one more among them", took.one, "ms", 1);
  row("  one lifted among them", took.fewer, "ms", 1);
  row(`  ${MEASURES} lifted`, took.none, "ms", 1);
}

/** Requests at a steady rate over a few kept connections; each one's time in µs. */
class Visitor {
  readonly #port: number;
  readonly #sockets: Socket[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  async open(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const socket = connect(this.#port, "127.0.0.1");
      await new Promise((resolve) => socket.once("connect", resolve));
      this.#sockets.push(socket.setNoDelay(true));
    }
  }

  async ask(requests: number, perSecond: number): Promise<number[]> {
    const took: number[] = [];
    const idle = [...this.#sockets];
    const started = performance.now();
    const pending: Promise<void>[] = [];
    for (let i = 0; i < requests; i++) {
      const wait = started + (i * 1000) / perSecond - performance.now();
      if (wait > 0) await sleep(wait);
      const socket = idle.shift();
      if (socket === undefined) continue; // the machine does not keep up for a moment: the rate is then a lower one
      const sent = performance.now();
      pending.push(
        new Promise((resolve) =>
          socket.once("data", () => {
            took.push((performance.now() - sent) * 1000);
            idle.push(socket);
            resolve();
          }),
        ),
      );
      socket.write(`GET /salon/page/${i} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
    }
    await Promise.all(pending);
    return took;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

async function benchNginx(world: World): Promise<void> {
  const origin = createServer((_request, response) => response.end("x".repeat(1024)));
  const originPort = await listen(origin, LOOPBACK, "origin");
  await world.startVault();
  const desk = await BulkDesk.open(world, {
    hostnames: [HOST],
    origin: { servers: [{ url: `http://127.0.0.1:${originPort}` }] },
  });
  const [port, adminPort] = [await freePort(), await freePort()];
  const files = world.path("nginx");
  await mkdir(files);
  const connector = await launch({
    ...{ name: "connector", module: new URL("../src/cli.ts", import.meta.url) },
    args: [
      "connector",
      "nginx",
      "--files",
      files,
      "--listen",
      `127.0.0.1:${port}`,
      "--admin",
      `127.0.0.1:${adminPort}`,
    ],
    env: {
      REMPART_DATA: world.path("connector"),
      REMPART_FEED_URL: `https://127.0.0.1:${world.feedPort}`,
      REMPART_EDGE_TOKEN: await desk.token("nginx-1"),
      REMPART_LOG_LEVEL: "error",
    },
    logFile: world.path("logs", "connector.log"),
  });
  for (let i = 0; i < 100; i++) await desk.refuse(`/salon/refuse/${i}`);
  const inner = "root /nowhere; try_files /none @page;";
  const location = { inner: `${inner} } location @page { proxy_pass http://127.0.0.1:${originPort};` };
  const nginx = await startAskingNginx(port, location);
  const yesPort = await freePort();
  const yes = await launch({
    ...{ name: "yes", module: new URL("./yes-main.ts", import.meta.url), args: [String(yesPort)] },
    logFile: world.path("logs", "yes.log"),
  });
  const bareNginx = await startAskingNginx(yesPort, location);
  await until("403", async () => (await visit(nginx.port, HOST, "/salon/refuse/99")).status === 403);
  const asking = new Visitor(nginx.port);
  const plain = new Visitor(nginx.plainPort);
  const bare = new Visitor(bareNginx.port);
  try {
    await Promise.all([asking.open(64), plain.open(64), bare.open(64)]);
    for (const perSecond of [200, 1000]) {
      const took = { asking: [] as number[], plain: [] as number[], bare: [] as number[] };
      for (const visitor of [asking, plain, bare]) await visitor.ask(perSecond, perSecond);
      for (let round = 0; round < 8; round++) {
        took.plain.push(...(await plain.ask(perSecond / 2, perSecond)));
        took.asking.push(...(await asking.ask(perSecond / 2, perSecond)));
        took.bare.push(...(await bare.ask(perSecond / 2, perSecond)));
      }
      say(
        `nginx in front of an origin, ${perSecond} requests a second, ${took.plain.length} of each kind, by turns`,
      );
      row("  without the question", took.plain, "µs", 0);
      row("  with the question", took.asking, "µs", 0);
      row("  with the question to a Node that only says yes", took.bare, "µs", 0);
      const added = (which: readonly number[]) => quantile(which, 0.5) - quantile(took.plain, 0.5);
      say(
        `  added, p50: ${added(took.asking).toFixed(0)} µs (goal: 200; a published sidecar: 500), of which ${added(took.bare).toFixed(0)} by the way to a Node and back`,
      );
    }
  } finally {
    asking.close();
    plain.close();
    bare.close();
    await nginx[Symbol.asyncDispose]();
    await bareNginx[Symbol.asyncDispose]();
    await yes.stop();
    await connector.stop();
    await desk.close();
    origin.closeAllConnections();
    origin.close();
  }
}

/** Each gap with how many it covers, and what no gap covers. */
function printGaps<T>(
  name: EngineName,
  wrong: readonly T[],
  all: readonly Gap<T>[],
  text: (one: T) => string,
): void {
  const gaps = all.filter(({ engines }) => engines.includes(name));
  for (const { covers, why, opens } of gaps)
    say(`  ${String(wrong.filter(covers).length).padStart(4)} ${opens ? "OPEN: " : ""}${why}`);
  for (const one of wrong.filter((other) => !gaps.some(({ covers }) => covers(other))))
    say(`       NOT HELD ${text(one)}`);
}

async function printEvasion(): Promise<void> {
  for (const name of ENGINES) {
    const results = await runRows(engineOf(name), rows);
    const open = results.filter(({ safe }) => !safe);
    say(
      `${name}: ${results.length} requests of the evasion matrix, ${results.length - open.length} as safe as our edges`,
    );
    printGaps(name, open, GAPS, ({ row, on, came }) => `${row.family}: ${row.name} on ${on}: ${came}`);
    await using scene = await Scene.open(nodeOf(name));
    const played = await playScenarios(scene);
    const wrong = played.filter(({ held }) => !held);
    say(`${name}: ${played.length} scenarios, ${played.length - wrong.length} as our edges`);
    const came = new Map(wrong.map(({ scenario, came }) => [scenario, came]));
    printGaps(name, [...came.keys()], SCENARIO_GAPS, (one) => `${one.family}: ${one.name}: ${came.get(one)}`);
  }
}

const [only] = process.argv.slice(2);
const world = await World.create();
try {
  for (const [engine, missing, bench] of [
    ["haproxy", absent("haproxy"), benchHaproxy],
    ["nginx", cannotAsk(), benchNginx],
    ["evasion", absent("haproxy") || cannotAsk(), printEvasion],
  ] as const) {
    if (only !== undefined && only !== engine) continue;
    if (missing !== false) say(missing);
    else await bench(world);
  }
} finally {
  await world.close();
}
