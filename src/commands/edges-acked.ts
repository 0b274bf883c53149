import { setTimeout as sleep } from "node:timers/promises";
import type { EdgeState } from "../desk/api-types.ts";
import { RempartError } from "../lib/errors.ts";
import { adminCall } from "./admin-socket.ts";

const POLL_MS = 10;
const GIVE_UP_MS = 30_000;

/**
 * Waits until every connected edge has acked a version of the configuration; returns one line that says how many of how
 * many, and how long after `startedMs` (performance.now). Throws `fleet.lag` with their names if some take too long.
 */
export async function edgesAcked(folder: string, version: number, startedMs: number): Promise<string> {
  for (;;) {
    const { edges } = await adminCall<{ edges: readonly EdgeState[] }>(folder, "GET", "/api/fleet");
    const tookMs = performance.now() - startedMs;
    const away = namesOf(edges.filter(({ connected }) => !connected));
    const waiting = edges.filter(
      // A version that is about a site it does not serve never reaches an edge.
      ({ connected, ack, config }) => connected && (ack?.config ?? 0) < Math.min(version, config),
    );
    if (waiting.length === 0) {
      const there = edges.length - edges.filter(({ connected }) => !connected).length;
      const rest = away === "" ? "" : `; not connected, will follow: ${away}`;
      return `${there} of ${edges.length} edges in ${Math.round(tookMs)} ms${rest}`;
    }
    if (tookMs > GIVE_UP_MS) {
      const why = waiting.flatMap(({ name, ack }) => (ack?.refused ? [`${name}: ${ack.refused}`] : []));
      const said = why.length === 0 ? "" : ` (${why.join("; ")})`;
      throw new RempartError(
        "fleet.lag",
        504,
        `no ack of version ${version} from ${namesOf(waiting)}${said}`,
      );
    }
    await sleep(POLL_MS);
  }
}

const namesOf = (edges: readonly EdgeState[]): string => edges.map(({ name }) => name).join(", ");
