import type { SignedConfig } from "../../feed/config.ts";
import { SnapshotCheck, type Verified, verifyBatch, verifyConfig } from "../../feed/verify.ts";
import type { Batch, Snapshot } from "../../feed/wire.ts";
import { publicKeyHex } from "../../ledger/note.ts";
import { type CompactRange, EMPTY_RANGE } from "../../lib/merkle.ts";
import { runInSlices, type Steps } from "../../lib/slices.ts";
import { changeOf, changesOf, type LedgerChange, nothingNew } from "./change.ts";
import { type Judged, judge } from "./config-run.ts";
import type { EdgeIdentity } from "./identity.ts";
import { LedgerState } from "./ledger-state.ts";
import type { Replica } from "./replica.ts";

/** What is sent, verified and boiled down, in steps: the edge serves meanwhile. Each throws `feed.refused`. */
type Keys = Pick<EdgeIdentity, "feed" | "tagKey">;

export function* readBatch(own: CompactRange, batch: Batch, { feed, tagKey }: Keys): Steps<LedgerChange> {
  return yield* changeOf(yield* verifyBatch(own, batch, feed), tagKey);
}

/**
 * A state of its own, beside whatever else goes on; nothing of it counts unless it comes to its end. `before`: what this edge
 * has verified already.
 */
export async function readSnapshot(
  before: LedgerState,
  { checkpoint, serves, parts }: Snapshot,
  { feed, tagKey }: Keys,
  nowMs: number,
): Promise<LedgerState> {
  const ledger = new LedgerState(tagKey);
  ledger.apply({ ...nothingNew(EMPTY_RANGE), serves });
  const check = new SnapshotCheck(before.range, checkpoint, feed);
  const lifted = new Set<number>();
  for await (const part of parts) await runInSlices(addPart(ledger, lifted, check.add(part), tagKey));
  ledger.apply({
    ...nothingNew(ledger.range),
    ledgerKey: publicKeyHex(feed.ledger.publicKey),
    ...check.finish(),
  });
  await runInSlices(ledger.keep(before, lifted, nowMs));
  await runInSlices(ledger.build());
  return ledger;
}

function* addPart(ledger: LedgerState, lifted: Set<number>, verified: Steps<Verified>, tagKey: Uint8Array) {
  for (const change of changesOf(yield* verified, tagKey)) {
    ledger.apply(change);
    for (const index of change.lifted) lifted.add(index);
    yield;
  }
}

/** The replica's sites must not change meanwhile. */
export function* readConfig(
  items: readonly SignedConfig[],
  { config, facts }: Replica,
  { feed }: Keys,
): Steps<Judged> {
  for (const signed of items) {
    verifyConfig(signed, feed);
    yield;
  }
  return yield* judge(items, config, facts);
}
