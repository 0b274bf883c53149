import { parseArgs } from "node:util";
import { postgresFolder } from "../test/postgres/cluster.ts";
import { crashFault, drawn, enumerate, namedPoints, ofDatabase } from "./faults/crashes.ts";
import { diskFaults } from "./faults/disks.ts";
import { endFaults } from "./faults/ends.ts";
import { forgeryFaults } from "./faults/forgeries.ts";
import { runMatrix } from "./faults/result.ts";
import { Scene } from "./faults/scene.ts";

const USAGE = `node --conditions=rempart-src bench/faults.ts [--points named|all|N] [--seed N] [--postgres] [--list] [--only TEXT]
  Breaks an installation of real processes, one fault after the other, and checks from outside what must hold. Exit 1 if it does not.
  --points  crash at the moments that have a name (default), at all that a recorded decision passed, or at N drawn from them
  --seed    of the drawing
  --list    print the crash points and stop
  --only    faults whose name holds this text`;

const { values } = parseArgs({
  options: {
    points: { type: "string", default: "named" },
    seed: { type: "string", default: "1" },
    postgres: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  },
});

/** Longer than an edge waits for a word of the desk before it dials again. */
const PARTITION_MS = 20_000;

async function main(): Promise<number> {
  const postgres = values.postgres ? postgresFolder() : undefined;
  if (values.postgres && postgres === undefined) throw new Error("PostgreSQL is not installed");
  await using scene = await Scene.open({ pages: 5, ...(postgres === undefined ? {} : { postgres }) });
  const all = await enumerate(scene);
  if (values.list) {
    for (const { step, when, point, nth } of all) console.log(`${step} ${when} ${point} #${nth}`);
    return 0;
  }
  const crashes =
    values.points === "named"
      ? namedPoints(all)
      : drawn(all, values.points === "all" ? all.length : Number(values.points), Number(values.seed)).map(
          (crash) => ({ crash }),
        );
  console.log(
    `database: ${postgres === undefined ? "embedded" : "PostgreSQL"}; network: ${scene.wire.kind}; crash points: ${crashes.length} of ${all.length}; not broken here: nats-server, ${postgres === undefined ? "a database server (--postgres)" : "the disk below PostgreSQL"}`,
  );
  const faults = [
    ...(scene.cluster === undefined ? [] : ofDatabase(namedPoints(all)).map((one) => crashFault(scene, one))),
    ...crashes.map((one) => crashFault(scene, one)),
    ...endFaults(scene, PARTITION_MS),
    ...diskFaults(scene),
    ...forgeryFaults(scene),
  ];
  return await runMatrix(faults.filter(({ name }) => name.includes(values.only)));
}

if (values.help) console.log(USAGE);
else if ((await main()) > 0) process.exitCode = 1;
