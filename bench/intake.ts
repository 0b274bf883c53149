import { availableParallelism } from "node:os";
import { House } from "../test/desk/house.ts";
import { HOSTNAMES } from "../test/fixtures/people.ts";
import { ABUSIVE_THREADS, forgedReports } from "../test/fixtures/reports.ts";
import { postgresFolder, startCluster } from "../test/postgres/cluster.ts";
import { api } from "../test/world/http.ts";
import { until } from "../test/world/world.ts";
import { print, report as printTimes, printTitle } from "./measuring.ts";

/**
 * A flood of reports at a desk: `--count 5000 --seconds 60 [--pages 1] [--embedded] [--kill]`. They are sent at an even rate,
 * whether or not the ones before were answered; a time counts from when a report was due to be sent. `--kill`: the desk is
 * killed in the middle and started again; then every receipt that was shown is tried. `--honest`: with two edges and an honest
 * report of a risk to life in the middle, timed until its case is first in the queue. On PostgreSQL where it is installed.
 */
const argument = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const COUNT = argument("count", 5_000);
const SECONDS = argument("seconds", 60);
const PAGES = argument("pages", 1);
const isKilled = process.argv.includes("--kill");
const isHonest = process.argv.includes("--honest");
const isEmbedded = process.argv.includes("--embedded");

const programs = isEmbedded ? undefined : postgresFolder();
const cluster = programs === undefined ? undefined : await startCluster(programs);
const extra = cluster === undefined ? {} : { REMPART_DATABASE_URL: cluster.url };
const house = await House.open({ extra, edges: isHonest ? 2 : 0 });
const { world } = house;
printTitle(
  `intake: ${COUNT} reports in ${SECONDS} s on ${PAGES} page(s), ${cluster === undefined ? "embedded database" : "PostgreSQL"}, ${availableParallelism()} cores`,
);

const receipts: string[] = [];
const times: number[] = [];
let refused = 0;
let cut = 0;

async function send(body: object, dueMs: number): Promise<void> {
  try {
    const { receipt } = await api<{ receipt: string }>(world.deskPort, "POST", "/api/reports", { body });
    times.push(performance.now() - dueMs);
    receipts.push(receipt);
  } catch (error) {
    if ((error as { status?: number }).status === 429) refused++;
    else cut++;
  }
}

const bodies = forgedReports(COUNT).map((report, i) => ({
  ...report,
  urls: [`https://${HOSTNAMES.forum}/salon/inonde/${i % PAGES}`],
}));
const begun = performance.now();
const sent: Promise<void>[] = [];
const kill = async () => {
  await world.kill("desk");
  await world.startDesk(extra);
};
const honest = {
  urls: [`https://${HOSTNAMES.forum}${ABUSIVE_THREADS.dox}`],
  ...{ riskToLife: true, happening: ["address", "threat"] },
};
/** How long it takes until what we saw ourselves of the honest report's page is the first thing that a moderator sees. */
const onTop = async (): Promise<number> => {
  const begun = performance.now();
  await api(world.deskPort, "POST", "/api/reports", { body: honest });
  await until(
    "the honest report on top",
    async () => {
      const { cases } = await house.get<{ cases: { severity: string }[] }>(house.first, "/api/cases");
      return cases[0]?.severity === "critical";
    },
    300_000,
  );
  return performance.now() - begun;
};
let killing: Promise<void> | undefined;
let topped: Promise<number> | undefined;
for (const [i, body] of bodies.entries()) {
  const dueMs = begun + (i * SECONDS * 1000) / COUNT;
  const waitMs = dueMs - performance.now();
  if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
  sent.push(send(body, dueMs));
  if (isKilled && i === COUNT >> 1) killing = kill();
  if (isHonest && i === COUNT >> 1) topped = onTop();
}
await Promise.all(sent);
await killing;
if (topped !== undefined) print("the honest report on top after", `${((await topped) / 1000).toFixed(1)} s`);

print("accepted", `${receipts.length} of ${COUNT} (${refused} told to wait, ${cut} cut off)`);
printTimes("accept", Float64Array.from(times), "ms");
await house.signInAgain();
const states = { known: 0, lost: 0 };
for (let at = 0; at < receipts.length; at += 50) {
  await Promise.all(
    receipts.slice(at, at + 50).map(async (receipt) => {
      const found = await api(world.deskPort, "POST", "/api/reports/status", { body: { receipt } }).then(
        () => true,
        () => false,
      );
      if (found) states.known++;
      else states.lost++;
    }),
  );
}
print("receipts that open their report", `${states.known}, lost ${states.lost}`);
const cases = await until("the cases", async () => house.cases());
print("cases", `${cases.length}, reports on them ${cases.reduce((sum, { reports }) => sum + reports, 0)}`);
await house.close();
await cluster?.stop();
if (states.lost > 0) process.exitCode = 1;
