import { type FieldList, type Fields, without } from "../http/fields.ts";

/** Names by which a request says that another method is meant than its own. */
const METHODS = ["x-http-method", "x-http-method-override", "x-method-override"];

/**
 * Fields that a visitor may not send to an origin through us.
 *
 * Some origins and frameworks let these replace the path, host or method of the request they arrive in. Behind an edge
 * that decides by path and host this would be a way around every measure, and in a shared cache a way to have one page
 * stored under another's name. The same goes for claims about the connection, which only we can make.
 */
const NOT_FROM_VISITORS: ReadonlySet<string> = new Set([
  "x-original-url",
  "x-rewrite-url",
  "x-override-url",
  "x-original-uri",
  "x-forwarded-uri",
  "x-forwarded-path",
  "x-forwarded-prefix",
  "x-original-method",
  "x-original-host",
  "x-ms-original-url",
  "x-envoy-original-path",
  "x-request-uri",
  "unencoded-url",
  "x-http-host-override",
  "x-middleware-subrequest",
  "x-host",
  ...METHODS,
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-forwarded-protocol",
  "x-forwarded-scheme",
  "x-forwarded-server",
  "x-forwarded-ssl",
  "x-real-ip",
  "x-client-ip",
  "true-client-ip",
  "cf-connecting-ip",
  "front-end-https",
  "proxy", // becomes the variable HTTP_PROXY under CGI
  "expect", // answered by the edge itself
  "host",
]);

/**
 * In a POST another method may be named: editors of content systems delete that way where they trust no path to let a DELETE
 * through. It can poison nothing, because a POST is neither kept nor answered from the store; and measures ask for no method.
 */
const NOT_IN_POST: ReadonlySet<string> = NOT_FROM_VISITORS.difference(new Set(METHODS));

/**
 * What of a visitor's fields an origin sees. Names with an underscore are left out, as nginx does: CGI, WSGI and PHP read
 * `X_Original_URL` and `X-Original-URL` as one variable (RFC 3875 §4.1.18).
 */
export function fromVisitor(endToEndList: FieldList, method: string): string[] {
  const kept = without(endToEndList, method === "POST" ? NOT_IN_POST : NOT_FROM_VISITORS);
  return kept.filter((_, i) => !kept[i - (i % 2)]!.includes("_"));
}

export interface Hop {
  /** Name of this edge. */
  readonly name: string;
  readonly httpVersion: string;
  readonly scheme: "http" | "https";
  /** Host and port as the visitor wrote them. */
  readonly authority: string;
  readonly remoteAddress: string;
  /** What the site's document sends as Host in place of the visitor's. */
  readonly host: string | undefined;
}

const CHAINED: ReadonlySet<string> = new Set(["via", "cdn-loop"]);

/** The request's fields for the origin: the visitor's, and what this hop adds. */
export function originFields(visitor: Fields, list: FieldList, hop: Hop): string[] {
  const via = visitor.get("via");
  const loop = visitor.get("cdn-loop");
  return [
    "Host",
    hop.host ?? hop.authority,
    ...without(list, CHAINED),
    "X-Forwarded-For",
    hop.remoteAddress,
    "X-Forwarded-Host",
    hop.authority,
    "X-Forwarded-Proto",
    hop.scheme,
    // RFC 9110 §7.6.3: a gateway names itself towards the origin.
    "Via",
    chain(via, `${hop.httpVersion} ${hop.name}`),
    // RFC 8586 §2: the whole list is passed on and one's own id is added.
    "CDN-Loop",
    chain(loop, hop.name),
  ];
}

export const chain = (list: string | undefined, member: string): string =>
  list === undefined || list.trim() === "" ? member : `${list}, ${member}`;

/** RFC 8586 §2: has this request been here before? Ids stand before any parameters. */
export const hasLooped = (visitor: Fields, name: string): boolean =>
  visitor.tokens("cdn-loop").some((member) => member.split(";", 1)[0]!.trim() === name.toLowerCase());
