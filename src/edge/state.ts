import type { SiteConfig } from "../feed/config.ts";
import type { Matcher } from "../policy/matcher.ts";

/** The site that a hostname leads to; a million of them are no Map of objects. */
export interface SiteLookup {
  /** How many hostnames. */
  readonly size: number;
  get(hostname: string): SiteConfig | undefined;
  keys(): Iterable<string>;
}

/**
 * What a request sees of the world, read once at its start: an immutable value behind one reference. The follower
 * replaces the reference; a request in flight keeps the one it began with and is cut by the in-flight register if a
 * new refusal hits it.
 */
export interface EdgeView {
  /** Ledger size this view was built from; 0 before verified state is loaded. */
  readonly size: number;
  readonly siteOf: SiteLookup;
  readonly matcher: Matcher;
  /** Hashes (ledger/protected.ts) of hostnames that no measure takes away; undefined: none. */
  readonly protectedHosts?: ReadonlySet<string>;
}
