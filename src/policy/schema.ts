import { z } from "zod";
import { GRAINS, SERVICE_ROLES, VERBS } from "./words.ts";

/** What a clause can be about: the kinds of finding that screening reports. */
export const FINDING_KINDS = [
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
  "dox",
  "threat",
  "incitement",
  "raid",
  "sealed-detail",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** What has to be on the case before a clause can be used; all of those that a clause lists. */
export const EVIDENCE_KINDS = [
  "own-capture",
  "finding",
  "two-vantages",
  "site-record",
  "verified-order",
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** `conduit`: we pass on and obey the law. `steward`: we also act under rules of our own. */
export const POSTURES = ["conduit", "steward"] as const;
export type Posture = (typeof POSTURES)[number];

const TELL_OPERATOR = ["at-start", "delayed"] as const;

/** Ten years: longer is `terminate`. */
const MAX_DAYS = 3650;

/** Canonical JSON, and so the hash, cannot hold half a surrogate pair, which a YAML escape can write. */
const sentence = z
  .string()
  .min(1)
  .max(4000)
  .refine((text) => text.isWellFormed(), "must be Unicode text");
const bilingual = z.strictObject({ fr: sentence, en: sentence });

export const rungSchema = z.strictObject({
  verb: z.enum(VERBS),
  grain: z.enum(GRAINS),
  maxDays: z.int().min(1).max(MAX_DAYS).optional(),
  approvals: z.int().min(1).max(9).optional(),
});

export const clauseSchema = z.strictObject({
  id: z.string().regex(/^[A-Z][0-9]{1,2}$/, "must be a capital letter and a number, such as D1"),
  title: bilingual,
  text: bilingual,
  about: z.array(z.enum(FINDING_KINDS)),
  binds: z.array(z.enum(SERVICE_ROLES)).min(1),
  evidence: z.array(z.enum(EVIDENCE_KINDS)).min(1),
  ladder: z.partialRecord(z.enum(SERVICE_ROLES), z.array(rungSchema).min(1)),
  riskToLife: z.boolean().default(false),
  tellOperator: z.enum(TELL_OPERATOR).default("at-start"),
});

export const policySchema = z.strictObject({
  version: z.string().regex(/^\d{4}-\d{2}-\d{2}(\.\d{1,2})?$/, "must be a date such as 2026-12-01"),
  posture: z.enum(POSTURES),
  clauses: z.array(clauseSchema).min(1).max(99),
});

type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/**
 * One step of a ladder. Without `maxDays` the measure has no bound of its own; without `approvals` the floor
 * holds.
 */
export type Rung = DeepReadonly<z.infer<typeof rungSchema>>;
export type Clause = DeepReadonly<z.infer<typeof clauseSchema>>;
/** A policy version; `hash` is what decisions and the ledger cite. */
export type Policy = DeepReadonly<z.infer<typeof policySchema>> & { readonly hash: string };
