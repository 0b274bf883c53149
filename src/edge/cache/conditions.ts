import { parseHttpDate } from "../http/date.ts";
import { type Fields, without } from "../http/fields.ts";
import { dateMs } from "./freshness.ts";
import { lastModifiedMs, opaqueTag, type StoredResponse } from "./stored.ts";

/** Fields of a request that a cache evaluates itself (RFC 9110 §13.1.2, §13.1.3). */
const EVALUATED: ReadonlySet<string> = new Set(["if-none-match", "if-modified-since"]);

const EVALUATED_OR_RANGE: ReadonlySet<string> = new Set([...EVALUATED, "range", "if-range"]);

/**
 * The request to the origin on a miss: without the visitor's own conditions, and without `Range` unless `partial`, so that
 * a whole answer comes back to be kept.
 */
export const withoutConditions = (request: Fields, partial: boolean): string[] =>
  without(request.list, partial ? EVALUATED : EVALUATED_OR_RANGE);

/**
 * RFC 9111 §4.3.1: the request that asks whether a stored answer still holds; undefined if it has no validator. With
 * `partial` it asks for the visitor's part in case that it does not (RFC 9110 §13.2.2: conditions go before ranges).
 */
export function validatingRequest(
  request: Fields,
  stored: StoredResponse,
  partial: boolean,
): string[] | undefined {
  const etag = stored.fields.get("etag");
  const changed = stored.fields.get("last-modified");
  if (etag === undefined && changed === undefined) return undefined;
  const fields = withoutConditions(request, partial);
  if (etag !== undefined) fields.push("If-None-Match", etag);
  if (changed !== undefined) fields.push("If-Modified-Since", changed);
  return fields;
}

/** One entity tag of a list (RFC 9110 §8.8.3); a comma may stand inside the quotes. */
const ENTITY_TAG = /(?:W\/)?"[^"]*"/g;

/**
 * RFC 9110 §13.2.2, steps 3 and 4, for GET and HEAD: does the visitor already hold this answer? If-None-Match (weak
 * comparison) goes before If-Modified-Since; only a 200 is compared.
 */
export function isNotModified(
  request: Fields,
  status: number,
  answer: Fields,
  responseTimeMs: number,
): boolean {
  if (status !== 200) return false;
  const noneMatch = request.get("if-none-match");
  if (noneMatch !== undefined) {
    if (noneMatch.trim() === "*") return true;
    const etag = answer.get("etag");
    if (etag === undefined) return false;
    const held = opaqueTag(etag);
    return (noneMatch.match(ENTITY_TAG) ?? []).some((tag) => opaqueTag(tag) === held);
  }
  const since = parseHttpDate(request.get("if-modified-since") ?? "", responseTimeMs);
  if (since === undefined) return false;
  // RFC 9111 §4.3.2: without Last-Modified, Date stands for it.
  return (lastModifiedMs(answer, responseTimeMs) ?? dateMs(answer, responseTimeMs)) <= since;
}

/** RFC 9110 §15.4.5: what a 304 leaves out: the description of a body that it does not carry. */
const OF_REPRESENTATION: ReadonlySet<string> = new Set([
  "content-encoding",
  "content-language",
  "content-length",
  "content-range",
  "content-type",
]);

export const notModifiedFields = (answer: Fields): string[] => without(answer.list, OF_REPRESENTATION);
