import type { SignedConfig } from "../../feed/config.ts";
import { verifyBatch, verifyConfig, verifySnapshot } from "../../feed/verify.ts";
import type { Batch, Snapshot } from "../../feed/wire.ts";
import type { CompactRange } from "../../lib/merkle.ts";
import type { Steps } from "../../lib/slices.ts";
import { changeOf, changesOf, type LedgerChange } from "./change.ts";
import { type Judged, judge } from "./config-run.ts";
import type { EdgeIdentity } from "./identity.ts";
import { LedgerState } from "./ledger-state.ts";
import type { Replica } from "./replica.ts";

/** What is sent, verified and boiled down, in steps: the edge serves meanwhile. Each throws `feed.refused`. */
type Keys = Pick<EdgeIdentity, "feed" | "tagKey">;

export function* readBatch(own: CompactRange, batch: Batch, { feed, tagKey }: Keys): Steps<LedgerChange> {
  return yield* changeOf(yield* verifyBatch(own, batch, feed), tagKey);
}

export function* readSnapshot(
  own: CompactRange,
  snapshot: Snapshot,
  { feed, tagKey }: Keys,
): Steps<LedgerState> {
  const ledger = new LedgerState(tagKey);
  for (const change of changesOf(yield* verifySnapshot(own, snapshot, feed), tagKey)) {
    ledger.apply(change);
    yield;
  }
  yield* ledger.build();
  return ledger;
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
