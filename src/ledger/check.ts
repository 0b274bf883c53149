import { type Clock, parseRfc3339, SECOND, systemClock } from "../lib/clock.ts";
import { conflict } from "../lib/errors.ts";
import { appendLeaves, EMPTY_RANGE, leafHash, rangeRoot, sameHash } from "../lib/merkle.ts";
import { decodeEntry, type Entry, type KeyEntry, type MeasureEntry } from "./entry.ts";
import { checkKeyInForce, readHead } from "./head.ts";
import { keyEntriesOf } from "./key-chain.ts";
import type { NoteKey } from "./note.ts";
import { type LedgerReader, readEntries } from "./reader.ts";

/** The response header by which a refusal names its ledger entry, as a decimal index. */
export const LEDGER_HEADER = "rempart-ledger";

/** What a refusal turned out to be. Anything but `ok`, `not-refused` and `unreachable` is a fault of the provider. */
export type Verdict =
  | "ok"
  | "not-refused"
  | "unreachable"
  /** Refused without naming an entry. */
  | "index-missing"
  /** It names an entry that is not in the ledger or is no measure. */
  | "unknown-index"
  | "not-started"
  | "ended"
  | "lifted"
  /** 403 for another verb than refuse, suspend, terminate; 451 for another than legal-refuse, or without blocked-by. */
  | "wrong-verb";

export interface CheckedUrl {
  readonly url: string;
  readonly verdict: Verdict;
  readonly status?: number;
  readonly index?: number;
}

/** Requests a page as any visitor would: `fetch`, told not to follow redirects. */
export type Visit = (url: string) => Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}>;

export interface CheckOptions {
  readonly visit: Visit;
  readonly keys: readonly NoteKey[];
  readonly origin: string;
  readonly clock?: Clock;
}

interface Visited {
  readonly url: string;
  readonly atMs: number;
  readonly status?: number;
  readonly index?: number;
  readonly blockedBy?: boolean;
}

/** Edges obey within a second, and entries carry whole seconds: a refusal is out of date only beyond this. */
const GRACE_MS = 5 * SECOND;

/**
 * Visits pages and holds each refusal against the public ledger, read whole and verified afterwards, so that whatever
 * was enforced must be in it. Rejects with `note.invalid`, `checkpoint.invalid` or `ledger.root` if the ledger is not
 * the signed one.
 */
export async function checkRefusals(
  urls: readonly string[],
  reader: LedgerReader,
  { visit, keys, origin, clock = systemClock }: CheckOptions,
): Promise<readonly CheckedUrl[]> {
  const visits: Visited[] = [];
  for (const url of urls) visits.push(await visitOne(url, visit, clock));
  const named = new Set(visits.flatMap(({ index }) => index ?? []));
  const ledger = await readNamed(reader, named, keys, origin);
  return visits.map((one) => ({
    url: one.url,
    verdict: judge(one, ledger),
    ...(one.status !== undefined && { status: one.status }),
    ...(one.index !== undefined && { index: one.index }),
  }));
}

async function visitOne(url: string, visit: Visit, clock: Clock): Promise<Visited> {
  let answer: Awaited<ReturnType<Visit>>;
  try {
    answer = await visit(url);
  } catch {
    return { url, atMs: clock.now() };
  }
  const { status, headers } = answer;
  const header = headers.get(LEDGER_HEADER) ?? "";
  return {
    url,
    atMs: clock.now(),
    status,
    ...(/^(?:0|[1-9]\d{0,14})$/.test(header) && { index: Number(header) }),
    blockedBy: /<[^>]+>\s*;[^,]*\brel="?blocked-by"?/i.test(headers.get("link") ?? ""), // RFC 7725 §4
  };
}

interface Named {
  readonly measures: ReadonlyMap<number, MeasureEntry>;
  /** When each was lifted, Unix ms. */
  readonly lifts: ReadonlyMap<number, number>;
}

/** The measures of these indices and their lifts, from a ledger that has the signed root. */
async function readNamed(
  reader: LedgerReader,
  named: ReadonlySet<number>,
  keys: readonly NoteKey[],
  origin: string,
): Promise<Named> {
  const measures = new Map<number, MeasureEntry>();
  const lifts = new Map<number, number>();
  const signed = await readHead(reader, keys, origin);
  const head = signed.checkpoint;
  const rotations: KeyEntry[] = [];
  let range = EMPTY_RANGE;
  for await (const bundle of readEntries(reader, 0, head.size)) {
    rotations.push(...keyEntriesOf(bundle));
    bundle.forEach((bytes, i) => {
      const entry = decodeOrSkip(bytes);
      if (entry?.kind === "measure" && named.has(range.size + i)) measures.set(range.size + i, entry);
      if (entry?.kind === "lift" && named.has(entry.measure)) {
        lifts.set(entry.measure, parseRfc3339(entry.at));
      }
    });
    range = appendLeaves(range, bundle.map(leafHash));
  }
  if (!sameHash(rangeRoot(range), head.root)) {
    throw conflict(
      "ledger.root",
      "the ledger's entries do not have the root that its checkpoint signs: audit it",
    );
  }
  checkKeyInForce(signed, keys, rotations);
  return { measures, lifts };
}

/** An entry that is not of the schema is for the audit to name; it can justify no refusal. */
function decodeOrSkip(bytes: Uint8Array): Entry | undefined {
  try {
    return decodeEntry(bytes);
  } catch {
    return undefined;
  }
}

function judge({ status, index, blockedBy, atMs }: Visited, { measures, lifts }: Named): Verdict {
  if (status === undefined) return "unreachable";
  if (status !== 403 && status !== 451) return "not-refused";
  if (index === undefined) return "index-missing";
  const measure = measures.get(index);
  if (measure === undefined) return "unknown-index";
  if (parseRfc3339(measure.starts) > atMs + GRACE_MS) return "not-started";
  if (measure.ends !== null && parseRfc3339(measure.ends) + GRACE_MS <= atMs) return "ended";
  const liftedMs = lifts.get(index);
  if (liftedMs !== undefined && liftedMs + GRACE_MS <= atMs) return "lifted";
  const legal = measure.verb === "legal-refuse";
  const ours = measure.verb === "refuse" || measure.verb === "suspend" || measure.verb === "terminate";
  return (status === 451 ? legal && blockedBy : ours) ? "ok" : "wrong-verb";
}
