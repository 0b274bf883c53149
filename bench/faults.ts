import { parseArgs } from "node:util";
import { absent as natsAbsent } from "../test/feed/nats-server.ts";
import { postgresFolder } from "../test/postgres/cluster.ts";
import { busFaults } from "./faults/buses.ts";
import {
  type CrashPoint,
  crashFault,
  drawn,
  enumerate,
  type NamedPoint,
  namedPoints,
  ofServers,
} from "./faults/crashes.ts";
import { diskFaults } from "./faults/disks.ts";
import { endFaults, partitionFault } from "./faults/ends.ts";
import { forgeryFaults } from "./faults/forgeries.ts";
import { runMatrix } from "./faults/result.ts";
import { Scene, type SceneOptions } from "./faults/scene.ts";
import { stopFaults } from "./faults/stops.ts";

const USAGE = `node --conditions=rempart-src bench/faults.ts [--points named|all|N] [--seed N] [--embedded] [--postgres] [--nats] [--list] [--only TEXT]
  Breaks installations of real processes, one fault after the other, and checks from outside what must hold. Exit 1 if it does not.
  Three installations in turn, where their servers are installed: on the embedded database, on PostgreSQL, and with the feed over NATS.
  --points  crash at the moments that have a name (default), at all that a recorded decision passed, or at N drawn from them, in each
  --seed    of the drawing
  --embedded, --postgres, --nats  only on these
  --list    print the crash points and stop
  --only    faults whose name holds this text`;

const { values } = parseArgs({
  options: {
    points: { type: "string", default: "named" },
    seed: { type: "string", default: "1" },
    embedded: { type: "boolean", default: false },
    postgres: { type: "boolean", default: false },
    nats: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  },
});

interface Installation {
  readonly name: "embedded" | "postgres" | "nats";
  readonly title: string;
  /** Why it cannot be had here, or what it is opened with. */
  readonly engines: string | Omit<SceneOptions, "pages">;
}

function installations(): Installation[] {
  const postgres = postgresFolder();
  const all: Installation[] = [
    { name: "embedded", title: "embedded database, feed over SSE", engines: {} },
    {
      ...{ name: "postgres", title: "PostgreSQL, feed over SSE" },
      engines: postgres === undefined ? "PostgreSQL is absent (apt-get install postgresql)" : { postgres },
    },
    {
      ...{ name: "nats", title: "embedded database, feed over NATS" },
      engines: natsAbsent === false ? { nats: true } : natsAbsent,
    },
  ];
  const asked = all.filter(({ name }) => values[name]);
  return asked.length > 0 ? asked : all;
}

/** Longer than an edge waits for a word of the desk before it dials again. */
const PARTITION_MS = 20_000;

function chosen(scene: Scene, all: readonly CrashPoint[]): NamedPoint[] {
  const points = values.points === "named" ? namedPoints(all) : all.map((crash) => ({ crash }));
  const pool = [...ofServers(scene, points), ...points];
  if (values.points === "named") return pool;
  return drawn(pool, values.points === "all" ? pool.length : Number(values.points), Number(values.seed));
}

/** `isWhole`: with the faults, too, that are the same whatever stores and carries. */
async function runOn(
  { title }: Installation,
  engines: Omit<SceneOptions, "pages">,
  isWhole: boolean,
): Promise<number> {
  await using scene = await Scene.open({ pages: 5, ...engines });
  const all = await enumerate(scene);
  if (values.list) {
    for (const { step, when, point, nth } of all) console.log(`${title}: ${step} ${when} ${point} #${nth}`);
    return 0;
  }
  const crashes = chosen(scene, all);
  console.log(
    `\n${title}; network: ${scene.wire.kind}; crash points: ${crashes.length}, of ${all.length} that a decision passed`,
  );
  const others = isWhole
    ? [...endFaults(scene, PARTITION_MS), ...diskFaults(scene), ...forgeryFaults(scene)]
    : [partitionFault(scene, PARTITION_MS)];
  if (!isWhole) console.log("not broken again here: clocks, disks, state files, batches");
  const faults = [
    ...crashes.map((one) => crashFault(scene, one)),
    ...stopFaults(scene),
    ...busFaults(scene),
    ...others,
  ];
  return await runMatrix(faults.filter(({ name }) => name.includes(values.only)));
}

async function main(): Promise<number> {
  let failed = 0;
  let isFirst = true;
  for (const installation of installations()) {
    const { title, engines } = installation;
    if (typeof engines === "string") {
      if (values[installation.name]) throw new Error(engines);
      console.log(`\nleft out: ${title}: ${engines}`);
      continue;
    }
    failed += await runOn(installation, engines, isFirst);
    isFirst = false;
  }
  return failed;
}

if (values.help) console.log(USAGE);
else if ((await main()) > 0) process.exitCode = 1;
