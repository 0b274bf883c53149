import type { ServiceRole } from "../../policy/words.ts";
import type { FindingKind, Severity } from "../../screening/index.ts";
import type { OwnLink } from "../jobs/own-links.ts";

/** What a look at one page gave. */
export interface Observation {
  readonly id: string;
  readonly page: string;
  readonly at: number;
  readonly status: number | null;
  readonly agreement: "agree" | "differ" | "single" | "failed";
  /** Of the WARC before sealing, hex. */
  readonly sha256: string | null;
  readonly severity: Severity;
  readonly findings: readonly ObservedFinding[];
  /** What the page links as itself. */
  readonly links: readonly OwnLink[];
}

/** A finding as it is stored: what kind, why, and a masked preview. The text itself is in the sealed capture only. */
export interface ObservedFinding {
  readonly kind: FindingKind;
  readonly confidence: number;
  readonly reasons: readonly string[];
  readonly masked: string;
  readonly author: string | null;
  /** In a comment under somebody else's page. */
  readonly is_comment: boolean;
  /** In words of somebody else that are repeated there. */
  readonly is_quote: boolean;
  /** In what the page does not show to who just opens it. */
  readonly is_hidden: boolean;
  /** Of the detectors that made it: `details@1 normaliser@1 …`. */
  readonly version: string;
}

/** An order of an authority whose origin somebody of the team has verified. */
export interface LegalOrder {
  readonly id: string;
  readonly authority: string;
  readonly reference: string;
  readonly verifiedBy: string;
  readonly at: number;
}

export interface CaseView {
  readonly id: string;
  readonly harm: string;
  readonly status: string;
  readonly severity: Severity;
  readonly reports: number;
  readonly openedAt: number;
  readonly dueAt: number;
  readonly site: {
    readonly id: string;
    readonly account: string;
    readonly hostnames: readonly string[];
    readonly roles: readonly ServiceRole[];
  };
  readonly pages: readonly CasePage[];
  readonly orders: readonly LegalOrder[];
  readonly events: readonly { at: number; actor: string; kind: string; payload: Record<string, unknown> }[];
}

export interface CasePage {
  readonly id: string;
  readonly url: string;
  readonly path: string;
  readonly query: string;
  /** How many of the reports that name it, withdrawn ones apart, allow that the operator learns of one. */
  readonly tell: { readonly allow: number; readonly reports: number };
  readonly capture: {
    readonly id: string;
    readonly at: number;
    readonly status: number | null;
    readonly agreement: string;
    readonly sha256: string | null;
    readonly severity: Severity;
  } | null;
  readonly findings: readonly {
    kind: string;
    confidence: number;
    reasons: { readonly fr: readonly string[]; readonly en: readonly string[] };
    masked: string;
    author: string | null;
    inComment: boolean;
    inQuote: boolean;
    isHidden: boolean;
    /** Empty where it was made before versions were kept. */
    version: string;
  }[];
}
