import { isUtf8 } from "node:buffer";
import { hostIdentity, requestHost } from "./host.ts";
import { EXACT_CASE, everyReading, isSimple, pathReadings, type Readings, strictReading } from "./path.ts";
import { MAX_QUERY_PAIRS, queryPairs, tooManyPairs } from "./query.ts";

export { hostIdentity } from "./host.ts";
export { pathReadings, type Readings } from "./path.ts";
export { queryReadings } from "./query.ts";

/** Version of everything under this module; a decision records the one that wrote its canonical form. */
export const NORMALISER = 1;

/** Longest request target that is read, in characters; twice what a decision can name. */
export const MAX_TARGET_LENGTH = 16_384;

interface SplitUrl {
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

const HTTP_URL = /^https?:[/\\]*([^/\\?#]*)([^?#]*)(?:\?([^#]*))?/is;

/**
 * WHATWG URL §4.4: without C0 controls and spaces at either end, and without tab and newline anywhere.
 * O(length).
 */
function trimUrl(url: string): string {
  let start = 0;
  let end = url.length;
  while (start < end && url.charCodeAt(start) <= 0x20) start += 1;
  while (end > start && url.charCodeAt(end - 1) <= 0x20) end -= 1;
  return url.slice(start, end).replace(/[\t\n\r]/g, "");
}

/**
 * Parts of an absolute http(s) URL as written: `new URL` would resolve dot segments that a raw request keeps.
 */
function splitUrl(url: string): SplitUrl | undefined {
  const match = HTTP_URL.exec(trimUrl(url));
  return match === null ? undefined : { host: match[1] ?? "", path: match[2] || "/", query: match[3] ?? "" };
}

/**
 * The identities of an absolute URL, `host/path`: 1 to 4, the strict one first; none if it is not an http(s)
 * URL.
 */
export function identities(url: string, readings: Readings = EXACT_CASE): readonly string[] {
  const parts = splitUrl(url);
  const host = parts && hostIdentity(parts.host);
  if (parts === undefined || host === undefined) return [];
  return pathReadings(parts.path, readings).map((path) => host + path);
}

export interface CanonicalUrl {
  readonly host: string;
  /** The strict reading; what an opening holds. */
  readonly path: string;
  /** Every parameter, decoded, in the order written; the desk finds out which are significant. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** The strict reading of a URL, from which a decision is written; undefined if it is not an http(s) URL. */
export function canonicalOf(url: string, readings: Readings = EXACT_CASE): CanonicalUrl | undefined {
  const parts = splitUrl(url);
  const host = parts && hostIdentity(parts.host);
  if (parts === undefined || host === undefined) return undefined;
  return { host, path: strictReading(parts.path, readings), query: queryPairs(parts.query) };
}

export interface RequestIdentities {
  readonly host: string;
  /** 1 to 4 readings of the path, the strict one first. */
  readonly paths: readonly string[];
  /** As received, without `?`; query.ts reads it when a measure asks. */
  readonly query: string;
  /** Of the readings that {@link paths} were made under. */
  readonly foldCase: boolean;
}

/**
 * What a raw request is for. `host` is the Host field or `:authority`; an absolute-form target brings its
 * own, which wins (RFC 9112 §3.2.2). Undefined, to be answered 400, if the host is invalid, the target names
 * no resource, or the path has more readings than any honest one ({@link everyReading}).
 */
export function requestIdentities(
  host: string | undefined,
  target: string,
  readings: Readings = EXACT_CASE,
): RequestIdentities | undefined {
  if (target.length > MAX_TARGET_LENGTH) return undefined;
  const plain = plainParts(target, readings);
  if (plain !== undefined) {
    const name = host === undefined ? undefined : requestHost(host);
    if (name === undefined) return undefined;
    return { host: name, paths: [plain.path], query: plain.query, foldCase: readings.foldCase };
  }
  const parts = splitTarget(host, target);
  const name = parts && requestHost(parts.host);
  if (parts === undefined || name === undefined || tooManyPairs(parts.query)) return undefined;
  const paths = everyReading(parts.path, readings);
  return paths && { host: name, paths, query: parts.query, foldCase: readings.foldCase };
}

/** ASCII without spaces and `#`, and too short to hold too many pairs. */
const PLAIN_QUERY = new RegExp(`^[!"$-~]{0,${MAX_QUERY_PAIRS - 1}}$`);

/** Nearly every request: a target whose path has one reading and whose query is as it was sent. */
function plainParts(target: string, readings: Readings): Omit<SplitUrl, "host"> | undefined {
  const at = target.indexOf("?");
  const path = at === -1 ? target : target.slice(0, at);
  const query = at === -1 ? "" : target.slice(at + 1);
  return isSimple(path, readings) && PLAIN_QUERY.test(query) ? { path, query } : undefined;
}

function splitTarget(host: string | undefined, target: string): SplitUrl | undefined {
  const text = fromWire(target);
  if (!text.startsWith("/")) return splitUrl(text);
  const [beforeFragment = ""] = text.split("#", 1);
  const at = beforeFragment.indexOf("?");
  const path = at === -1 ? beforeFragment : beforeFragment.slice(0, at);
  return { host: host ?? "", path, query: at === -1 ? "" : beforeFragment.slice(at + 1) };
}

/** Neighbouring bytes outside ASCII, sent as they are or percent-encoded. */
const BYTES = /(?:[\x80-\xff]|%[89a-f][0-9a-f])+/gi;

/**
 * Node hands over the bytes of a target one per character. Where they are UTF-8 together with encoded neighbours they are
 * spelled as percent-encodings, as origins read them: half a character sent raw and half of it encoded (`caf\xC3%A9`) is
 * still that character. Anything else is taken for text.
 */
function fromWire(target: string): string {
  if (!/[\x80-\xff]/.test(target) || /[\u0100-\uffff]/.test(target)) return target;
  return target.replace(BYTES, (run) => {
    const hex = run
      .replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`)
      .replaceAll("%", "");
    return isUtf8(Buffer.from(hex, "hex")) ? hex.toUpperCase().replace(/../g, "%$&") : run;
  });
}
