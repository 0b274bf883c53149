import { open } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { toUtf8 } from "../../lib/bytes.ts";
import { type Clock, rfc3339 } from "../../lib/clock.ts";
import { RempartError } from "../../lib/errors.ts";
import { appendSynced, lockFolder, readIfPresent } from "../../lib/files.ts";
import { type CustodyEntry, type CustodyNote, decodeLine, encodeLine, NO_LINE, sealLine } from "./entry.ts";

/** `ok`, or the first line that is wrong, counted from 1, and how. */
export type CustodyVerdict =
  | { readonly ok: true; readonly entries: readonly CustodyEntry[]; readonly head: string }
  | { readonly ok: false; readonly line: number; readonly what: string };

/**
 * Checks a custody log: every line whole, in order and chained to the one before. A chain alone cannot show that its
 * last lines were cut off: whoever kept an earlier `head` (the hash of a line) passes it as `expectHead`, and it must
 * still be in the chain.
 */
export function verifyCustody(lines: readonly string[], expectHead?: string): CustodyVerdict {
  const entries: CustodyEntry[] = [];
  let head = NO_LINE;
  for (const [seq, text] of lines.entries()) {
    const wrong = (what: string): CustodyVerdict => ({ ok: false, line: seq + 1, what });
    const entry = decodeLine(text);
    if (typeof entry === "string") return wrong(entry);
    if (entry.seq !== seq) return wrong(`it says it is line ${entry.seq + 1}: a line is missing or moved`);
    if (entry.prev !== head) return wrong("it does not follow the line before it");
    if (seq > 0 && entry.subject !== entries[0]!.subject) return wrong("it is about another capture");
    if (seq > 0 && entry.at < entries.at(-1)!.at) return wrong("it is older than the line before it");
    entries.push(entry);
    head = entry.hash;
  }
  if (entries[0]?.act !== "capture")
    return { ok: false, line: 1, what: "the log does not begin with a capture" };
  if (expectHead !== undefined && !entries.some(({ hash }) => hash === expectHead)) {
    return { ok: false, line: lines.length + 1, what: "a line that was there before is missing at the end" };
  }
  return { ok: true, entries, head };
}

/** The lines of a log file; the last must be ended, otherwise it counts as a broken line of its own. */
export function custodyLines(content: string): string[] {
  const lines = content.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : [...lines.slice(0, -1), `${lines.at(-1)} (not ended)`];
}

/** The first line of a new log. */
export const firstLine = (note: CustodyNote, at: number): string =>
  `${encodeLine(sealLine({ seq: 0, prev: NO_LINE, at: rfc3339(at), ...note }))}\n`;

/** Appends within this process, one after another per file. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Appends one line and syncs it; on return it is on the disk. Refuses to go on from a broken chain
 * (`custody.broken`), so that a damage is found at the next use and never buried. Other processes are kept out by a
 * lock file beside the log.
 */
export function appendCustody(path: string, note: CustodyNote, clock: Clock): Promise<CustodyEntry> {
  const before = queues.get(path) ?? Promise.resolve();
  const mine = before.then(
    () => append(path, note, clock),
    () => append(path, note, clock),
  );
  queues.set(path, mine);
  const forget = () => {
    if (queues.get(path) === mine) queues.delete(path);
  };
  mine.then(forget, forget);
  return mine;
}

async function append(path: string, note: CustodyNote, clock: Clock): Promise<CustodyEntry> {
  const unlock = await lock(`${path}.lock`);
  try {
    const verdict = verifyCustody(custodyLines((await readIfPresent(path))?.toString("utf8") ?? ""));
    if (!verdict.ok) {
      const message = `the custody log is broken at line ${verdict.line}: ${verdict.what}`;
      throw new RempartError("custody.broken", 500, message, { line: verdict.line });
    }
    const last = verdict.entries.at(-1)!;
    // a clock set back must not make the log look tampered with: the order is what the chain proves
    const at = Math.max(clock.now(), Date.parse(last.at));
    const entry = sealLine({ seq: last.seq + 1, prev: verdict.head, at: rfc3339(at), ...note });
    const handle = await open(path, "a");
    try {
      await appendSynced(handle, toUtf8(`${encodeLine(entry)}\n`));
    } finally {
      await handle.close();
    }
    return entry;
  } finally {
    unlock();
  }
}

/** Another desk process holds the lock for one append only, so a short wait is enough. */
async function lock(path: string): Promise<() => void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return lockFolder(path);
    } catch (error) {
      if (!(error instanceof RempartError) || attempt === 50) throw error;
      await wait(20);
    }
  }
}
