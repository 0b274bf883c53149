import { setTimeout as sleep } from "node:timers/promises";
import type { Committed, Proposed } from "../../src/desk/decisions/types.ts";
import { until } from "../../test/world/world.ts";
import { DATABASE, NATS, type Passed, type ProcessName, recording } from "./order.ts";
import { type Fault, type Findings, found } from "./result.ts";
import { GRACE_MS, type Scene } from "./scene.ts";

/** Which request is under way: the two of a decision, or the last of its lift. */
type Step = "propose" | "approve" | "lift";

export interface CrashPoint {
  readonly step: Step;
  readonly process: ProcessName;
  readonly point: string;
  readonly nth: number;
  readonly when: "before" | "after";
  /** Who dies, if it is not the process itself. */
  readonly victim?: ProcessName;
}

export interface NamedPoint {
  /** Without one it is called by its point. */
  readonly name?: string;
  readonly crash: CrashPoint;
}

/** The moments that a decision is made of; of each the first and the last point, before and after. */
const NAMED: readonly (readonly [name: string, step: Step, point: RegExp])[] = [
  ["proposal stored", "propose", /^desk\/db fsync .*pg_wal|^desk send sql commit/],
  ["approval stored, database indexed", "approve", /^desk\/db fsync .*pg_wal|^desk send sql commit/],
  ["entry written", "approve", /^desk write .*ledger\/.*entries/],
  ["entry synced", "approve", /^desk fsync .*ledger\/.*entries/],
  ["vault asked", "approve", /^desk send append call/],
  ["vault writes", "approve", /^vault write .*head-/],
  ["vault signed", "approve", /^vault fsync .*head-/],
  ["vault answered", "approve", /^vault send append answer/],
  ["checkpoint published", "approve", /^desk rename .*checkpoint/],
  ["batch sent", "approve", /^desk send batch/],
  ["message sent to the bus", "approve", /^desk send message to the bus/],
  ["bus has taken it", "approve", /^desk receive answer of the bus/],
  ["person answered", "approve", /^desk send committed/],
  ["edge has the batch", "approve", /^edge-1 receive batch/],
  ["edge has the message", "approve", /^edge-1 receive message of the bus/],
  ["edge writes, view swapped next", "approve", /^edge-1 write .*journal/],
  ["edge syncs", "approve", /^edge-1 fsync .*journal/],
  ["edge acks", "approve", /^edge-1 send ack/],
  ["lift: vault signed", "lift", /^vault fsync .*head-/],
  ["lift: checkpoint published", "lift", /^desk rename .*checkpoint/],
  ["lift: batch sent", "lift", /^desk send (batch|message to the bus)/],
  ["lift: person answered", "lift", /^desk send committed/],
  ["lift: edge writes", "lift", /^edge-1 write .*journal/],
];

/** Acks follow the refusal that visitors see; in this time all have gone. */
const ACKED_MS = 500;
const PROCESSES: readonly ProcessName[] = ["desk", "vault", "edge-1"];

/** Makes one decision while every process writes down its points: whatever passes one can be a place to crash at. */
export async function enumerate(scene: Scene): Promise<CrashPoint[]> {
  const points: CrashPoint[] = [];
  const page = scene.page();
  const record = async (step: Step, work: () => Promise<void>) => {
    const passed = await recording(scene.folder, PROCESSES, work);
    for (const [name, some] of passed) points.push(...pointsOf(step, name, some));
  };
  let proposed: Proposed | undefined;
  let lift: Proposed | undefined;
  await record("propose", async () => {
    proposed = await scene.docket.propose(page);
  });
  await record("approve", async () => {
    const { index } = await scene.docket.approve(proposed!);
    scene.mustRefuse(page, index!);
    const wrong = await scene.obeyed();
    if (wrong !== undefined) throw new Error(wrong);
    await sleep(ACKED_MS);
    lift = await scene.docket.proposeLift(index!);
  });
  await record("lift", async () => {
    await scene.docket.approve(lift!);
    scene.mustServe(page);
    const wrong = await scene.obeyed();
    if (wrong !== undefined) throw new Error(wrong);
    await sleep(ACKED_MS);
  });
  return points;
}

function pointsOf(step: Step, process: ProcessName, passed: readonly Passed[]): CrashPoint[] {
  const times = Map.groupBy(passed, ({ point }) => point);
  return [...times].flatMap(([point, { length }]) =>
    Array.from({ length }, (_, i) => i + 1).flatMap((nth) =>
      (["before", "after"] as const).map((when) => ({ step, process, point, nth, when })),
    ),
  );
}

/** The moments with a name; what the recording does not have (another engine's) is left out. */
export function namedPoints(all: readonly CrashPoint[]): NamedPoint[] {
  return NAMED.flatMap(([name, step, pattern]) => {
    const there = all.filter((one) => one.step === step && pattern.test(one.point));
    const picked = new Set([there[0], there.at(-1)]);
    return [...picked].flatMap((crash) =>
      crash === undefined ? [] : [{ name: `${crash.when} ${name}`, crash }],
    );
  });
}

