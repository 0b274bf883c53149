import {
  decodeFully,
  decodeOnce,
  decodeUnreserved,
  encodePath,
  isAscii,
  textOfBytes,
  toByteString,
} from "./percent.ts";

/**
 * How an origin may read a path, and so which spellings are one page.
 *
 * An origin is taken to apply any of {@link STEPS}, in this order, once each or not at all: a front that
 * follows the WHATWG URL standard; path parameters dropped before or after decoding (Jakarta Servlet §3.5 and
 * its forerunners); escapes decoded once or until none is left (nginx, IIS); slashes merged and dot segments
 * resolved on the result (RFC 3986 §5.2.4). What comes out is then *plain*: decoded, `\` as `/`, slashes
 * merged, dot segments gone, no slash at the end. A request's readings are the plain form of what every such
 * origin makes of it.
 *
 * Why that is enough: a measure is held under the plain form of its page. If some origin makes page k out of
 * spelling x, then k's plain form is among the readings of x, whatever the order of tricks in x. Two pages
 * meet only if such an origin cannot tell them apart either.
 *
 * Taken as written, because they name another page on common servers: `+` (a space only in queries), a dot or
 * space at the end of a segment (Windows), an encoded `?` or `#` (RFC 3986 §2.2), what follows a script's
 * name (PATH_INFO).
 */
export interface Readings {
  /** The site's origin does not tell upper from lower case. */
  readonly foldCase: boolean;
}

export const EXACT_CASE: Readings = { foldCase: false };
export const ONE_CASE: Readings = { foldCase: true };

/** A request's path is looked up under at most this many readings. */
export const MAX_READINGS = 4;

type Step = (bytes: string) => string;

/** What the WHATWG parser removes (URL standard §4.4). */
const STRIPPED = /[\t\n\r]/g;
const forwardSlashes: Step = (path) => path.replaceAll("\\", "/");
const mergeSlashes: Step = (path) => path.replace(/\/{2,}/g, "/");
const dropParameters: Step = (path) => path.replace(/;[^/]*/g, "");
/** Origins written in C end the path there. */
const cutAtNul: Step = (path) => path.split("\0", 1)[0] || "/";
const dropLastSlash: Step = (path) => (path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path);

const ONE_DOT = /^(?:\.|%2e)$/i;
const TWO_DOTS = /^(?:\.|%2e){2}$/i;

/**
 * WHATWG URL §4.4, path state: `.` and `..`, also written `%2e`, are taken out; an empty segment counts as
 * one.
 */
const resolveDots: Step = (path) => {
  if (!/\.|%2e/i.test(path)) return path;
  const out: string[] = [];
  const segments = path.split("/").slice(1);
  for (const [i, segment] of segments.entries()) {
    const up = TWO_DOTS.test(segment);
    if (up) out.pop();
    if (!up && !ONE_DOT.test(segment)) out.push(segment);
    else if (i === segments.length - 1) out.push("");
  }
  return `/${out.join("/")}`;
};

const whatwg: Step = (path) => resolveDots(forwardSlashes(path));

const STEPS: readonly Step[] = [
  whatwg,
  dropParameters,
  decodeOnce,
  dropParameters,
  decodeFully,
  dropParameters,
  mergeSlashes,
  resolveDots,
];

/**
 * Unicode in one form (origins that normalise use NFC), and in one case where the site says so. Other bytes
 * stay. Segment by segment: one that is no text must not keep those above it from a measure on a path.
 */
function fold(bytes: string, readings: Readings): string {
  if (isAscii(bytes)) return readings.foldCase ? bytes.toLowerCase() : bytes;
  return bytes
    .split("/")
    .map((segment) => foldSegment(segment, readings))
    .join("/");
}

function foldSegment(bytes: string, { foldCase }: Readings): string {
  const text = textOfBytes(bytes)?.normalize("NFC");
  if (text === undefined) return foldCase ? bytes.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : bytes;
  return toByteString(foldCase ? text.toLowerCase() : text);
}

