import type { SiteConfig } from "../../feed/config.ts";
import { type FieldList, without } from "../http/fields.ts";
import { type Answer, edgeAnswer, type Transaction } from "../transaction.ts";

/**
 * A certificate authority asks for this on plain HTTP (RFC 8555 §8.3), before there is a certificate to redirect to. One whole
 * segment, nothing to decode: no other path can be spelled like it. An edge that answers challenges itself does so before
 * `admit` asks whether to redirect.
 */
const ACME_CHALLENGE = /^\/\.well-known\/acme-challenge\/[\w-]+$/;

/** Did the visitor come without TLS to a site that wants it? */
export const wantsHttps = (tx: Transaction): boolean =>
  tx.site.https?.redirect === true &&
  tx.exchange.request.scheme === "http" &&
  !ACME_CHALLENGE.test(tx.target);

/** How long a browser may redirect without asking: long enough to spare requests, short enough to take it back. */
const REDIRECT_SECONDS = 3600;

/** https's own (RFC 9110 §4.2.2), which no URL needs to name. */
const DEFAULT_PORT = 443;

/**
 * The same address with TLS, at the port where this edge is reached so; the one of plain HTTP says nothing about it. 301 for
 * GET and HEAD, which everything understands; 308 for the others, because a 301 lets a browser turn a POST into a GET
 * (RFC 9110 §15.4.2, §15.4.9).
 */
export function redirectToHttps(tx: Transaction, httpsPort: number, nowMs: number): Answer {
  const { method } = tx.exchange.request;
  const status = method === "GET" || method === "HEAD" ? 301 : 308;
  const port = httpsPort === DEFAULT_PORT ? "" : `:${httpsPort}`;
  const location = `https://${tx.hostname}${port}${tx.target}`;
  const fields = ["Location", location, "Cache-Control", `max-age=${REDIRECT_SECONDS}`];
  return edgeAnswer(status, fields, [], nowMs);
}

const STS: ReadonlySet<string> = new Set(["strict-transport-security"]);

/**
 * The fields of an answer with the site's Strict-Transport-Security in place of the origin's, where it sets one: a browser
 * heeds only the first (RFC 6797 §8.1). On everything that goes out with TLS, our own pages too (§7.1), and never
 * without (§7.2).
 */
export function withHsts(tx: Transaction, fields: FieldList): FieldList {
  // Nothing is known of the site where a request was refused before that.
  const hsts = (tx.site as SiteConfig | undefined)?.https?.hsts;
  if (hsts === undefined || tx.exchange.request.scheme !== "https") return fields;
  let value = `max-age=${hsts.maxAgeSeconds}`;
  if (hsts.includeSubDomains === true) value += "; includeSubDomains";
  if (hsts.preload === true) value += "; preload";
  return [...without(fields, STS), "Strict-Transport-Security", value];
}
