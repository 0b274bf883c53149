import { Children } from "../../lib/children.ts";
import { moduleBeside } from "../../lib/sibling.ts";
import type { LocatedFinding } from "../../screening/index.ts";
import type { OwnLink } from "./own-links.ts";

export interface ObserveRequest {
  readonly id: string;
  readonly url: string;
  readonly vantages: readonly { name: string; address: string }[];
  /** Hostnames of sites that our edges serve: redirects there stay with the edge. */
  readonly served: readonly string[];
  /** Of the page's own site: what the page links there as itself is kept. */
  readonly hostnames: readonly string[];
  /** Name servers to ask; none: the machine's own. */
  readonly dnsServers: readonly string[];
  readonly folder: string;
  readonly recipients: readonly string[];
}

export interface Observed {
  readonly status: number | null;
  readonly agreement: "agree" | "differ" | "single" | "failed";
  readonly sha256: string | null;
  /** The page's visible text; findings are located in it. */
  readonly text: string;
  readonly findings: readonly LocatedFinding[];
  readonly links: readonly OwnLink[];
}

/** A look that is only compared: nothing of it is kept as evidence. */
export interface LookRequest {
  readonly look: readonly string[];
  readonly vantage: { readonly name: string; readonly address: string };
}

export interface Looked {
  readonly url: string;
  /** Null where nothing answered, or there was no time left to ask. */
  readonly status: number | null;
  /** The ledger entry under which an edge refused it. */
  readonly ledger: string | null;
  readonly findings: readonly { readonly kind: string; readonly masked: string }[];
}

/** A capture that has not ended by then is given up. */
const MAX_MS = 120_000;

const children = new Children(moduleBeside(import.meta.url, "./observe-child"), {
  ...{ atOnce: 3, startMs: 30_000, requestMs: MAX_MS, slowMs: 5_000, requests: 100, idleMs: 5_000 },
  isSealedOff: false, // how it reaches the net is said in its environment
});

/** Hashes of what a page's address answers from one vantage, per URL; null where no page was answered. */
export interface HashRequest {
  readonly urls: readonly string[];
  readonly vantage: { readonly name: string; readonly address: string };
}

/**
 * Looks at a page in a child process, one for its site: what a hostile page can break there is looks at its own site, and
 * the process that fetches and parses it holds no key and no database.
 */
export const observe = (site: string, request: ObserveRequest): Promise<Observed> =>
  children.ask<Observed>(site, request);

export const bodyHashes = (
  site: string,
  urls: readonly string[],
  vantage: HashRequest["vantage"],
): Promise<(string | null)[]> =>
  children.ask<(string | null)[]>(site, { urls, vantage } satisfies HashRequest);

/** What one vantage gets at each address, in the order asked; what was not reached in a minute is like what did not answer. */
export const lookAt = (
  site: string,
  urls: readonly string[],
  vantage: LookRequest["vantage"],
): Promise<Looked[]> => children.ask<Looked[]>(site, { look: urls, vantage } satisfies LookRequest);
