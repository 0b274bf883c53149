import type { SiteConfig } from "../../feed/config.ts";
import { HOUR, SECOND } from "../../lib/clock.ts";
import { lifetimeMs, ttlMs, type Unsaid } from "./freshness.ts";
import { forbidsStale, staleIfErrorMs, staleWhileRevalidateMs } from "./storable.ts";
import type { StoredResponse } from "./stored.ts";

/**
 * How long a stale answer stands in while the origin is down and nobody said otherwise: long enough for somebody to notice
 * and mend it, short enough that nobody reads yesterday's page as today's.
 */
const WHILE_DOWN_MS = HOUR;

const staleForMs = (stored: StoredResponse, nowMs: number): number => -ttlMs(stored, nowMs);

/*
 * RFC 9111 §4.2.4 on `s-maxage`: it implies proxy-revalidate (§5.2.2.10) and so forbids stale answers. We take that as the
 * default that it is: an origin that writes `s-maxage=1, stale-while-revalidate=59`, as frameworks do, can only mean a shared
 * cache, and would have said nothing otherwise. What is written out (must-revalidate, proxy-revalidate, no-cache) holds.
 */

/** RFC 5861 §3: may it be used at once, while it is validated behind the visitor's back? */
export const mayServeWhileValidating = (stored: StoredResponse, nowMs: number): boolean => {
  const windowMs = staleWhileRevalidateMs(stored.policy);
  return windowMs > 0 && !forbidsStale(stored.policy) && staleForMs(stored, nowMs) < windowMs;
};

/**
 * May it stand in for what the origin does not deliver? `error`: it answered with a server error, which only
 * `stale-if-error` covers (RFC 5861 §4). `down`: there was no answer, so the cache is disconnected (RFC 9111 §4.2.4).
 */
export function mayStandIn(stored: StoredResponse, nowMs: number, why: "error" | "down"): boolean {
  if (forbidsStale(stored.policy)) return false;
  const saidMs = staleIfErrorMs(stored.policy);
  if (saidMs !== undefined) return staleForMs(stored, nowMs) < saidMs;
  return (
    why === "down" &&
    !stored.policy.directives.has("s-maxage") &&
    hadLife(stored) &&
    staleForMs(stored, nowMs) < whileDownMs(stored.subject.site)
  );
}

const whileDownMs = ({ cache }: SiteConfig): number =>
  cache?.staleWhileDownSeconds === undefined ? WHILE_DOWN_MS : cache.staleWhileDownSeconds * SECOND;

/**
 * Was it ever to be given to others without a word of the origin? What is kept only to be validated each time may be for
 * the visitor who asked. The lifetime it gives itself is looked at too, because a soft purge may have taken all of it.
 */
const hadLife = (stored: StoredResponse): boolean =>
  stored.lifetimeMs > 0 ||
  lifetimeMs(stored.status, stored.fields, stored.policy, stored.responseTimeMs, SAID_ONLY) > 0;

const SAID_ONLY: Unsaid = { negativeMs: 0, guess: false };
