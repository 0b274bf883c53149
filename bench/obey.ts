import { cpus, loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { House } from "../test/desk/house.ts";
import { postgresFolder } from "../test/postgres/cluster.ts";
import { addEdge, followed, openBenchHouse } from "./obey/bench-house.ts";
import { type Cost, costOf } from "./obey/cost.ts";
import { PUBLISHED, printCosts } from "./obey/costs-table.ts";
import { Docket, served } from "./obey/docket.ts";
import { Followers } from "./obey/followers.ts";
import { nowMs, Prober, probeGapMs } from "./obey/prober.ts";
import { atRate, oneAtATime, type Watch } from "./obey/runs.ts";
import { printStages } from "./obey/stages.ts";
import { type Goal, printRow, rowsOf, summary } from "./obey/table.ts";
import { inOwnNetwork, openWire, type Wire } from "./obey/wire.ts";

const USAGE = `node --conditions=rempart-src bench/obey.ts [--quick] [--pages N] [--rounds N] [--postgres]
  From the moderator's commit (the request with the last approval leaves) to the first refused answer to a raw request from
  outside, at each edge, and back. Desk, vault and edges are processes; decisions are proposed, signed and written as ever.
  --quick     a few of each: shows that it works, not how fast
  --pages N   pages that are decided about (60); the desk first looks at two a second
  --rounds N  how often each is refused and served again, in each run (2)
  --postgres  the desk on PostgreSQL instead of its embedded database`;

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    pages: { type: "string" },
    rounds: { type: "string" },
    postgres: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const pages = Number(values.pages ?? (values.quick ? 4 : 60));
const rounds = Number(values.rounds ?? (values.quick ? 1 : 2));
const partitionMs = values.quick ? 3_000 : 60_000;
const followers = values.quick ? { processes: 2, each: 5 } : { processes: 10, each: 10 };
const DECISIONS_PER_SECOND = 50;
const EXTRA_RTT_MS = 60;
const GOALS = {
  edges: { p50Ms: 30, p99Ms: 150 },
  followers: { p99Ms: 500 },
  delayed: { p99Ms: 500 + EXTRA_RTT_MS },
} satisfies Record<string, Goal>;

const costs: Cost[] = [];
/** The last one's way is counted: with few of them it is most of the time. */
const rate = ({ donePerSecond }: { readonly donePerSecond: number }): string =>
  `${DECISIONS_PER_SECOND}/s offered, ${donePerSecond.toFixed(0)}/s done`;

/** Both ways of deciding, seen at edges by a prober of each; then what a decision costs. */
async function measure(house: House, docket: Docket, goal?: Goal): Promise<void> {
  const { edges } = house.world;
  const what = `${edges.length} edge processes`;
  const prober = new Prober(edges.map(({ port }) => port));
  const watch: Watch = ({ path }, status) => prober.watch(path, status);
  for (const row of rowsOf(`${what}, one at a time`, await oneAtATime(docket, rounds, watch), goal))
    printRow(row);
  const many = await atRate(docket, rounds, DECISIONS_PER_SECOND, watch);
  for (const row of rowsOf(`${what}, ${rate(many)}`, many, goal)) printRow(row);
  const { p50, p99 } = summary(prober.gapsMs);
  console.log(
    `    where it is asked again (served again), every ${probeGapMs(edges.length)} ms or more: between two questions p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)} ms`,
  );
  const pids = edges.map(({ name }) => house.world.process(name).pid);
  costs.push(
    await costOf(docket, partiesOf(house, pids), edges.length, rounds, (size) => followed(edges, size)),
  );
}

const partiesOf = ({ world }: House, edges: readonly number[]) => ({
  ...{ desk: world.process("desk").pid, vault: world.process("vault").pid },
  edges,
});

/** All edges dial the desk through the wire from now on. */
async function rewire(house: House, wire: Wire): Promise<void> {
  for (const edge of house.world.edges) {
    await house.world.stop(edge.name);
    await house.world.startEdge(edge, { REMPART_FEED_URL: wire.feedUrl });
    await served(edge.port);
  }
}

async function delayed(house: House, docket: Docket, wire: Wire): Promise<void> {
  const { edges } = house.world;
  wire.slow({ ms: EXTRA_RTT_MS / 2, jitterMs: 10 });
  const prober = new Prober(edges.map(({ port }) => port));
  const found = await oneAtATime(docket, 1, ({ path }, status) => prober.watch(path, status));
  wire.heal();
  const what = `${edges.length} edges, +60 ms ± 20 ms round trip (${wire.kind})`;
  for (const row of rowsOf(what, found, GOALS.delayed)) printRow(row);
}

/** What was decided while no edge was reachable, from the moment the network is back. */
async function partitioned(house: House, docket: Docket, wire: Wire): Promise<void> {
  const { edges } = house.world;
  const prober = new Prober(edges.map(({ port }) => port));
  const some = docket.pages.slice(0, 3);
  const indices: number[] = [];
  for (const status of [403, 200] as const) {
    wire.cut();
    const sinceMs = nowMs();
    for (const [i, page] of some.entries()) {
      const proposed = status === 403 ? docket.propose(page) : docket.proposeLift(indices[i]!);
      indices[i] = (await docket.approve(await proposed)).index ?? -1;
    }
    await sleep(Math.max(0, sinceMs + partitionMs - nowMs()));
    const watches = await Promise.all(some.map(({ path }) => prober.watch(path, status)));
    const healedMs = nowMs();
    wire.heal();
    const seen = await Promise.all(watches.map((watch) => watch()));
    printRow({
      what: `after a ${partitionMs / 1000} s partition (${wire.kind}): ${status === 403 ? "refused" : "served again"}`,
      valuesMs: seen.flat().map((time) => time - healedMs),
    });
  }
}

async function manyFollowers(house: House, docket: Docket): Promise<void> {
  for (const { name } of house.world.edges) await house.world.stop(name);
  const { processes, each } = followers;
  const group = await Followers.start(house, processes, each);
  try {
    const what = `${group.count} full followers in ${processes} processes, in force`;
    const watch: Watch = async () => async (committed) => group.inForce((await committed) + 1);
    for (const row of rowsOf(`${what}, one at a time`, await oneAtATime(docket, 1, watch), GOALS.followers))
      printRow(row);
    const many = await atRate(docket, 1, DECISIONS_PER_SECOND, watch);
    for (const row of rowsOf(`${what}, ${rate(many)}`, many, GOALS.followers)) printRow(row);
    costs.push(
      await costOf(docket, partiesOf(house, group.pids), group.count, 1, (size) => group.inForce(size)),
    );
  } finally {
    await group.stop();
  }
}

async function main(): Promise<void> {
  const postgres = values.postgres ? postgresFolder() : undefined;
  if (values.postgres && postgres === undefined) throw new Error("PostgreSQL is not installed");
  console.log(
    `obey: ${cpus().length} × ${cpus()[0]?.model.trim()}, node ${process.version}, ${postgres === undefined ? "embedded database" : "PostgreSQL"}, load ${loadavg()[0]?.toFixed(2)}; feed: SSE over mutual TLS`,
  );
  await using opened = await openBenchHouse({ edges: 3, postgres });
  const { house } = opened;
  const docket = await Docket.open(house, pages);
  try {
    await measure(house, docket);
    if (!values.quick) {
      for (let i = 4; i <= 10; i++) await addEdge(house, `edge-${i}`);
      await measure(house, docket, GOALS.edges);
    }
    const wire = await openWire(house.world.feedPort);
    try {
      await rewire(house, wire);
      await delayed(house, docket, wire);
      await partitioned(house, docket, wire);
    } finally {
      wire.close();
    }
    await manyFollowers(house, docket);
  } finally {
    docket.close();
  }
  await printStages(postgres, values.quick ? 4 : 40);
  printCosts(costs);
  console.log(PUBLISHED);
}

if (values.help) {
  console.log(USAGE);
} else {
  const code = inOwnNetwork();
  if (code === undefined) await main();
  else process.exitCode = code;
}
