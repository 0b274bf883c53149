import { badRequest, type RempartError } from "../../lib/errors.ts";
import { isToken, PATH_SESSION, PATH_TICKET } from "./token-names.ts";

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

  const kept = url.search
    .slice(1)
    .split("&")
    .filter((pair) => {
      const [name, value] = readPair(pair);
      if (!isToken(name, value)) return true;
      removed.push(name);
      return false;
    });
  url.search = kept.join("&");

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

/** application/x-www-form-urlencoded decoding of one pair; a name that cannot be decoded stays as it is. */
function readPair(pair: string): readonly [name: string, value: string] {
  const [entry] = new URLSearchParams(pair);
  return entry ?? ["", ""];
}
