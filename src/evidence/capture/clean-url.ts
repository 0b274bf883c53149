import { badRequest, type RempartError } from "../../lib/errors.ts";
import { isToken, PATH_SESSION, PATH_TICKET, SHARED_TOPIC } from "./token-names.ts";

export interface CleanUrl {
  /** WHATWG serialisation, without fragment, userinfo and tokens. */
  readonly url: string;
  /** What was taken out, by name, never by value; a name per removal, in the order of the URL. */
  readonly removed: readonly string[];
}

export const MAX_URL_LENGTH = 8192;

/**
 * A reported URL, cleaned before anything touches the network: a session or share token would tell the site who
 * reported it. The rest of the query keeps its bytes. Throws `capture.url`, which never quotes the URL.
 */
export function cleanUrl(reported: string): CleanUrl {
  const url = parseHttpUrl(reported);
  const removed: string[] = [];
  if (url.username !== "" || url.password !== "") removed.push("userinfo");
  url.username = "";
  url.password = "";

  url.pathname = url.pathname
    .replace(PATH_TICKET, () => {
      removed.push("path ticket");
      return "";
    })
    .replace(PATH_SESSION, (_, name: string) => {
      removed.push(name.toLowerCase());
      return "";
    });

  url.search = cleanQuery(url.search.slice(1), removed, 0);
  if (SHARED_TOPIC.test(url.pathname) && url.searchParams.has("u")) {
    url.search = url.search
      .slice(1)
      .split("&")
      .filter((pair) => !/^u(?:=|$)/i.test(pair))
      .join("&");
    removed.push("u");
  }

  if (url.hash !== "") removed.push("fragment");
  url.hash = "";
  return { url: url.href, removed };
}

/** Parses and checks what a capture can fetch: http or https, with a host. Throws `capture.url` naming what is wrong. */
export function parseHttpUrl(text: string): URL {
  if (text.length > MAX_URL_LENGTH) throw wrong(`the URL is longer than ${MAX_URL_LENGTH} characters`);
  const url = URL.parse(text.trim());
  if (url === null) {
    throw wrong("this is not a whole web address; it must begin with https:// or http:// and name a site");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw wrong("the address must begin with https:// or http://; other kinds are not fetched");
  }
  return url;
}

const wrong = (message: string): RempartError => badRequest("capture.url", message, { field: "url" });

/** How deep an address stands within an address: `?next=…` of a sign-in page within `?url=…` of a share link. */
const MAX_DEPTH = 3;
/** PHP's forums separate with `;` as well; what was copied out of HTML has `&amp;`. */
const SEPARATOR = /(&(?:amp;)?|;)/i;

/** A query without its tokens; what is kept of it keeps its bytes and its separators. */
function cleanQuery(query: string, removed: string[], depth: number): string {
  const [first = "", ...rest] = query.split(SEPARATOR);
  let kept = cleanPair(first, removed, depth) ?? "";
  for (let i = 0; i < rest.length; i += 2) {
    const pair = cleanPair(rest[i + 1] ?? "", removed, depth);
    if (pair !== undefined) kept += kept === "" ? pair : `${rest[i]}${pair}`;
  }
  return kept;
}

/** Undefined for a token. An address in a value loses its own. */
function cleanPair(pair: string, removed: string[], depth: number): string | undefined {
  const [name, value] = readPair(pair);
  const plain = plainName(name);
  if (isToken(plain, value)) {
    removed.push(plain);
    return undefined;
  }
  const whole = decoded(value);
  const [, before, query] = /^([^?#]*)\?([^#]*)/.exec(whole) ?? [];
  if (query === undefined || depth >= MAX_DEPTH) return pair;
  const found: string[] = [];
  const cleaned = cleanQuery(query, found, depth + 1);
  if (found.length === 0) return pair;
  removed.push(...found);
  return `${pair.slice(0, pair.indexOf("="))}=${encodeURIComponent(`${before}${cleaned === "" ? "" : `?${cleaned}`}`)}`;
}

/** As a server would read it that decodes once more, drops spaces around it or reads `sid[]` as a list. */
const plainName = (name: string): string => decoded(name).replace(/\[.*$/s, "").trim();

/** Decoded until nothing changes; what cannot be decoded stays. */
function decoded(text: string): string {
  for (let i = 0, now = text; i < 4; i++) {
    try {
      const next = decodeURIComponent(now.replaceAll("+", " "));
      if (next === now) return now;
      now = next;
      text = now;
    } catch {
      return text;
    }
  }
  return text;
}

/** application/x-www-form-urlencoded decoding of one pair; a name that cannot be decoded stays as it is. */
function readPair(pair: string): readonly [name: string, value: string] {
  const [entry] = new URLSearchParams(pair);
  return entry ?? ["", ""];
}
