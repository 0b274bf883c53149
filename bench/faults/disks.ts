import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../test/world/world.ts";
import type { DocketPage } from "../obey/docket.ts";
import type { ProcessName } from "./order.ts";
import { type Fault, type Findings, found } from "./result.ts";
import { GRACE_MS, type Scene } from "./scene.ts";

/** Decided while a process cannot write: what was answered holds, and once there is room again all of it is obeyed. */
async function fullDisk(scene: Scene, name: ProcessName): Promise<Findings> {
  const page = scene.page();
  const proposed = await scene.docket.propose(page);
  scene.order(name, { do: "full-disk" });
  const acked = await scene.tryApprove(proposed);
  const isEdge = name.startsWith("edge");
  const others = scene.edges.filter((edge) => edge.name !== name);
  if (acked?.index != null) scene.mustRefuse(page, acked.index);
  // With an edge's disk full the others obey; with the desk's or the vault's what was not answered is refused nowhere.
  const meanwhile = await scene.obeyed(others, GRACE_MS);
  scene.countermand(name);
  let restarted = false;
  const { index } = await scene.finish(proposed).catch(async () => {
    restarted = true;
    if (!scene.isDead(name)) await scene.kill(name);
    await scene.start(name);
    return scene.finish(proposed);
  });
  scene.mustRefuse(page, index);
  const disobeyed = await scene.obeyed();
  const audit = await scene.audited();
  await scene.release(page);
  return {
    kept: found(disobeyed ?? (isEdge || acked !== undefined ? meanwhile : undefined)),
    "only ledger": found((acked === undefined ? meanwhile : undefined) ?? audit),
    serving: found(scene.visitors.verdict().wrong),
    ...(restarted ? { note: `with room again the ${name} had to be started again` } : {}),
  };
}

/** A desk that has lost its database does not go on for longer. */
const ENDS_MS = 2_000;

/**
 * With the desk's disk full a decision is answered with an error or by the desk's end, not with success nor never. Edges serve and
 * enforce what they have. With room again the decision can be finished, and after a restart all that was answered is there.
 */
async function fullDesk(scene: Scene): Promise<Findings> {
  const known = scene.page();
  const { index: knownIndex } = await scene.docket.approve(await scene.docket.propose(known));
  scene.mustRefuse(known, knownIndex!);
  const before = await scene.obeyed();
  const page = scene.page();
  const proposed = await scene.docket.propose(page);
  scene.order("desk", { do: "full-disk" });
  const answered = await scene.patient(scene.docket.approve(proposed)).then(
    () => "the approval was answered with success",
    ({ message }: Error) => (message.startsWith("no answer") ? message : undefined),
  );
  const meanwhile = await scene.obeyed(scene.edges, GRACE_MS);
  const hasEnded = await until("the desk ends", async () => scene.isDead("desk"), ENDS_MS).catch(() => false);
  scene.countermand("desk");
  if (hasEnded) await scene.start("desk");
  const { index, refused } = await scene.finish(proposed);
  scene.mustRefuse(page, index);
  await scene.kill("desk");
  await scene.start("desk");
  const disobeyed = await scene.obeyed();
  const audit = await scene.audited();
  await scene.release(page);
  await scene.release(known);
  return {
    kept: found(before ?? answered ?? refused ?? disobeyed),
    "only ledger": found(meanwhile ?? audit),
    ends: found(await scene.obeyed(scene.edges, GRACE_MS)),
    serving: found(scene.visitors.verdict().wrong),
    ...(hasEnded ? { note: "the desk ended, and had to be started again" } : {}),
  };
}

/** edge-1, stopped with a measure on its disk; `before`: whether the edges obeyed it until then. */
async function stopped(scene: Scene) {
  const page = scene.page();
  const { index } = await scene.docket.approve(await scene.docket.propose(page));
  scene.mustRefuse(page, index!);
  const before = await scene.obeyed();
  await scene.kill("edge-1");
  return { page, before, folder: scene.house.world.path("edge-1", "edge", "state") };
}

/** What is seen once it is up again; `started`: what was wrong on the way. */
async function judged(
  scene: Scene,
  page: DocketPage,
  before: string | undefined,
  started?: string,
): Promise<Findings> {
  const disobeyed = await scene.obeyed();
  const audit = await scene.audited();
  await scene.release(page);
  return {
    ...{ kept: found(before ?? disobeyed), "only ledger": found(started ?? audit) },
    serving: found(scene.visitors.verdict().wrong),
  };
}

/** A byte of the state changed: the edge says so and serves nothing, rather than something without its measures. */
async function changedState(scene: Scene): Promise<Findings> {
  const { page, before, folder } = await stopped(scene);
  const names = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  const path = names.map((name) => join(folder, name)).find((one) => readFileSync(one).length > 200)!;
  const bytes = readFileSync(path);
  bytes[100]! ^= 1;
  writeFileSync(path, bytes);
  const started = await scene.start("edge-1").then(
    () => "it started with a changed state",
    () => undefined,
  );
  rmSync(folder, { recursive: true });
  await scene.kill("edge-1");
  await scene.start("edge-1");
  return judged(scene, page, before, started);
}

/** A line that a power cut left half written at the journal's end: dropped, and it comes again. */
async function tornState(scene: Scene): Promise<Findings> {
  const { page, before, folder } = await stopped(scene);
  const path = readdirSync(folder)
    .filter((name) => name.startsWith("journal"))
    .map((name) => join(folder, name))[0]!;
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, -20));
  await scene.start("edge-1");
  return judged(scene, page, before);
}

export const diskFaults = (scene: Scene): Fault[] => [
  { name: "disk of an edge full (injected)", run: () => fullDisk(scene, "edge-1") },
  { name: "disk of the vault full (injected)", run: () => fullDisk(scene, "vault") },
  { name: "disk of the desk full (injected)", run: () => fullDesk(scene) },
  { name: "state file of an edge: one bit changed", run: () => changedState(scene) },
  { name: "state file of an edge: torn end", run: () => tornState(scene) },
];
