import { base64url, equalBytes, hmacSha256, toUtf8 } from "../../lib/bytes.ts";
import { MINUTE } from "../../lib/clock.ts";

/** How long a visitor who saw an interstitial is not shown it again. */
export const SEEN_MS = 30 * MINUTE;

const PREFIX = "rempart-seen-";
const DOMAIN = toUtf8("rempart/seen/v1\0");

/**
 * Proof that a visitor was shown an interstitial: a cookie that the page itself sets, so that its plain link back to the
 * same address works without JavaScript and without repeating the address. It names a measure and an end, no visitor.
 */
export class SeenCookies {
  readonly #key: Uint8Array;

  /** 32 random bytes; edges that share a key accept each other's cookies. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** A Set-Cookie value for the measure with this ledger index on this site. */
  issue(siteId: string, index: number, nowMs: number, secure: boolean): string {
    const endsAt = Math.floor((nowMs + SEEN_MS) / 1000);
    const value = `${endsAt}.${this.#mac(siteId, index, endsAt)}`;
    const attributes = `Path=/; Max-Age=${SEEN_MS / 1000}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
    return `${PREFIX}${index}=${value}; ${attributes}`;
  }

  accepts(cookies: readonly string[], siteId: string, index: number, nowMs: number): boolean {
    const name = `${PREFIX}${index}=`;
    return cookies.some((cookie) => {
      if (!cookie.startsWith(name)) return false;
      const [, endsAt, mac] = /^(\d{1,12})\.([\w-]{43})$/.exec(cookie.slice(name.length)) ?? [];
      if (endsAt === undefined || mac === undefined || Number(endsAt) * 1000 <= nowMs) return false;
      return equalBytes(toUtf8(mac), toUtf8(this.#mac(siteId, index, Number(endsAt))));
    });
  }

  #mac(siteId: string, index: number, endsAt: number): string {
    return base64url(hmacSha256(this.#key, DOMAIN, toUtf8(`${siteId}\0${index}\0${endsAt}`)));
  }
}

/** The cookies of a request, `name=value` each. */
export const cookiesOf = (cookieLines: readonly string[]): readonly string[] =>
  cookieLines.flatMap((line) => line.split(";")).map((cookie) => cookie.trim());

export const hasSeenCookie = (cookieLine: string): boolean => cookieLine.includes(PREFIX);

/** A Cookie line without ours, which are no business of the origin; undefined if nothing is left. */
export function withoutSeenCookies(cookieLine: string): string | undefined {
  const kept = cookieLine.split(";").filter((cookie) => !cookie.trim().startsWith(PREFIX));
  return kept.length === 0 ? undefined : kept.join(";").trim();
}