/** The strict reading: WHATWG parsing, then RFC 3986 §6.2.2 normalisation of escapes. */
const strictOf = (path: string, readings: Readings): string => {
  const bytes = decodeUnreserved(whatwg(path));
  return encodePath(readings.foldCase ? fold(bytes, readings) : bytes);
};

const plainOf = (path: string, readings: Readings): string => {
  const bytes = forwardSlashes(cutAtNul(decodeFully(path)));
  return encodePath(fold(dropLastSlash(resolveDots(mergeSlashes(bytes))), readings));
};

/**
 * What an origin that does not tell upper from lower case makes of a reading of one that does: of a path's readings in exact
 * case these are its readings in one case.
 */
export const inOneCase = (reading: string): string => encodePath(fold(decodeUnreserved(reading), ONE_CASE));

/** A path as a byte string that begins with a slash. */
function receive(rawPath: string): string {
  const path = toByteString(rawPath.replace(STRIPPED, ""));
  return /^[/\\]/.test(path) ? path : `/${path}`;
}

/**
 * Nothing to read in more than one way: no escape, parameter, dot at the start of a segment, empty segment,
 * backslash.
 */
const SIMPLE = /^(?:\/|(?:\/[\w~-][\w.~-]*)+)$/;
export const isSimple = (path: string, { foldCase }: Readings): boolean =>
  SIMPLE.test(path) && !(foldCase && /[A-Z]/.test(path));

/**
 * What makes the order of {@link STEPS} matter. A path that decodes to none of it has at most two readings.
 */
const ORDER_MATTERS = /[;\\\0]|\/[./]/;

/** A bound on the work for one path; only paths made to be ambiguous reach it. */
const MAX_DRAFTS = 16;

/**
 * All readings of a path, the strict one first, or undefined if there are more than {@link MAX_READINGS}: no
 * browser and no link writes such a path, and Jakarta Servlet 6.0 §3.5.2 has servers refuse it for that
 * reason.
 */
export function everyReading(rawPath: string, readings: Readings): readonly string[] | undefined {
  const { found, complete } = explore(rawPath, readings);
  return complete ? found : undefined;
}

/** 1 to {@link MAX_READINGS} readings of a path, the strict one first. Never throws. O(length). */
export const pathReadings = (rawPath: string, readings: Readings): readonly string[] =>
  explore(rawPath, readings).found;

function explore(rawPath: string, readings: Readings): { found: readonly string[]; complete: boolean } {
  if (isSimple(rawPath, readings)) return { found: [rawPath], complete: true };
  const path = receive(rawPath);
  let drafts = [path];
  const steps = ORDER_MATTERS.test(decodeFully(path)) ? STEPS : [];
  for (const step of steps) drafts = [...new Set([...drafts, ...drafts.map(step)])].slice(0, MAX_DRAFTS + 1);
  const found = new Set([strictOf(path, readings)]);
  for (const draft of drafts) {
    found.add(plainOf(draft, readings));
    if (found.size > MAX_READINGS) break;
  }
  return {
    found: [...found].slice(0, MAX_READINGS),
    complete: found.size <= MAX_READINGS && drafts.length <= MAX_DRAFTS,
  };
}

/**
 * The readings a measure is held under: the page as decided and its plain form. Not those without `;params`:
 * whoever decided kept them because the page needs them, and without them its neighbours would be refused
 * too.
 */
export function heldReadings(canonicalPath: string, readings: Readings): readonly string[] {
  const path = receive(canonicalPath);
  return [...new Set([strictOf(path, readings), plainOf(path, readings)])];
}

/** The strict reading alone: what a decision writes down. */
export const strictReading = (rawPath: string, readings: Readings): string =>
  strictOf(receive(rawPath), readings);

/** `/a/b/c` → `/a`, `/a/b`, `/a/b/c`, at most `limit` of them; none for `/`. */
export function wholeSegmentPrefixes(path: string, limit: number): readonly string[] {
  const prefixes: string[] = [];
  for (let at = path.indexOf("/", 1); at !== -1 && prefixes.length < limit; at = path.indexOf("/", at + 1)) {
    prefixes.push(path.slice(0, at));
  }
  if (prefixes.length < limit && path.length > 1 && !path.endsWith("/")) prefixes.push(path);
  return prefixes;
}
