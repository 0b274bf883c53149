import { z } from "zod";
import { sha256Hex } from "../../lib/bytes.ts";
import { jcs, jcsBytes } from "../../lib/jcs.ts";

/** One line of a custody log: who did what with a piece of evidence, when, and why. Codes only, no free text. */

export const CUSTODY_ACTS = ["capture", "view", "copy", "export", "unseal", "delete"] as const;
export type CustodyAct = (typeof CUSTODY_ACTS)[number];

/** Why evidence was touched; every act but `capture` needs one. */
export const CUSTODY_REASONS = [
  "report",
  "case-review",
  "decision",
  "second-person",
  "appeal",
  "dossier",
  "legal-order",
  "person-asked",
  "audit",
  "retention",
  "withdrawal",
  "unlawful-to-keep",
] as const;
export type CustodyReason = (typeof CUSTODY_REASONS)[number];

const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** An id or pseudonym of a person or program. */
export const custodyActor = z.string().regex(/^[a-z0-9][a-z0-9:._-]{0,63}$/, "must be an id, not a name");

const unhashed = z.strictObject({
  seq: z.int().nonnegative(),
  /** `hash` of the line before; zeros for the first. */
  prev: hash,
  at: z.iso.datetime({ precision: 0 }),
  actor: custodyActor,
  act: z.enum(CUSTODY_ACTS),
  /** The capture's id. */
  subject: z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/),
  /** Of the manifest for `capture` and `delete`; of the bytes that were handed out otherwise. */
  sha256: hash,
  reason: z.enum(CUSTODY_REASONS).optional(),
});

export const custodySchema = unhashed
  .extend({ hash })
  .refine(
    ({ act, reason }) => act === "capture" || reason !== undefined,
    "every act but capture needs a reason",
  );

type Unhashed = z.infer<typeof unhashed>;
export type CustodyEntry = z.infer<typeof custodySchema>;

/** What the caller decides; the rest follows from the log. */
export type CustodyNote = Pick<CustodyEntry, "actor" | "act" | "subject" | "sha256" | "reason">;

export const NO_LINE = "0".repeat(64);

/** SHA-256 over the canonical line without its own hash: a change in the last line shows too, not only in earlier ones. */
const lineHash = (entry: Unhashed): string => sha256Hex(jcsBytes(entry));

export const sealLine = (entry: Unhashed): CustodyEntry =>
  custodySchema.parse({ ...entry, hash: lineHash(entry) });

/** The line as written, without its end. */
export const encodeLine = (entry: CustodyEntry): string => jcs(entry);

/** Reads one line on its own; a string says what is wrong with it. */
export function decodeLine(line: string): CustodyEntry | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return "it is not JSON";
  }
  const { data } = custodySchema.safeParse(value);
  if (data === undefined) return "it is not a custody line";
  if (encodeLine(data) !== line) return "it is not in canonical form";
  const { hash: stated, ...rest } = data;
  return lineHash(rest) === stated ? data : "its own hash does not match";
}