/** `count` of the points, spread over all of them by a seed that is printed with the run. */
export function drawn<T>(all: readonly T[], count: number, seed: number): T[] {
  let state = seed >>> 0;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' generator: only to spread
    return state / 2 ** 32;
  };
  return all
    .map((point) => ({ point, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ point }) => point);
}

/** Whose points a server of others dies at: those who talk to it. */
const TALKERS: readonly (readonly [server: ProcessName, talkers: readonly ProcessName[]])[] = [
  [DATABASE, ["desk"]],
  [NATS, ["desk", "edge-1"]],
];

/** A server of others dies instead, where the scene has it. */
export const ofServers = (scene: Scene, points: readonly NamedPoint[]): NamedPoint[] =>
  TALKERS.filter(([server]) => scene.servers.has(server)).flatMap(([victim, talkers]) =>
    points
      .filter(({ crash }) => talkers.includes(crash.process))
      .map((one) => ({ ...one, crash: { ...one.crash, victim } })),
  );

export const crashFault = (scene: Scene, { name, crash }: NamedPoint): Fault => ({
  name: `SIGKILL ${crash.victim ?? crash.process}: ${name ?? `${crash.when} ${crash.point} (${crash.step} #${crash.nth})`}`,
  run: () => (crash.step === "lift" ? crashedLift(scene, crash) : crashed(scene, crash)),
});

let orders = 0;

/** Ready to be set, and after what it was set for: whether it sprang. What died is started again then. */
function trap(scene: Scene, { process: owner, point, nth, when, victim: name = owner }: CrashPoint) {
  const pid = name === owner ? {} : { pid: scene.pid(name) };
  const set = (): void => {
    scene.visitors.ignore(name);
    scene.order(owner, { do: "kill", id: `order-${++orders}`, point, nth, when, ...pid });
  };
  const sprung = async (): Promise<boolean> => {
    await until(`${name} dies`, async () => scene.isDead(name), 5_000).catch(() => {});
    scene.countermand(owner);
    const isDead = scene.isDead(name);
    if (isDead) await scene.start(name);
    else scene.visitors.watch(name);
    return isDead;
  };
  return { set, sprung };
}

const MISSED = { note: "this time the decision did not pass that point" };

const lostOf = (acked: Committed | undefined, index: number): string | undefined =>
  acked?.index != null && acked.index !== index
    ? `entry ${acked.index} was acknowledged, the ledger has the decision at ${index}`
    : undefined;

/** A decision with a crash in it; then what died is started again, and the decision finished if it was left undone. */
async function crashed(scene: Scene, crash: CrashPoint): Promise<Findings> {
  await scene.onBus();
  const page = scene.page();
  const { set, sprung } = trap(scene, crash);
  let proposed: Proposed | undefined;
  if (crash.step === "propose") set();
  proposed = await scene.patient(scene.docket.propose(page)).catch(() => undefined);
  if (crash.step === "approve") set();
  const acked = proposed === undefined ? undefined : await scene.tryApprove(proposed);
  const reached = await sprung();
  proposed ??= await scene.docket.propose(page);
  const { index, refused } = await scene.finish(proposed);
  scene.mustRefuse(page, index);
  const disobeyed = await scene.obeyed();
  const audit = await scene.audited();
  await scene.release(page);
  return {
    kept: found(lostOf(acked, index) ?? refused ?? disobeyed),
    "only ledger": found(audit),
    ends: found(await scene.obeyed(scene.edges, GRACE_MS)),
    serving: found(scene.visitors.verdict().wrong),
    ...(reached ? {} : MISSED),
  };
}

/** The same of the way back: once it is in the ledger the page is served again in time, and until then it is not. */
async function crashedLift(scene: Scene, crash: CrashPoint): Promise<Findings> {
  await scene.onBus();
  const page = scene.page();
  const { index: measure } = await scene.docket.approve(await scene.docket.propose(page));
  scene.mustRefuse(page, measure!);
  const before = await scene.obeyed();
  const { set, sprung } = trap(scene, crash);
  const proposed = await scene.docket.proposeLift(measure!);
  set();
  const acked = await scene.tryApprove(proposed);
  const reached = await sprung();
  const { index, refused } = await scene.finish(proposed);
  scene.mustServe(page);
  const ends = await scene.obeyed(scene.edges, GRACE_MS);
  const audit = await scene.audited();
  return {
    ...{ kept: found(before ?? lostOf(acked, index) ?? refused), "only ledger": found(audit) },
    ...{ ends: found(ends), serving: found(scene.visitors.verdict().wrong) },
    ...(reached ? {} : MISSED),
  };
}
