import { setTimeout as sleep } from "node:timers/promises";
import type { DocketPage } from "../obey/docket.ts";
import { type Fault, type Findings, found } from "./result.ts";
import { GRACE_MS, type Scene } from "./scene.ts";

const SHORT_S = 6;
/** In this time every edge has heard a desk that is there. */
const HEARD_MS = 6_000;
const HOUR_MS = 3_600_000;

export interface Short {
  readonly page: DocketPage;
  readonly endsMs: number;
}

/** A measure of a few seconds, in force at these edges. Throws where it is not. */
export async function decideShort(scene: Scene, edges = scene.edges): Promise<Short> {
  const page = scene.page();
  const proposed = await scene.docket.propose(page, SHORT_S);
  const { index } = await scene.docket.approve(proposed);
  const endsMs = Date.now() + SHORT_S * 1000; // entries carry whole seconds: it ends up to one earlier
  scene.mustRefuse(page, index!);
  const wrong = await scene.obeyed(edges, (SHORT_S - 1) * 1000);
  scene.mustServe(page);
  if (wrong !== undefined) throw new Error(`before its end: ${wrong}`);
  return { page, endsMs };
}

/** What still refuses the page a grace after the measure's end. */
export async function ended(scene: Scene, { page, endsMs }: Short): Promise<string | undefined> {
  await sleep(Math.max(0, endsMs + GRACE_MS - Date.now()));
  for (const edge of scene.edges) {
    const { status } = await scene.ask(edge, page.path);
    if (status !== 200) return `${edge.name} says ${status} ${GRACE_MS / 1000} s after the end`;
  }
  return undefined;
}

/** What an edge that is cut off says of its state's age is wrong. */
export async function ageWrong(scene: Scene, sinceMs: number): Promise<string | undefined> {
  for (const edge of scene.edges) {
    const { ageMs } = await scene.state(edge);
    const awayMs = Date.now() - sinceMs;
    if (ageMs === null || ageMs < awayMs - 1_000)
      return `${edge.name} calls its state ${ageMs} ms old, ${awayMs} ms after the cut`;
  }
  return undefined;
}

/** A partition between edges and desk: what ends in it ends, what is decided in it is obeyed after it. */
async function partition(scene: Scene, lastsMs: number): Promise<Findings> {
  const short = await decideShort(scene);
  scene.cut();
  const sinceMs = Date.now();
  const page = scene.page();
  const { index } = await scene.docket.approve(await scene.docket.propose(page));
  const ends = await ended(scene, short);
  await sleep(Math.max(0, sinceMs + lastsMs - Date.now()));
  const age = await ageWrong(scene, sinceMs);
  scene.heal();
  scene.mustRefuse(page, index!);
  const disobeyed = await scene.obeyed();
  const audit = await scene.audited();
  await scene.release(page);
  return {
    ...{ kept: found(disobeyed), "only ledger": found(audit), ends: found(ends) },
    ...{ serving: found(scene.visitors.verdict().wrong), "age said": found(age) },
  };
}

async function endWithoutDesk(scene: Scene): Promise<Findings> {
  const short = await decideShort(scene);
  const sinceMs = Date.now();
  await scene.kill("desk");
  const ends = await ended(scene, short);
  const age = await ageWrong(scene, sinceMs);
  await scene.start("desk");
  const audit = await scene.audited();
  return {
    ...{ "only ledger": found(audit), ends: found(ends) },
    ...{ serving: found(scene.visitors.verdict().wrong), "age said": found(age) },
  };
}

/**
 * An edge whose clock is off obeys as the others do, and stops no later than they do while the desk can be heard. One that is ahead
 * stops earlier, by its error: a measure shorter than that is never in force there.
 */
async function edgeClock(scene: Scene, skewMs: number): Promise<Findings> {
  await scene.kill("edge-1");
  await scene.start("edge-1", { skewMs });
  const page = scene.page();
  const { index } = await scene.docket.approve(await scene.docket.propose(page));
  scene.mustRefuse(page, index!);
  const disobeyed = await scene.obeyed();
  const timely = skewMs > 0 ? scene.edges.filter(({ name }) => name !== "edge-1") : scene.edges;
  const ends = await decideShort(scene, timely).then(
    (short) => ended(scene, short),
    (error: Error) => error.message,
  );
  await scene.kill("edge-1");
  await scene.start("edge-1");
  const audit = await scene.audited();
  await scene.release(page);
  return {
    ...{ kept: found(disobeyed), "only ledger": found(audit), ends: found(ends) },
    serving: found(scene.visitors.verdict().wrong),
  };
}

/**
 * With desk or vault an hour off nothing is written with a wrong time: the decision waits until the clock is right. What had ended
 * does not begin anew.
 */
async function deskClock(scene: Scene, name: "desk" | "vault", skewMs: number): Promise<Findings> {
  const over = await decideShort(scene);
  await ended(scene, over);
  const page = scene.page();
  await scene.kill(name);
  await scene.start(name, { skewMs });
  await sleep(HEARD_MS);
  const ends = await ended(scene, over);
  const proposed = await scene.docket.propose(page);
  const acked = await scene.tryApprove(proposed);
  const early = acked === undefined ? await scene.obeyed(scene.edges, GRACE_MS) : undefined;
  await scene.kill(name);
  await scene.start(name);
  scene.mustRefuse(page, acked?.index ?? (await scene.finish(proposed)).index);
  const disobeyed = await scene.obeyed();
  const audit = await scene.audited();
  await scene.release(page);
  return {
    ...{ kept: found(disobeyed), "only ledger": found(early ?? audit), ends: found(ends) },
    serving: found(scene.visitors.verdict().wrong),
  };
}

export const partitionFault = (scene: Scene, lastsMs: number): Fault => ({
  name: `partition of ${lastsMs / 1000} s between edges and what they follow`,
  run: () => partition(scene, lastsMs),
});

export const endFaults = (scene: Scene, partitionMs: number): Fault[] => [
  partitionFault(scene, partitionMs),
  { name: "SIGKILL desk, and a measure ends meanwhile", run: () => endWithoutDesk(scene) },
  ...[HOUR_MS, -HOUR_MS].flatMap((skewMs): Fault[] => {
    const off = `${skewMs > 0 ? "+" : "−"}1 h`;
    return [
      { name: `clock of an edge ${off}`, run: () => edgeClock(scene, skewMs) },
      { name: `clock of the desk ${off}`, run: () => deskClock(scene, "desk", skewMs) },
      { name: `clock of the vault ${off}`, run: () => deskClock(scene, "vault", skewMs) },
    ];
  }),
];
