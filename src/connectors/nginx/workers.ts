import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { RempartError } from "../../lib/errors.ts";

const GIVE_UP_MS = 5000;
const LOOK_MS = 5;

/** Process ids of nginx's workers that take connections (Linux): one that was told to go says so in its title. */
export async function acceptingWorkers(pidFile: string): Promise<readonly string[]> {
  const master = (await readFile(pidFile, "utf8")).trim();
  const children = (await readFile(`/proc/${master}/task/${master}/children`, "utf8")).trim().split(" ");
  const titled = children.map(async (pid) => [pid, await readFile(`/proc/${pid}/cmdline`, "utf8")] as const);
  const workers = (await Promise.allSettled(titled)).flatMap((one) =>
    one.status === "fulfilled" ? [one.value] : [],
  );
  return workers
    .filter(([, title]) => title.includes("worker process") && !title.includes("shutting down"))
    .map(([pid]) => pid);
}

/** A reload returns before anything is reloaded: resolves when only workers that were not there `before` take connections. */
export async function workersReplaced(pidFile: string, before: readonly string[]): Promise<void> {
  for (let waitedMs = 0; waitedMs < GIVE_UP_MS; waitedMs += LOOK_MS) {
    const now = await acceptingWorkers(pidFile);
    if (now.length > 0 && now.every((pid) => !before.includes(pid))) return;
    await sleep(LOOK_MS);
  }
  throw new RempartError("connector.nginx", 502, "nginx was told to reload and goes on with its old workers");
}
