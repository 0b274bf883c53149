import { z } from "zod";
import { badRequest } from "../lib/errors.ts";
import { jcsBytes } from "../lib/jcs.ts";

/**
 * What the public ledger holds: ids, enumerations, dates and hashes. No personal data and no free text can be written
 * in this schema: every string is of a closed list or a fixed-length code. One entry is one leaf.
 */

/** C2SP tlog-tiles, entry bundles: a big-endian uint16 before each entry. */
export const MAX_ENTRY_BYTES = 65_535;

export const ROLES = ["cdn", "ddos", "dns", "registrar", "host", "mail"] as const;
export const VERBS = [
  "notify",
  "no-cache",
  "rate-limit",
  "interstitial",
  "refuse",
  "legal-refuse",
  "suspend",
  "terminate",
] as const;
export const GRAINS = ["url", "path", "host", "site", "account"] as const;
/** Why a measure ended before its time. */
export const LIFT_CAUSES = ["appeal", "cured", "error", "order-ended", "policy", "superseded"] as const;
/** What a customer asked for; an edge lets its configuration shrink only under such an entry (or a measure). */
export const REQUEST_CHANGES = ["remove-site", "remove-host", "remove-role", "repoint", "limits"] as const;

const hash = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hex digits");
const id = z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/, "must be an id of 26 base32 characters");
const time = z.string().refine(isTime, "must be a UTC time such as 2026-12-01T00:00:00Z");
const clause = z.string().regex(/^[A-Z][0-9]{1,2}$/, "must be a clause id such as D1");
const index = z.int().nonnegative();

const TIME = /^\d{4}-(?:0[1-9]|1[0-2])-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

/** The form of lib/clock.ts, from 1970 on. An audit reads millions: the calendar is asked only from the 29th on. */
function isTime(text: string): boolean {
  if (!TIME.test(text) || text < "1970") return false;
  const day = Number(text.slice(8, 10));
  return day >= 1 && (day <= 28 || new Date(text).getUTCDate() === day);
}

function isAscending(codes: readonly string[]): boolean {
  return codes.every((code, i) => i === 0 || codes[i - 1]! < code);
}

/** A policy version came into force: the vault counts approvals against the newest one. */
const policyEntry = z.strictObject({
  v: z.literal(1),
  kind: z.literal("policy"),
  at: time,
  version: z.string().regex(/^\d{4}-\d{2}-\d{2}(\.\d{1,2})?$/, "must be a date such as 2026-12-01"),
  policy: hash,
  approvals: z.int().min(1).max(9),
});

const measureEntry = z.strictObject({
  v: z.literal(1),
  kind: z.literal("measure"),
  at: time,
  /** Random, one per decision and site; the id that a refusal shows. */
  decision: id,
  role: z.enum(ROLES),
  verb: z.enum(VERBS),
  grain: z.enum(GRAINS),
  clause,
  policy: hash,
  /** Commitment to what is refused: ledger/target.ts. */
  target: hash,
  starts: time,
  /** When it ends by itself, at the edges, without the desk. Null only for `terminate` and for orders without an end. */
  ends: time.nullable(),
  emergency: z.boolean(),
  /** Distinct people who approved; the vault counted them before it signed. */
  approvals: z.int().min(1).max(9),
  /** ISO 3166-1 alpha-2 codes, sorted; absent: everywhere. */
  territory: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .max(50)
    .optional(),
});

const liftEntry = z.strictObject({
  v: z.literal(1),
  kind: z.literal("lift"),
  at: time,
  /** Index of the measure's own entry. */
  measure: index,
  cause: z.enum(LIFT_CAUSES),
  approvals: z.int().min(1).max(9),
});

const requestEntry = z.strictObject({
  v: z.literal(1),
  kind: z.literal("request"),
  at: time,
  change: z.enum(REQUEST_CHANGES),
  /** SHA-256 over the new configuration document of the site, which names it. */
  config: hash,
});

/** What no measure may take away: the provider's own hostnames. Two people, always: a list is how one person would exempt a friend. */
const protectEntry = z.strictObject({
  v: z.literal(1),
  kind: z.literal("protect"),
  at: time,
  /** The whole list, in place of the one before: ledger/protected.ts. Ascending, each once. */
  hosts: z.array(hash).max(64).refine(isAscending, "must be ascending, without repetition"),
  approvals: z.int().min(2).max(9),
});

/** The ledger's next signing key: from this entry on a checkpoint needs its signature (ledger/key-chain.ts). */
const keyEntry = z.strictObject({
  v: z.literal(1),
  kind: z.literal("key"),
  at: time,
  /** Ed25519 public key, RFC 8032 §5.1.5. */
  key: hash,
  /** The key before signs this one: whoever trusts that learns this one from the entry alone. */
  proof: z.string().regex(/^[0-9a-f]{128}$/, "must be 128 lower-case hex digits"),
  /** Until then checkpoints carry the signature of the key before as well. */
  overlaps: time,
  approvals: z.int().min(1).max(9),
});

export const entrySchema = z.discriminatedUnion("kind", [
  policyEntry,
  measureEntry,
  liftEntry,
  requestEntry,
  protectEntry,
  keyEntry,
]);

export type Entry = z.infer<typeof entrySchema>;
export type MeasureEntry = z.infer<typeof measureEntry>;
export type LiftEntry = z.infer<typeof liftEntry>;
export type PolicyEntry = z.infer<typeof policyEntry>;
export type RequestEntry = z.infer<typeof requestEntry>;
export type ProtectEntry = z.infer<typeof protectEntry>;
export type KeyEntry = z.infer<typeof keyEntry>;

/** The leaf's bytes: RFC 8785 canonical JSON. Throws `ledger.entry` naming the field if the entry is not of the schema. */
export function encodeEntry(entry: Entry): Uint8Array {
  const bytes = jcsBytes(check(entry));
  if (bytes.length > MAX_ENTRY_BYTES) throw badRequest("ledger.entry", "an entry holds at most 65,535 bytes");
  return bytes;
}

/** Keeps a byte order mark, which JSON.parse then refuses: it would be a second spelling. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads a leaf; throws `ledger.entry` if it is not canonical JSON of the schema, so that one entry has one spelling. */
export function decodeEntry(bytes: Uint8Array): Entry {
  let text: string;
  let value: unknown;
  try {
    text = utf8.decode(bytes);
    value = JSON.parse(text);
  } catch {
    throw badRequest("ledger.entry", "an entry must be JSON in UTF-8");
  }
  const entry = check(value);
  if (!isCanonical(value as Entry, text)) {
    throw badRequest("ledger.entry", "an entry must be in canonical form (RFC 8785)");
  }
  return entry;
}

/** For a schema without nested objects RFC 8785 is the form of ECMAScript with sorted names: five times faster than jcs. */
function isCanonical(value: Entry, text: string): boolean {
  const names = Object.keys(value);
  return JSON.stringify(value) === text && names.every((name, i) => i === 0 || names[i - 1]! < name);
}

function check(value: unknown): Entry {
  const result = entrySchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".") || "kind";
  throw badRequest("ledger.entry", `entry.${field}: ${issue?.message}`, { field });
}
