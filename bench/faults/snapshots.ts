import type { Snapshot, SnapshotPart } from "../../src/feed/wire.ts";
import { decodeEntry, encodeEntry } from "../../src/ledger/entry.ts";
import { base64, concat, fromBase64 } from "../../src/lib/bytes.ts";
import { leafHash } from "../../src/lib/merkle.ts";
import { type Stolen, signedByAnother } from "./stolen.ts";

/** A snapshot in one part, as an edge is sent it that is told to take one. */
export type WholeSnapshot = Snapshot & { readonly parts: readonly SnapshotPart[] };

type Forge = (stolen: Stolen) => WholeSnapshot;

/** Every measure of the public ledger up to a size. Their openings are nobody's but the desk's. */
function snapshotOf(entries: readonly string[], checkpoint: string): WholeSnapshot {
  const kept = entries.map((entry, index) => ({ index, entry })).filter(({ entry }) => isMeasure(entry));
  const leaves = base64(concat(...entries.map((entry) => leafHash(fromBase64(entry)))));
  return { checkpoint, serves: 0, parts: [{ leaves, entries: kept, openings: [] }] };
}

const isMeasure = (entry: string): boolean => decodeEntry(fromBase64(entry)).kind === "measure";

const genuine: Forge = ({ entries, checkpoint }) => snapshotOf(entries, checkpoint);

/** The last measure is of another clause than the one that was signed. */
function altered(stolen: Stolen): WholeSnapshot {
  const { parts, ...head } = genuine(stolen);
  const entries = parts[0]!.entries.with(-1, {
    ...parts[0]!.entries.at(-1)!,
    entry: anotherClause(parts[0]!.entries.at(-1)!.entry),
  });
  return { ...head, parts: [{ ...parts[0]!, entries }] };
}

function anotherClause(text: string): string {
  const entry = decodeEntry(fromBase64(text));
  if (entry.kind !== "measure") throw new Error("the last entry is no measure");
  return base64(encodeEntry({ ...entry, clause: "D2" }));
}

export const SNAPSHOT_FORGERIES: readonly (readonly [name: string, forge: Forge])[] = [
  [
    "stale: a true one, of a smaller ledger than the edge has",
    ({ entries, size, older }) => snapshotOf(entries.slice(0, size - 1), older),
  ],
  [
    "stale, with the newest checkpoint",
    ({ entries, size, checkpoint }) => snapshotOf(entries.slice(0, size - 1), checkpoint),
  ],
  ["truncated", (stolen) => ({ ...genuine(stolen), parts: [] })],
  ["altered: another clause", altered],
  [
    "signed by another key",
    (stolen) => snapshotOf(stolen.entries, signedByAnother(stolen.checkpoint, stolen.entries)),
  ],
  [
    "of another past",
    ({ entries, checkpoint }) => snapshotOf([entries[1]!, entries[0]!, ...entries.slice(2)], checkpoint),
  ],
];
