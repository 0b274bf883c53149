import { MINUTE, SECOND } from "../../lib/clock.ts";
import { parseHttpDate } from "../http/date.ts";
import type { Fields } from "../http/fields.ts";
import { type CachePolicy, deltaMs } from "./directives.ts";

/**
 * RFC 9110 §15.1: statuses that may be kept without an explicit lifetime; 206 is left out, ranges are not stored. Of the
 * 5xx only 501 is among them, which says something about the resource and nothing about a server in trouble.
 */
const HEURISTICALLY_CACHEABLE: ReadonlySet<number> = new Set([
  200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501,
]);
/**
 * RFC 9111 §4.2.2: a typical setting, a tenth of the time since the last change; and our own upper bound. A tenth of a quiet
 * month is three days, in which nobody sees the new post. The guess needs a `Last-Modified`, by which the origin can be asked
 * again for a head: so a short one costs one request without a body for each page and ten minutes.
 */
const HEURISTIC_FRACTION = 0.1;
const HEURISTIC_MAX_MS = 10 * MINUTE;
/** What a server says in trouble: kept only for as long as it says itself, even where it says `public`. */
const IN_TROUBLE: ReadonlySet<number> = new Set([500, 502, 503, 504]);
/** Statuses that say that there is nothing. */
const NEGATIVE: ReadonlySet<number> = new Set([404, 410]);
/** Back steps of a clock that are taken for its ordinary corrections. */
const CLOCK_SLACK_MS = SECOND;

export const isHeuristicallyCacheable = (status: number): boolean => HEURISTICALLY_CACHEABLE.has(status);

/** The answer's own date, or the time of arrival where it has none (RFC 9110 §6.6.1). Unix ms. */
export const dateMs = (fields: Fields, responseTimeMs: number): number =>
  parseHttpDate(fields.get("date") ?? "", responseTimeMs) ?? responseTimeMs;

/** Where the answer says nothing of its freshness, RFC 9111 §4.2.2 leaves it to the cache. */
export interface Unsaid {
  /** The site's setting for a 404 and 410. */
  readonly negativeMs: number;
  /**
   * May it be guessed? Not for an answer to a request with cookies: a page made for somebody whose framework forgot to say
   * so must not become everybody's because its template has a modification date.
   */
  readonly guess: boolean;
}

export const NOTHING_UNSAID: Unsaid = { negativeMs: 0, guess: true };

/**
 * RFC 9111 §4.2.1: for how long after its generation an answer is fresh for a shared cache, ms: s-maxage, then max-age,
 * then Expires, then the site's setting or the heuristic. 0 where nothing gives it life.
 */
export function lifetimeMs(
  status: number,
  fields: Fields,
  policy: CachePolicy,
  responseTimeMs: number,
  unsaid: Unsaid = NOTHING_UNSAID,
): number {
  const { directives, targeted } = policy;
  const explicit = deltaMs(directives, "s-maxage") ?? deltaMs(directives, "max-age");
  if (explicit !== undefined) return explicit;
  if (!targeted && fields.has("expires")) {
    // §5.3: an invalid date, "0" above all, means "already expired"; of several, the first counts (§4.2.1).
    const expires = parseHttpDate(fields.lines("expires")[0]!, responseTimeMs);
    return expires === undefined ? 0 : Math.max(0, expires - dateMs(fields, responseTimeMs));
  }
  if (!unsaid.guess || IN_TROUBLE.has(status)) return 0;
  if (NEGATIVE.has(status) && unsaid.negativeMs > 0) return unsaid.negativeMs;
  if (!isHeuristicallyCacheable(status) && !directives.has("public")) return 0;
  const changed = parseHttpDate(fields.get("last-modified") ?? "", responseTimeMs);
  if (changed === undefined) return 0;
  const unchangedMs = dateMs(fields, responseTimeMs) - changed;
  return Math.min(Math.max(0, unchangedMs * HEURISTIC_FRACTION), HEURISTIC_MAX_MS);
}

/** RFC 9111 §5.1: the first member of the list; anything but a whole number is ignored. ms. */
function ageValueMs(fields: Fields): number {
  const first = (fields.get("age") ?? "").split(",", 1)[0]!.trim();
  return /^\d+$/.test(first) ? Math.min(Number(first), 2 ** 31) * 1000 : 0;
}

/** RFC 9111 §4.2.3: corrected_initial_age, the age an answer had when it arrived. ms. */
export function initialAgeMs(fields: Fields, requestTimeMs: number, responseTimeMs: number): number {
  const apparentAgeMs = Math.max(0, responseTimeMs - dateMs(fields, responseTimeMs));
  const responseDelayMs = responseTimeMs - requestTimeMs;
  return Math.max(apparentAgeMs, ageValueMs(fields) + responseDelayMs);
}

interface Aging {
  readonly initialAgeMs: number;
  readonly responseTimeMs: number;
  readonly lifetimeMs: number;
}

/**
 * RFC 9111 §4.2.3: current_age. An answer that arrived in the future tells that the clock was set back: how old it is cannot
 * be known any more, so it is infinitely old, that is, to be validated; which mends it.
 */
export function currentAgeMs(stored: Aging, nowMs: number): number {
  const residentMs = nowMs - stored.responseTimeMs;
  if (residentMs < -CLOCK_SLACK_MS) return Number.POSITIVE_INFINITY;
  return stored.initialAgeMs + Math.max(0, residentMs);
}

/** How long it stays fresh, ms; negative: how long it has been stale. RFC 9111 §4.2: fresh while lifetime > age. */
export const ttlMs = (stored: Aging, nowMs: number): number =>
  stored.lifetimeMs - currentAgeMs(stored, nowMs);
