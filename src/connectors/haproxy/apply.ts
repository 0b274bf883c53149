import { RempartError } from "../../lib/errors.ts";
import type { Plan } from "../plan.ts";
import { mapPath } from "./config.ts";
import { writeMaps } from "./files.ts";
import { cutRefused, type IsRefused } from "./in-flight.ts";
import { mapFiles } from "./maps.ts";
import {
  addLines,
  type Command,
  type HeldLine,
  type MapLine,
  removeLines,
  replaceLines,
  showMap,
} from "./runtime.ts";

export interface HaproxyApplied {
  readonly added: number;
  readonly removed: number;
  /** Streams that were open and are refused. */
  readonly cut: number;
}

/** HAProxy looks through the whole map for each entry that is taken out: from here on a new map costs less. */
const FEW = 50;

/**
 * Brings a running HAProxy to the plan, without a reload: files first, so that a restart at any moment keeps the
 * measures, then the differences through the runtime API, then a look at what it holds. What comes is added before
 * what goes is removed: no request falls between. Then streams from before are cut where `isRefused`. Throws
 * `connector.haproxy-down`, or `connector.haproxy` if it does not hold the plan afterwards; applying again is always safe.
 */
export async function applyToHaproxy(
  plan: Plan,
  { folder, command }: { folder: string; command: Command },
  isRefused: IsRefused = () => false,
): Promise<HaproxyApplied> {
  const files = mapFiles(plan);
  const compared = Promise.all(
    files.map(async ({ name, lines }) => {
      const map = { path: mapPath(folder, name), lines };
      return { ...map, ...(await difference(command, map)) };
    }),
  );
  compared.catch(() => {}); // one that is down starts from its files: they are written first
  await writeMaps(folder, files);
  const changes = await compared;
  for (const { path, missing } of changes) await addLines(command, path, missing);
  for (const { path, lines, wrong } of changes) {
    if (wrong.length > FEW) await replaceLines(command, path, lines);
    else await removeLines(command, path, wrong);
  }
  for (const map of changes) {
    const { missing, wrong } =
      map.missing.length + map.wrong.length > 0 ? await difference(command, map) : NONE;
    if (missing.length > 0 || wrong.length > 0)
      throw new RempartError("connector.haproxy", 502, `HAProxy does not hold what ${map.path} says`);
  }
  const cut = await cutRefused(command, isRefused);
  return { added: sum(changes, "missing"), removed: sum(changes, "wrong"), cut };
}

interface Difference {
  readonly missing: readonly MapLine[];
  readonly wrong: readonly HeldLine[];
}

const NONE: Difference = { missing: [], wrong: [] };

async function difference(
  command: Command,
  { path, lines }: { readonly path: string; readonly lines: readonly MapLine[] },
): Promise<Difference> {
  const missing = new Set(lines);
  const wrong: HeldLine[] = [];
  // A line that is held twice is once too many.
  for (const held of await showMap(command, path)) if (!missing.delete(held.line)) wrong.push(held);
  return { missing: [...missing], wrong };
}

const sum = (changes: readonly Difference[], which: keyof Difference): number =>
  changes.reduce((total, change) => total + change[which].length, 0);
