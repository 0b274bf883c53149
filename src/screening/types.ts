import type { Reason } from "./reasons.ts";

export const DETAIL_KINDS = [
  "address",
  "phone",
  "email",
  "current-location",
  "identity-number",
  "bank-account",
  "payment-card",
  "vehicle-plate",
  "birth-date",
  "workplace-or-school",
  "family-member",
  "online-account",
  "coordinates",
  "ip-address",
] as const;
export type DetailKind = (typeof DETAIL_KINDS)[number];

export const VIOLENCE_KINDS = ["threat", "incitement", "raid"] as const;
export type ViolenceKind = (typeof VIOLENCE_KINDS)[number];

export const FINDING_KINDS = [...DETAIL_KINDS, "dox", ...VIOLENCE_KINDS, "sealed-detail"] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Mildest first. */
export const SEVERITIES = ["none", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A half-open range of UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What a detector saw, located in the text that was passed in. It says what the text does, never that it is
 * true.
 */
export interface Finding extends Span {
  readonly kind: FindingKind;
  /** 0..1: how sure the detector is of the kind. */
  readonly confidence: number;
  /** For a moderator. They never repeat the text, so they may be stored and shown where the text may not. */
  readonly reasons: readonly Reason[];
}

export interface Screening {
  readonly severity: Severity;
  /** In the order of their start. */
  readonly findings: readonly Finding[];
  /** What was not looked for, because the text is said to be in a language that its detectors do not read. */
  readonly notSupported?: readonly NotSupported[];
}

/** `violence` stands for its three kinds. */
export type NotSupported = "violence" | "dox" | DetailKind;

/** Finds registered details. It holds a key for as long as it lives; screening itself holds none. */
export interface SealedMatcher {
  match(text: string): readonly Span[];
}

export interface ScreenOptions {
  /**
   * BCP 47 tag of the text, if known. In a language other than French and English only structured details
   * are found.
   */
  readonly lang?: string | undefined;
  readonly sealed?: SealedMatcher | undefined;
}

export const isDetail = (kind: FindingKind): kind is DetailKind =>
  (DETAIL_KINDS as readonly string[]).includes(kind);
export const isViolence = (kind: FindingKind): kind is ViolenceKind =>
  (VIOLENCE_KINDS as readonly string[]).includes(kind);
