import { conflict, type RempartError } from "../lib/errors.ts";
import { appendLeaves, type CompactRange, type Hash, leafHash, rangeRoot, sameHash } from "../lib/merkle.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { type LedgerReader, readEntries } from "./reader.ts";
import type { LedgerStore } from "./store.ts";

/**
 * Takes the entries that a store lacks from any copy of the public ledger, up to a verified checkpoint. The copy is read
 * twice: once for its leaf hashes, which must give the checkpoint's root together with the entries on disk, then for the
 * entries, each held against its leaf. So nothing false is ever written; `ledger.restore` is thrown instead.
 */
export async function restoreEntries(
  store: LedgerStore,
  copy: LedgerReader,
  checkpoint: Checkpoint,
): Promise<CompactRange> {
  const from = store.size;
  const leaves: Hash[] = [];
  for await (const entries of readEntries(copy, from, checkpoint.size)) leaves.push(...entries.map(leafHash));
  const range = appendLeaves(await store.range(), leaves);
  if (range.size !== checkpoint.size || !sameHash(rangeRoot(range), checkpoint.root)) throw foreign();
  for await (const entries of readEntries(copy, from, checkpoint.size)) {
    const at = store.size - from;
    if (!entries.every((entry, i) => sameHash(leafHash(entry), leaves[at + i]!))) throw foreign();
    await store.append(entries);
  }
  return range;
}

const foreign = (): RempartError =>
  conflict("ledger.restore", "the copy's entries do not continue this ledger to the signed checkpoint");
