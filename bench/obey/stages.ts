import type { House } from "../../test/desk/house.ts";
import { type Passed, recording } from "../faults/order.ts";
import { Preloaded } from "../faults/preload.ts";
import { openBenchHouse } from "./bench-house.ts";
import { Docket } from "./docket.ts";
import { nowMs, Prober } from "./prober.ts";
import { printRow } from "./table.ts";

/** The moments of a decision, in order: which process passes which point, and whether its start or its end counts. */
const MOMENTS: readonly (readonly [
  name: string,
  process: string,
  point: RegExp,
  edge: "beganMs" | "endedMs",
])[] = [
  ["approval checked and stored", "desk", /^desk write .*ledger\/.*entries/, "beganMs"],
  ["entry written and synced", "desk", /^desk send append call/, "beganMs"],
  ["vault asked, checked", "vault", /^vault write .*head/, "beganMs"],
  ["vault remembered (one sync), signed", "vault", /^vault send append answer/, "beganMs"],
  ["checkpoint published", "desk", /^desk rename .*checkpoint/, "endedMs"],
  ["batch made and sent", "desk", /^desk send batch/, "beganMs"],
  ["received by the edge", "edge-1", /^edge-1 receive batch/, "beganMs"],
  ["verified by the edge, and written", "edge-1", /^edge-1 write .*journal/, "endedMs"],
];
const SEEN = "in force and seen by a visitor";

/** Where the time of a decision goes: what desk, vault and one edge of three write and send, recorded in the processes themselves. */
export async function printStages(postgres: string | undefined, decisions: number): Promise<void> {
  using preloaded = new Preloaded();
  await using opened = await openBenchHouse({ edges: 3, postgres });
  const docket = await Docket.open(opened.house, 4);
  try {
    const tookMs = new Map<string, number[]>(
      [...MOMENTS.map(([name]) => name), SEEN].map((name) => [name, []]),
    );
    for (let i = 0; i < decisions; i++) {
      const stages = await stagesOf(opened.house, docket, preloaded.folder, i);
      for (const [name, ms] of stages) tookMs.get(name)!.push(ms);
    }
    console.log("where it goes (3 edges, one at a time, with the recorder's own cost):");
    for (const [what, valuesMs] of tookMs) printRow({ what: `  ${what}`, valuesMs });
  } finally {
    docket.close();
  }
}

async function stagesOf(
  { world }: House,
  docket: Docket,
  folder: string,
  i: number,
): Promise<(readonly [string, number])[]> {
  const page = docket.pages[i % docket.pages.length]!;
  const proposed = await docket.propose(page);
  const prober = new Prober([world.edges[0]!.port]);
  let sentMs = 0;
  let seenMs = Number.NaN;
  let index = -1;
  const passed = await recording(folder, ["desk", "vault", "edge-1"], async () => {
    const watch = await prober.watch(page.path, 403);
    sentMs = nowMs();
    const seen = watch();
    index = (await docket.approve(proposed)).index ?? -1;
    seenMs = (await seen)[0]!;
  });
  await docket.approve(await docket.proposeLift(index));
  await (await prober.watch(page.path, 200))();
  let beforeMs = sentMs;
  return [
    ...MOMENTS.map(([name, process, point, edge]) => {
      const atMs = firstOf(passed.get(process)!, point)?.[edge] ?? Number.NaN;
      const tookMs = atMs - beforeMs;
      beforeMs = atMs;
      return [name, tookMs] as const;
    }),
    [SEEN, seenMs - beforeMs] as const,
  ];
}

const firstOf = (passed: readonly Passed[], point: RegExp): Passed | undefined =>
  passed.find((one) => point.test(one.point));
