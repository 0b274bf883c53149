import { RempartError } from "../../lib/errors.ts";
import type { Command } from "./runtime.ts";

/** The table in which the frontends' lines (config.ts) note each stream: HAProxy's number of it, host and target. */
export const IN_FLIGHT = "rempart_in_flight";

/** Whether a measure refuses what a stream was begun with; the target as it came. */
export type IsRefused = (host: string, target: string) => boolean;

/**
 * Ends the streams that were begun before a measure and are refused by it, downloads and WebSockets among them; how many.
 * To be called once the maps hold the measure: whatever began before that is in the table by now. Throws
 * `connector.haproxy` where there is no such table.
 */
export async function cutRefused(command: Command, isRefused: IsRefused): Promise<number> {
  const noted = await command(`show table ${IN_FLIGHT} data.conn_cur gt 0`);
  if (!noted.startsWith(`# table: ${IN_FLIGHT},`)) {
    const why = `is rempart-backend.cfg in its configuration? ${noted.trim().slice(0, 200)}`;
    throw new RempartError("connector.haproxy", 502, `HAProxy does not show which streams are open: ${why}`);
  }
  const refused = new Set<string>();
  for (const [, number, host, target] of noted.matchAll(NOTED))
    if (isRefused(unescaped(host!), unescaped(target!))) refused.add(number!);
  if (refused.size === 0) return 0;
  const sessions = await command("show sess all");
  let cut = 0;
  for (const [, address, number] of sessions.matchAll(/^(0x[0-9a-f]+): \[[^\]]*\] id=(\d+) /gm)) {
    if (!refused.has(number!)) continue;
    await command(`shutdown session ${address}`); // silent, or it has ended by itself
    cut += 1;
  }
  return cut;
}

/** A line of it: `0x… key=7\ forum.example\ /page?b\=1 use=1 …`; what is in a key is escaped, blanks too. */
const NOTED = / key=(\d+)\\ ((?:\\[^ ]|[^\s\\])*)\\ ((?:\\.|[^\s\\])*) use=/g;

const NAMED: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", e: "\x1b" };

/** As `show table` writes a key: `\=`, `\x7F`; one character a byte. */
const unescaped = (text: string): string =>
  text.replace(/\\(?:x([0-9A-Fa-f]{2})|(.))/g, (_all, hex, char) =>
    hex === undefined ? (NAMED[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
