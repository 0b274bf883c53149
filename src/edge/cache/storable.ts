import type { Fields } from "../http/fields.ts";
import { type CachePolicy, deltaMs } from "./directives.ts";
import { isHeuristicallyCacheable } from "./freshness.ts";

/** Final statuses whose meaning for caching we know (RFC 9111 §3): all of RFC 9110 §15 but partial content and 304. */
const UNDERSTOOD: ReadonlySet<number> = new Set([
  200, 201, 202, 203, 204, 205, 300, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408,
  409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 426, 451, 500, 501, 502, 503, 504, 505,
]);

/** RFC 5861 §4: how long after going stale an answer may still stand in for a failing origin, ms, where it says so. */
export const staleIfErrorMs = (policy: CachePolicy): number | undefined =>
  deltaMs(policy.directives, "stale-if-error");

/** RFC 5861 §3: how long after going stale an answer may still be used at once while it is validated, ms. */
export const staleWhileRevalidateMs = (policy: CachePolicy): number =>
  deltaMs(policy.directives, "stale-while-revalidate") ?? 0;

/**
 * RFC 9111 §3, for a shared cache and a GET request: may this answer be kept? `request` are the fields as they were sent
 * to the origin.
 */
export function isStorable(request: Fields, status: number, fields: Fields, policy: CachePolicy): boolean {
  const { directives } = policy;
  const has = (name: string): boolean => directives.has(name);

  if (status === 206 || status === 304) return false;
  // §5.2.2.3: must-understand sets no-store aside for those who know the status, and forbids storing to all others.
  if (has("must-understand") ? !UNDERSTOOD.has(status) : has("no-store")) return false;
  // §5.2.2.7: the form with field names would let us keep the rest; keeping nothing is allowed and cannot leak.
  if (has("private")) return false;
  // §4.1: "*" matches no request, ever. What varies with the visitor's address, which the edge itself tells the origin, is
  // for that visitor.
  const vary = fields.tokens("vary");
  if (vary.includes("*") || vary.includes("x-forwarded-for")) return false;

  const forSharedCaches = has("public") || has("s-maxage") || policy.targeted;
  // §3.5: an answer to somebody's credentials is kept only if the origin says that it is for all.
  if (request.has("authorization") && !has("public") && !has("s-maxage") && !has("must-revalidate"))
    return false;
  // §7.3 leaves cookies to the origin, and origins set them by accident: handing one visitor's session to the next is worse
  // than a miss. So a cookie is kept only where the origin addressed shared caches in so many words. Keeping the rest and
  // leaving the cookie out is no way out: the page that comes with a new session holds that session's form tokens.
  if (fields.has("set-cookie") && !forSharedCaches) return false;

  return (
    has("public") ||
    has("max-age") ||
    has("s-maxage") ||
    (!policy.targeted && fields.has("expires")) ||
    isHeuristicallyCacheable(status)
  );
}

/**
 * Is keeping it of any use: it will be fresh, it can be revalidated, or it can stand in for a failing origin? Without
 * this, every dynamic page of a site would push useful ones out of memory.
 */
export function isWorthStoring(fields: Fields, policy: CachePolicy, ttlMs: number): boolean {
  if (ttlMs > 0 || fields.has("etag") || fields.has("last-modified")) return true;
  return (staleIfErrorMs(policy) ?? 0) > 0 || staleWhileRevalidateMs(policy) > 0;
}

/** RFC 9111 §5.2.2.4: an answer that must be revalidated each time. Its form with field names is treated as without. */
export const needsValidation = (policy: CachePolicy): boolean => policy.directives.has("no-cache");

/** RFC 9111 §4.2.4: does it say in so many words that it is never to be served stale? */
export const forbidsStale = ({ directives }: CachePolicy): boolean =>
  directives.has("must-revalidate") || directives.has("proxy-revalidate") || directives.has("no-cache");
