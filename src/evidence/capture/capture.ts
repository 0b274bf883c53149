import { type Clock, SECOND } from "../../lib/clock.ts";
import { badRequest, RempartError } from "../../lib/errors.ts";
import { field, readResponse } from "../http/message.ts";
import { checkedAddress, checkPort, type Resolve } from "./address-guard.ts";
import { compareViews } from "./agreement.ts";
import { cleanUrl, parseHttpUrl } from "./clean-url.ts";
import { type Dial, dialTcp, type FetchOptions, fetchOnce, type Route, timeout } from "./fetch-once.ts";
import type { Capture, Exchange, Vantage, View } from "./types.ts";

export interface CaptureOptions {
  /** At least one; two or more where the decision needs agreement. Names must differ. */
  readonly vantages: readonly Vantage[];
  readonly resolve: Resolve;
  readonly clock: Clock;
  /** Of a body, as received. */
  readonly maxBytes?: number;
  /** For one vantage, redirects included. */
  readonly timeoutMs?: number;
  readonly maxRedirects?: number;
  /** Whether a hostname is of a site that our edges serve: redirects there stay on the vantage. Default: the URL's own. */
  readonly isServed?: (hostname: string) => boolean;
  /** Fetch a picture, a sound or a video whole: only where a moderator asked for this very one. */
  readonly withMedia?: boolean;
  readonly dial?: Dial;
}

export const CAPTURE_LIMITS = { maxBytes: 20_000_000, timeoutMs: 60 * SECOND, maxRedirects: 5 } as const;

/** RFC 9110 §15.4; 300 and 304 name no page to go to. */
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Looks at a page from every vantage at once, as an ordinary visitor. The URL is cleaned first. What a vantage could not
 * see is in its view's `stopped`, beside the exchanges that led there; only a URL that cannot be fetched at all
 * (`capture.url`) or a wrong set of vantages (`capture.vantages`) throws.
 */
export async function capture(reported: string, options: CaptureOptions): Promise<Capture> {
  const { vantages } = options;
  if (vantages.length === 0 || new Set(vantages.map(({ name }) => name)).size !== vantages.length) {
    throw badRequest("capture.vantages", "a capture needs at least one vantage, and each its own name");
  }
  if (!vantages.every(({ name }) => /^[a-z0-9][a-z0-9-]{0,31}$/.test(name))) {
    throw badRequest(
      "capture.vantages",
      "a vantage's name is up to 32 lower-case letters, digits and hyphens",
    );
  }
  const { url, removed } = cleanUrl(reported);
  const views = await Promise.all(vantages.map((vantage) => look(new URL(url), vantage, options)));
  return { url, removed, views, agreement: await compareViews(views) };
}

async function look(start: URL, vantage: Vantage, options: CaptureOptions): Promise<View> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), options.timeoutMs ?? CAPTURE_LIMITS.timeoutMs);
  const maxRedirects = options.maxRedirects ?? CAPTURE_LIMITS.maxRedirects;
  const served = options.isServed ?? ((hostname) => hostname === start.hostname);
  const fetching: FetchOptions = {
    clock: options.clock,
    dial: options.dial ?? dialTcp,
    signal: deadline.signal,
    maxBytes: options.maxBytes ?? CAPTURE_LIMITS.maxBytes,
    withMedia: options.withMedia ?? false,
  };
  const exchanges: Exchange[] = [];
  const seen = new Set<string>();
  try {
    for (let next: URL | undefined = start; next !== undefined; ) {
      if (seen.has(next.href)) throw stop("capture.redirect-loop", "the page redirects in a circle");
      if (exchanges.length > maxRedirects) {
        throw stop("capture.too-many-redirects", `the page redirects more than ${maxRedirects} times`);
      }
      seen.add(next.href);
      const ours = next === start || served(next.hostname);
      const route = await within(deadline.signal, routeTo(next, vantage, ours, options.resolve));
      const exchange = await fetchOnce(next, route, fetching);
      exchanges.push(exchange);
      next = redirectTarget(exchange);
    }
    return { vantage: vantage.name, exchanges, stopped: null };
  } catch (error) {
    if (!(error instanceof RempartError)) throw error;
    return { vantage: vantage.name, exchanges, stopped: { code: error.code, message: error.message } };
  } finally {
    clearTimeout(timer);
  }
}

/** Sites of ours through the vantage's own port, everything else through DNS and the guard, each time anew. */
async function routeTo(url: URL, vantage: Vantage, ours: boolean, resolve: Resolve): Promise<Route> {
  const tls = url.protocol === "https:";
  if (vantage.address !== "dns" && ours) {
    const { host, port, speaks } = vantage.address;
    const dnsAnswer = await resolve(url.hostname).catch(() => null); // for the record only: it is not where we connect
    const to = { host, port };
    return {
      to,
      tls: speaks === undefined ? tls : speaks === "https",
      addressFrom: "configuration",
      dnsAnswer,
    };
  }
  const port = url.port === "" ? (tls ? 443 : 80) : Number(url.port);
  checkPort(port);
  const { ip, answer } = await checkedAddress(url.hostname, resolve).catch((error: unknown) => {
    if (error instanceof RempartError) throw error;
    throw new RempartError("capture.no-address", 502, "the hostname could not be looked up", {}, error);
  });
  const literal = answer.length === 0;
  return {
    to: { host: ip, port },
    tls,
    addressFrom: literal ? "url" : "dns",
    dnsAnswer: literal ? null : answer,
  };
}

/**
 * Where a response sends the visitor, without fragment and userinfo; undefined if it is the page itself. Tokens stay:
 * the server made them for this anonymous visitor, and without them it may redirect for ever.
 */
function redirectTarget({ url, status, responseBytes }: Exchange): URL | undefined {
  if (!REDIRECTS.includes(status)) return undefined;
  const head = readResponse(responseBytes)?.head;
  const location = head && field(head, "location");
  if (location === undefined) return undefined;
  // fields are read as latin-1; servers write UTF-8 there (RFC 9110 §5.5 leaves it open)
  const text = URL.parse(Buffer.from(location, "latin1").toString("utf8"), url)?.href;
  let target: URL;
  try {
    target = parseHttpUrl(text ?? "");
  } catch {
    throw stop("capture.bad-redirect", "the page redirects to something that is not a web page");
  }
  target.username = "";
  target.password = "";
  target.hash = "";
  return target;
}

const stop = (code: string, message: string): RempartError => new RempartError(code, 502, message);

/** The promise's value, or `capture.timeout` as soon as the signal fires. */
function within<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const fire = () => reject(timeout());
  if (signal.aborted) fire();
  else signal.addEventListener("abort", fire, { once: true });
  return Promise.race([promise, late]).finally(() => signal.removeEventListener("abort", fire));
}
