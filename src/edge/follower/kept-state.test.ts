import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fakeClock } from "../../lib/clock.ts";
import { silentLog } from "../../lib/log.ts";
import { appendLeaves, EMPTY_RANGE, leafHash } from "../../lib/merkle.ts";
import { runInSlices } from "../../lib/slices.ts";
import { type LedgerChange, nothingNew } from "./change.ts";
import { KeptState } from "./kept-state.ts";
import { LedgerState } from "./ledger-state.ts";

/** Measures from…to−1, all known. */
function measures(from: number, to: number): LedgerChange {
  const leaves = Array.from({ length: to }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
  const known = Array.from({ length: to - from }, (_, i) => ({ index: from + i, startsMs: 0, endsMs: null }));
  return { ...nothingNew(appendLeaves(EMPTY_RANGE, leaves)), known };
}

test("a sync that fails while a snapshot is taken on does not bring the state before it back", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "rempart-kept-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const identity = { tagKey: randomBytes(32), fileKey: randomBytes(32) };
  const clock = fakeClock();
  const options = { folder, identity, clock, log: silentLog, onView: () => {} } as unknown as Parameters<
    typeof KeptState.open
  >[0];
  const kept = await KeptState.open(options);
  await kept.keep([measures(0, 5), { t: "config", version: 1 }]);
  kept.show();
  const snapshot = new LedgerState(identity.tagKey);
  snapshot.apply(measures(0, 50));
  await runInSlices(snapshot.build());
  const probe = await open(folder);
  const handles = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const failing = t.mock.method(handles, "datasync", async () => {
    failing.mock.restore();
    throw Object.assign(new Error("the disk does not answer"), { code: "EIO" });
  });

  const taken = kept.replaceLedger(snapshot);
  await assert.rejects(kept.settle(), { code: "EIO" });
  await Promise.all([taken, kept.settle()]);
  await kept.keep([measures(50, 51)]);

  const { known } = kept.replica.ledger.digests(clock.now());
  await kept.close();
  const again = await KeptState.open(options);
  t.after(() => again.close());
  assert.equal(again.replica.range.size, 51);
  assert.equal(again.replica.ledger.digests(clock.now()).known, known);
});
