import type { SiteConfig } from "../../feed/config.ts";
import { SECOND } from "../../lib/clock.ts";
import type { ProblemCode } from "../pages/problem.ts";
import type { Transaction } from "../transaction.ts";
import { visitorKey } from "./address.ts";
import { atMost, declaresMore } from "./body.ts";
import { BucketTable } from "./bucket-table.ts";
import { Concurrency } from "./concurrency.ts";

/** Buckets of each kind in memory, 15 MB if all are in use. */
const MAX_BUCKETS = 100_000;

/** Which limit a request goes beyond, and the fields that say what to do about it. */
export interface Excess {
  readonly code: ProblemCode;
  readonly extra: readonly string[];
}

const retryAfter = (code: ProblemCode, waitMs: number): Excess => ({
  code,
  extra: ["Retry-After", String(Math.max(1, Math.ceil(waitMs / SECOND)))],
});

/** The limits that sites set themselves, counted by this edge alone. */
export class SiteLimits {
  readonly #addresses = new BucketTable(MAX_BUCKETS);
  readonly #sites = new BucketTable(MAX_BUCKETS);
  readonly #open = new Concurrency();

  /** Token buckets in memory. */
  get buckets(): number {
    return this.#addresses.size + this.#sites.size;
  }

  /** Networks that are counted because they have exchanges in progress. */
  get networks(): number {
    return this.#open.size;
  }

  /**
   * The first limit that the request goes beyond, cheapest first; undefined admits it. Addresses come before the site's own
   * rate, so that one loud visitor does not use up what is there for all.
   */
  excess(tx: Transaction, limits: NonNullable<SiteConfig["limits"]>, nowMs: number): Excess | undefined {
    const { perAddress, perSite, concurrentPerAddress, maxBodyBytes } = limits;
    const { id } = tx.site;
    const counted = perAddress !== undefined || concurrentPerAddress !== undefined;
    const visitor = counted ? `${id} ${visitorKey(tx.exchange.request.remoteAddress)}` : "";
    if (perAddress !== undefined) {
      const waitMs = this.#addresses.take(visitor, perAddress, nowMs);
      if (waitMs > 0) return retryAfter("limit.address-rate", waitMs);
    }
    if (perSite !== undefined) {
      const waitMs = this.#sites.take(id, perSite, nowMs);
      if (waitMs > 0) return retryAfter("limit.site-rate", waitMs);
    }
    if (concurrentPerAddress !== undefined && !this.#enter(tx, visitor, concurrentPerAddress))
      return retryAfter("limit.concurrency", SECOND);
    return maxBodyBytes === undefined ? undefined : bodyExcess(tx, maxBodyBytes);
  }

  #enter(tx: Transaction, visitor: string, max: number): boolean {
    tx.signOff = this.#open.enter(visitor, max);
    return tx.signOff !== undefined;
  }
}

/** RFC 9110 §15.5.14: a length that is declared is refused at once, the others are counted while they arrive. */
function bodyExcess(tx: Transaction, maxBytes: number): Excess | undefined {
  if (tx.body === undefined) return undefined;
  if (declaresMore(tx.received, maxBytes)) return BODY_EXCESS;
  if (!tx.received.has("content-length")) tx.body = atMost(tx.body, maxBytes);
  return undefined;
}

/** What is still on its way would have to be read to its end before anything else on the connection. */
export const BODY_EXCESS: Excess = { code: "limit.body", extra: ["Connection", "close"] };
