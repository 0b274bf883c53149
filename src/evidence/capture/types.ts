import type { Address } from "../../lib/env.ts";

/** From where a page is looked at. */
export interface Vantage {
  /** Short name for screens and manifests: `edge-a`. */
  readonly name: string;
  /**
   * The public port of one of our own edges, set by the operator and therefore allowed to be private; or `dns`: as any
   * visitor, by the site's DNS and the address guard.
   */
  readonly address: VantageAddress | "dns";
}

export interface VantageAddress extends Address {
  /** What that port speaks; by default what the URL says. */
  readonly speaks?: "http" | "https";
}

/** Why a response is not whole: the WARC-Truncated reasons of ISO 28500 §5.13. `unspecified`: media we chose not to fetch. */
export type Truncation = "length" | "time" | "disconnect" | "unspecified";

/** What TLS said of the server. A page behind a bad certificate is still captured: people see it after a warning. */
export interface TlsFacts {
  readonly protocol: string;
  /** `trusted`, or the code of why a browser would warn. */
  readonly verdict: string;
  /** SHA-256 of each certificate sent, the server's own first, lower-case hex. */
  readonly chain: readonly string[];
}

/** One request and its answer, as bytes. */
export interface Exchange {
  readonly url: string;
  readonly status: number;
  /** The address that answered. */
  readonly address: Address;
  /** What gave that address: the name servers, the operator's configuration (our own edge), or the URL itself. */
  readonly addressFrom: "dns" | "configuration" | "url";
  /** What the name servers said at that moment, asked in any case; null where they could not be asked. */
  readonly dnsAnswer: readonly string[] | null;
  readonly tls: TlsFacts | null;
  /** Unix ms. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly requestBytes: Uint8Array;
  /** Head and body as received, transfer coding included; interim 1xx answers left out. */
  readonly responseBytes: Uint8Array;
  readonly truncated: Truncation | null;
}

/** Why a vantage saw no (further) page: a code such as `capture.timeout` and plain words, without the URL. */
export interface Stop {
  readonly code: string;
  readonly message: string;
}

/** What one vantage saw: the page and the redirects that led to it. */
export interface View {
  readonly vantage: string;
  /** In order; the last is the page, unless `stopped` says otherwise. */
  readonly exchanges: readonly Exchange[];
  readonly stopped: Stop | null;
}

/** In what two vantages differ: how far they got, where they ended, the status, the body (content coding removed). */
export type Difference = "outcome" | "url" | "status" | "body";

/** `single`: there was one vantage only, so nothing was compared. */
export type Agreement =
  | { readonly verdict: "agree" | "single" }
  | { readonly verdict: "differ"; readonly differs: readonly Difference[] };

export interface Capture {
  /** The cleaned URL. */
  readonly url: string;
  /** Names of what cleaning removed. */
  readonly removed: readonly string[];
  readonly views: readonly View[];
  readonly agreement: Agreement;
}
