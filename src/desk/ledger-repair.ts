import { rename } from "node:fs/promises";
import { decodeEntry, type Entry } from "../ledger/entry.ts";
import {
  fileReader,
  type LedgerReader,
  LedgerStore,
  openCheckpoint,
  parseCheckpoint,
  parseVerifierKey,
  restoreEntries,
} from "../ledger/index.ts";
import { parseNote } from "../ledger/note.ts";
import { CHECKPOINT_PATH } from "../ledger/reader.ts";
import { conflict } from "../lib/errors.ts";
import { jcs } from "../lib/jcs.ts";
import type { CallOutput } from "../vault/calls.ts";
import { entriesFrom, forgetEntries, measuresWithoutOpening, replaceEntry } from "./db/ledger-entries.ts";
import type { Database } from "./db/open.ts";

/** Mending a ledger while no desk runs on it: the commands `rempart ledger restore` and `rempart ledger reindex`. */

/**
 * Takes the entries that the files lack from a copy of the public ledger, up to what the vault has signed last. Returns
 * how many. Throws `ledger.restore` where the copy is not of this ledger or ends before that.
 */
export async function restoreFrom(
  folder: string,
  copy: LedgerReader,
  { checkpoint, ledgerKey, origin }: CallOutput<"describe">,
): Promise<number> {
  if (checkpoint === "")
    throw conflict("ledger.restore", "the vault has signed nothing yet: there is nothing to restore");
  const signed = openCheckpoint(checkpoint, [parseVerifierKey(ledgerKey)], origin);
  const store = await LedgerStore.open(folder);
  try {
    const from = store.size;
    if (from >= signed.size) return 0;
    await restoreEntries(store, copy, signed);
    await store.publish(checkpoint);
    return signed.size - from;
  } finally {
    store.close();
  }
}

/**
 * Puts the files and the index of an ended ledger aside, so that the desk begins the one that the vault signs for now.
 * Returns where the files are. Throws `ledger.origin` where the vault still signs for the same one.
 */
export async function beginAnew(
  folder: string,
  database: Database,
  { origin }: CallOutput<"describe">,
): Promise<string> {
  const note = await fileReader(folder).readView(CHECKPOINT_PATH);
  const held = note === undefined ? undefined : parseCheckpoint(parseNote(note.toString("utf8")).text);
  if (held === undefined || held.origin === origin) {
    const message =
      "the vault signs for this ledger: to end it, start the vault once with another REMPART_ORIGIN and --new-origin";
    throw conflict("ledger.origin", message);
  }
  (await LedgerStore.open(folder)).close(); // nobody writes there
  await forgetEntries(database.db);
  const aside = `${folder}-ended-at-${held.size}`;
  await rename(folder, aside);
  return aside;
}

export interface Reindexed {
  /** Entries in the ledger, in the database before, and of these the ones that were put right. */
  readonly entries: number;
  readonly indexed: number;
  readonly mended: number;
  /** Indices of measures whose opening is lost. */
  readonly withoutOpening: readonly number[];
}

const AT_ONCE = 256;

/**
 * Holds every row of the database's index against the ledger and puts right what differs. Entries that it lacks are read
 * in by the desk when it starts, with all that follows from them. Throws `ledger.index` where the database knows entries
 * that the ledger does not hold.
 */
export async function reindex(store: LedgerStore, database: Database): Promise<Reindexed> {
  let indexed = 0;
  let mended = 0;
  for (;;) {
    const rows = await entriesFrom(database.db, indexed, AT_ONCE);
    if (rows.length === 0) break;
    const first = rows[0]!.index;
    if (first !== indexed || indexed + rows.length > store.size)
      throw indexAhead(indexed + rows.length, store.size);
    const leaves = await Array.fromAsync(store.entries(indexed, indexed + rows.length), decodeEntry);
    for (const [i, entry] of leaves.entries()) {
      if (jcs(rows[i]!.entry as Entry) === jcs(entry)) continue;
      await replaceEntry(database.db, indexed + i, entry);
      mended += 1;
    }
    indexed += rows.length;
  }
  return { entries: store.size, indexed, mended, withoutOpening: await measuresWithoutOpening(database.db) };
}

export const indexAhead = (indexed: number, size: number) =>
  conflict(
    "ledger.index",
    `the database knows ${indexed} entries, the ledger holds ${size}: the ledger's files or the vault are older than the database. Take the newer ones back (rempart ledger restore); where there are none, begin another ledger (docs/operating.md)`,
  );
