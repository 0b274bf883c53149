import { cachePolicy, parseCacheControl } from "../cache/directives.ts";
import type { Fields } from "../http/fields.ts";

/** Statuses that come with a page. Others are short, or mean something by their bytes (206, 416). */
const STATUSES: ReadonlySet<number> = new Set([200, 403, 404, 410]);

/** Below this an answer fits in one packet with its head: coding it spares no round trip. */
const MIN_BYTES = 1024;

/** Beside text and anything in JSON or XML: a list of our own, because what is not in it was compressed by whoever made it. */
const TYPES: ReadonlySet<string> = new Set([
  "application/javascript",
  "application/x-javascript",
  "application/ecmascript",
  "application/json",
  "application/x-ndjson",
  "application/xml",
  "application/xml-dtd",
  "application/wasm",
  "application/rtf",
  "application/vnd.ms-fontobject",
  "font/otf",
  "font/ttf",
  "font/collection",
  "application/x-font-ttf",
  "application/x-font-otf",
  "image/bmp",
  "image/x-icon",
  "image/vnd.microsoft.icon",
]);

/** Fields that say what the bytes are (RFC 9530, RFC 9421): coding would break a promise that we cannot renew. */
const PROMISES = ["content-digest", "repr-digest", "digest", "signature"] as const;

/**
 * May the answer be sent in a content coding of ours, and so varies on `Accept-Encoding`? It depends on nothing but the
 * head, so that it is worked out once for a kept answer and is the same for HEAD and GET.
 */
export function isCodable(status: number, fields: Fields): boolean {
  if (!STATUSES.has(status) || !isCompressible(fields.get("content-type"))) return false;
  if (Number(fields.get("content-length") ?? MIN_BYTES) < MIN_BYTES || fields.has("content-range"))
    return false;
  const coding = fields.get("content-encoding");
  if (coding !== undefined && !/^(?:\s*identity\s*)?$/i.test(coding)) return false;
  return !PROMISES.some((name) => fields.has(name)) && !forbidsTransforming(fields);
}

/** RFC 9110 §7.7; targeted directives may say it too (RFC 9213). */
const forbidsTransforming = (fields: Fields): boolean =>
  parseCacheControl(fields.get("cache-control")).has("no-transform") ||
  cachePolicy(fields).directives.has("no-transform");

function isCompressible(contentType: string | undefined): boolean {
  if (contentType === undefined) return false;
  const type = contentType.split(";", 1)[0]!.trim().toLowerCase();
  // An event stream is small pieces that each matter at once: left alone.
  if (type.startsWith("text/")) return type !== "text/event-stream";
  return TYPES.has(type) || /\+(?:json|xml|text)$/.test(type); // RFC 6839
}

/**
 * The fields that an answer varies on (RFC 9110 §12.5.5). What an origin coded varies on `Accept-Encoding`, also where the
 * origin forgets to say so: another visitor may not be able to read it.
 */
export function variesOn(fields: Fields): readonly string[] {
  const named = fields.tokens("vary");
  return fields.has("content-encoding") ? [...named, "accept-encoding"] : named;
}
