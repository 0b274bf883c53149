import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { arch, cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { selfSigned } from "./edge/certificate.ts";
import { residentBytes } from "./edge/cpu.ts";
import { type Engine, freePort, HOST, LOAD_CORE, launch, type Running, type Setup } from "./edge/engine.ts";
import { haproxy } from "./edge/haproxy.ts";
import { h2Version, load, loadH2, loadVersion, type Measured } from "./edge/load.ts";
import { nginx, nginxTuned } from "./edge/nginx.ts";
import { nodeMap } from "./edge/node-map.ts";
import { phaseCosts } from "./edge/phases.ts";
import { rempart } from "./edge/rempart.ts";
import { median, printTable, type Row } from "./edge/report.ts";
import { measuresFile, sitesFile } from "./edge/tables.ts";
import { trafficServer } from "./edge/traffic-server.ts";
import { varnish } from "./edge/varnish.ts";

/**
 * `npm run bench:edge`: this edge beside nginx, HAProxy, Varnish, Traffic Server and a bare Node, one origin, one load generator, in one
 * run, the engines taking turns in each round. Server on core 0, load and origin on core 1; all but the one under load
 * are idle. Options: --rounds N --seconds N --only NAME,… --group NAME,… --count N (measures, sites) --json
 */
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "5" },
    count: { type: "string", default: "1000000" },
    only: { type: "string" },
    group: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const count = Number(values.count);
const picked = (list: string | undefined, name: string): boolean =>
  list === undefined || list.toLowerCase().split(",").includes(name.toLowerCase());

interface Scenario {
  readonly name: string;
  readonly path: string;
}
interface Group {
  readonly name: string;
  readonly title: string;
  readonly scenarios: readonly Scenario[];
  readonly setup: (folder: string) => Promise<Partial<Setup>>;
}

const KB = { name: "1 KB hit", path: "/hit/1024" };
const KB100 = { name: "100 KB hit", path: "/hit/102400" };
const GROUPS: readonly Group[] = [
  {
    name: "plain",
    title: "HTTP/1.1",
    scenarios: [KB, KB100, { name: "1 KB pass-through", path: "/pass/1024" }],
    setup: async () => ({}),
  },
  {
    name: "measures",
    title: `HTTP/1.1, holding ${count.toLocaleString("en")} measures on pages of the same site`,
    scenarios: [KB, KB100],
    setup: async (folder) => ({ measures: await measuresFile(join(folder, "measures.txt"), count) }),
  },
  {
    name: "sites",
    title: `HTTP/1.1, serving ${count.toLocaleString("en")} sites`,
    scenarios: [KB],
    setup: async (folder) => ({ sites: await sitesFile(join(folder, "sites.txt"), count) }),
  },
  {
    name: "tls",
    title: "TLS 1.3 and HTTP/2, 16 connections × 8 streams (h2load; its mean instead of p50)",
    scenarios: [KB, KB100],
    setup: async (folder) => ({ tls: await selfSigned(folder, HOST) }),
  },
];

const say = (text: string): boolean => process.stderr.write(`${text}\n`);
if (loadVersion() === undefined)
  throw new Error("this bench needs wrk and taskset (apt install wrk util-linux)");

const ENGINES: readonly Engine[] = [rempart, nginx, nginxTuned, haproxy, varnish, trafficServer, nodeMap];
const engines = ENGINES.filter(({ name }) => picked(values.only, name)).filter((engine) => {
  const version = engine.version();
  say(`${engine.name}: ${version ?? "not installed, left out"}`);
  return version !== undefined;
});
say(`load: ${loadVersion()}; ${h2Version() ?? "h2load is not installed: no HTTP/2"}`);
say(
  `machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${arch()}`,
);

const folder = await mkdtemp(join(tmpdir(), "rempart-bench-"));
const originPort = await freePort();
const origin = await launch({
  ...{ core: LOAD_CORE, program: process.execPath, port: originPort },
  args: [join(import.meta.dirname, "edge", "origin.ts"), String(originPort)],
});
const rows: Row[] = [];
try {
  for (const group of GROUPS) {
    if (!picked(values.group, group.name)) continue;
    if (group.name === "tls" && h2Version() === undefined) continue;
    rows.push(...(await runGroup(group)));
  }
} finally {
  await origin.stop();
  await rm(folder, { recursive: true, force: true });
}
if (values.json) process.stdout.write(`${JSON.stringify(rows)}\n`);
if (picked(values.group, "phases")) await phaseCosts();

/** What keeps nothing is not measured at passing on. */
function isLeftOut(engine: string, path: string): boolean {
  return (
    path.startsWith("/pass") && engines.some(({ name, hitsOnly }) => name === engine && hitsOnly === true)
  );
}

async function runGroup({ name, title, scenarios, setup }: Group): Promise<Row[]> {
  const shared = join(folder, name);
  await mkdir(shared);
  const given = await setup(shared);
  const running = new Map<string, Running>();
  const results = new Map<string, Measured[]>();
  const drive = name === "tls" ? loadH2 : load;
  try {
    for (const engine of engines) {
      const own = join(shared, engine.name.replace(" ", "-"));
      await mkdir(own);
      const started = await engine.start({ ...given, folder: own, originPort });
      if (typeof started === "string") say(`${title}: ${engine.name} left out: ${started}`);
      else running.set(engine.name, started);
    }
    for (const { path } of scenarios) for (const one of running.values()) await drive(one, path, 1); // warm
    for (let round = 0; round < rounds; round++) {
      for (const { name: what, path } of scenarios) {
        for (const [engine, one] of running) {
          if (isLeftOut(engine, path)) continue;
          const measured = await drive(one, path, seconds);
          results.set(`${what}|${engine}`, [...(results.get(`${what}|${engine}`) ?? []), measured]);
        }
      }
    }
    const found: Row[] = scenarios.flatMap(({ name: what, path }) =>
      [...running.entries()]
        .filter(([engine]) => !isLeftOut(engine, path))
        .map(([engine, { pids }]) => ({
          ...{ group: name, scenario: what, engine, residentMb: residentBytes(pids) / 2 ** 20 },
          ...median(results.get(`${what}|${engine}`)!),
        })),
    );
    if (!values.json) printTable(title, found);
    return found;
  } finally {
    for (const one of running.values()) await one.stop();
  }
}
