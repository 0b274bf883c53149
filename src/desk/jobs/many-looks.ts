import { type Clock, SECOND } from "../../lib/clock.ts";
import type { Looked } from "./observe.ts";

/** A few at a time: all of them are one site's, and it serves others meanwhile. */
const AT_ONCE = 4;
const LOOK_MS = 10 * SECOND;
/** All together, well before the child process is given up: what was seen until then counts. */
const ALL_MS = 60 * SECOND;

/**
 * Looks at each address, in the order asked. A site that answers slowly everywhere gets no more than a minute of everybody's
 * time: what is left then is unseen.
 */
export async function manyLooks(
  urls: readonly string[],
  look: (url: string, timeoutMs: number) => Promise<Looked>,
  clock: Clock,
): Promise<Looked[]> {
  const untilMs = clock.now() + ALL_MS;
  const seen: Looked[] = [];
  for (let i = 0; i < urls.length; i += AT_ONCE) {
    const some = urls.slice(i, i + AT_ONCE);
    const leftMs = untilMs - clock.now();
    if (leftMs <= 0) seen.push(...some.map(unseen));
    else seen.push(...(await Promise.all(some.map((url) => look(url, Math.min(LOOK_MS, leftMs))))));
  }
  return seen;
}

export const unseen = (url: string): Looked => ({ url, status: null, ledger: null, findings: [] });
