import type { CacheStatus, Transaction } from "../transaction.ts";
import { ttlMs } from "./freshness.ts";
import { ageSeconds, type StoredResponse } from "./stored.ts";

/** Settles a transaction with a kept answer, whose body may still be arriving. */
export function storedAnswer(
  tx: Transaction,
  stored: StoredResponse,
  nowMs: number,
  status: CacheStatus,
): void {
  tx.cacheStatus = { ...status, ttlMs: ttlMs(stored, nowMs) };
  tx.holdsConditions = true;
  tx.answer = {
    status: stored.status,
    fields: stored.fields,
    body: stored.body.open(),
    from: "store",
    ageSeconds: ageSeconds(stored, nowMs),
    responseTimeMs: stored.responseTimeMs,
  };
}
