import type { Fields } from "../http/fields.ts";
import { type BareItem, parseDictionary } from "../http/structured.ts";

/** Cache directives by lower-case name; `true` where there is no argument. */
export type Directives = ReadonlyMap<string, string | true>;

/** RFC 9111 §1.2.2: a cache treats anything larger as this many seconds, about 68 years. */
const MAX_DELTA_SECONDS = 2 ** 31;

/** name, optional argument as quoted-string or token; up to the next comma outside quotes. */
const MEMBER = /\s*([^\s=,"]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([^,"\s]*)))?([^,]*)(?:,|$)/y;

/**
 * Reads a `Cache-Control` value (RFC 9111 §5.2). Of a repeated directive the first counts (§4.2.1); junk after an argument
 * makes the argument invalid but keeps the directive, so that a misspelt `no-store` still forbids.
 */
export function parseCacheControl(value: string | undefined): Directives {
  const directives = new Map<string, string | true>();
  if (value === undefined) return directives;
  for (let at = 0; at < value.length; ) {
    MEMBER.lastIndex = at;
    const match = MEMBER.exec(value);
    if (match === null) {
      const comma = value.indexOf(",", at); // a member that starts with "=" or a quote has no name: skipped
      at = comma === -1 ? value.length : comma + 1;
      continue;
    }
    at = MEMBER.lastIndex;
    const name = match[1]!.toLowerCase();
    const argument = match[2]?.replace(/\\(.)/g, "$1") ?? match[3];
    const junk = match[4]!.trim() !== "";
    if (!directives.has(name)) directives.set(name, junk ? "" : (argument ?? true));
  }
  return directives;
}

/**
 * RFC 9213 §2.1: a targeted field is a structured dictionary. Only integers and booleans mean anything to us; a member of
 * another type is kept as an invalid argument, which counts as stale, never as longer life. A false boolean is absent.
 */
function fromDictionary(members: ReadonlyMap<string, BareItem>): Directives {
  const directives = new Map<string, string | true>();
  for (const [name, item] of members) {
    if (item.type !== "boolean") directives.set(name, item.type === "integer" ? String(item.value) : "");
    else if (item.value) directives.set(name, true);
  }
  return directives;
}

export interface CachePolicy {
  readonly directives: Directives;
  /** From `CDN-Cache-Control`: then `Cache-Control` and `Expires` say nothing to us. */
  readonly targeted: boolean;
}

/**
 * The directives that bind this cache: RFC 9213 §2.2, the first targeted field that is valid and not empty decides alone;
 * else `Cache-Control`. Structured Fields know keys in lower case only (RFC 9651 §3.2); directives have no case (RFC 9111
 * §5.2), and a `No-Store` that an origin addressed to us must not be overlooked for its spelling.
 */
export function cachePolicy(fields: Fields): CachePolicy {
  const targeted = fields.get("cdn-cache-control");
  const members = targeted === undefined ? undefined : parseDictionary(targeted.toLowerCase());
  if (members !== undefined && members.size > 0)
    return { directives: fromDictionary(members), targeted: true };
  return { directives: parseCacheControl(fields.get("cache-control")), targeted: false };
}

/**
 * A directive's delta-seconds in ms (RFC 9111 §1.2.2); undefined if absent; 0 if its argument is not a number of seconds,
 * because invalid freshness information means stale (§4.2.1).
 */
export function deltaMs(directives: Directives, name: string): number | undefined {
  const argument = directives.get(name);
  if (argument === undefined) return undefined;
  if (argument === true || !/^\d+$/.test(argument)) return 0;
  return Math.min(Number(argument), MAX_DELTA_SECONDS) * 1000;
}
