import { readdirSync, readFileSync } from "node:fs";
import { until } from "../../test/world/world.ts";
import type { ProcessName } from "./order.ts";
import { type Fault, type Findings, found } from "./result.ts";
import { GRACE_MS, type Scene } from "./scene.ts";

/** What is being answered has five seconds to end, an edge's exchanges ten; neither is needed here. */
const ENDS_MS = 15_000;

/** Processes by the one that started them. */
function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
}

/** Undefined where it has ended meanwhile. */
function parentOf(pid: string | number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}

const family = (pid: number): number[] => childrenOf(pid).flatMap((child) => [child, ...family(child)]);

/**
 * SIGTERM while a decision is under way: the process ends by itself, in good order, and takes its children with it. Where the
 * decision was answered it is there; where it was not it can be finished.
 */
async function stopped(scene: Scene, name: ProcessName, afterMs: number): Promise<Findings> {
  const page = scene.page();
  const proposed = await scene.docket.propose(page);
  const pid = scene.pid(name);
  const children = family(pid);
  scene.visitors.ignore(name);
  const approving = scene.tryApprove(proposed);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  process.kill(pid, "SIGTERM");
  const hung = await until(`${name} ends`, async () => scene.isDead(name), ENDS_MS).then(
    () => undefined,
    () => `${name} was still there ${ENDS_MS / 1000} s after SIGTERM`,
  );
  const code = hung === undefined ? scene.house.world.process(name).exit() : 0;
  const disorder = code === 0 ? undefined : `${name} ended with ${code}`;
  const left = children.filter((child) => parentOf(child) !== undefined);
  const orphans = left.length === 0 ? undefined : `${name} left ${left.length} of its children running`;
  const acked = await approving;
  if (hung !== undefined) await scene.kill(name);
  await scene.start(name);
  const { index, refused } = await scene.finish(proposed);
  const lost =
    acked?.index != null && acked.index !== index ? `entry ${acked.index} was acknowledged` : undefined;
  scene.mustRefuse(page, index);
  const disobeyed = await scene.obeyed();
  const audit = await scene.audited();
  await scene.release(page);
  return {
    kept: found(hung ?? disorder ?? orphans ?? lost ?? refused ?? disobeyed),
    "only ledger": found(audit),
    ends: found(await scene.obeyed(scene.edges, GRACE_MS)),
    serving: found(scene.visitors.verdict().wrong),
  };
}

/** Sooner and later in the some 20 ms that a decision takes. */
export const stopFaults = (scene: Scene): Fault[] =>
  ["desk", "vault", "edge-1"].flatMap((name) =>
    [2, 10].map((afterMs) => ({
      name: `SIGTERM ${name}, ${afterMs} ms into a decision`,
      run: () => stopped(scene, name, afterMs),
    })),
  );
