import { z } from "zod";
import { sealedDetailSchema } from "../../screening/index.ts";

/** What is happening to her, in the words of the form. It sets the due time she sees; it never sets the severity. */
export const HAPPENING = [
  "address",
  "phone",
  "location",
  "former-name",
  "identity",
  "threat",
  "voice-message",
  "raid",
  "swatting",
  "other",
] as const;
export type Happening = (typeof HAPPENING)[number];

/** What cases are grouped by, with site and page: an attack on a person, or anything else. */
export type Harm = "attack-on-person" | "other";

/** Who may learn that a report exists. */
export const MAY_KNOW = ["desk", "host", "operator"] as const;
export type MayKnow = (typeof MAY_KNOW)[number];

/** Whom it is about, as seen by who writes. */
export const ABOUT = ["self", "household", "relative", "helped", "other"] as const;

const text = (max: number) => z.string().trim().max(max);

export const urlsSchema = z
  .array(text(4096))
  .min(1, "at least one address (URL) is needed")
  .max(20, "at most 20 addresses in one report");

/** When she saw it: a month is enough, and a day says more than is needed. */
export const whenSchema = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, "must be a month, as in 2026-08");

/** A detail that must not be out there; `former`: she left, and whoever lives there now is still in danger. */
const detailSchema = sealedDetailSchema.extend({ former: z.boolean().default(false) });

/** Who writes, and for whom. All optional, sealed on arrival to a key that this process does not have. */
export const reporterSchema = z.strictObject({
  chosenName: text(200).optional(),
  pronouns: text(50).optional(),
  contact: text(300).optional(),
  helper: z
    .strictObject({
      organisation: text(200).optional(),
      name: text(200).optional(),
      contact: text(300).optional(),
    })
    .optional(),
});

/** Other people who are in danger with her. Sealed with her words. */
const personSchema = z.strictObject({
  chosenName: text(200),
  pronouns: text(50).optional(),
  relation: text(100).optional(),
});

/** A report as it is sent. One field is required: where to look. There is no field for a legal name. */
export const reportSchema = z.strictObject({
  urls: urlsSchema,
  when: whenSchema.optional(),
  happening: z.array(z.enum(HAPPENING)).max(HAPPENING.length).default([]),
  riskToLife: z.boolean().default(false),
  /** It shows a minor, or an intimate picture: nothing of it is fetched or taken; hotlines do that. */
  doNotFetch: z.boolean().default(false),
  /** Her own words, and what a voice message says as she or a helper typed it. Sealed on arrival. */
  words: text(20_000).optional(),
  transcript: text(20_000).optional(),
  /** Tagged in the vault on arrival and forgotten. */
  details: z.array(detailSchema).max(20).default([]),
  about: z.array(z.enum(ABOUT)).max(ABOUT.length).default([]),
  people: z.array(personSchema).max(10).default([]),
  reporter: reporterSchema.optional(),
  mayKnow: z.enum(MAY_KNOW).default("desk"),
  language: z.enum(["fr", "en"]).default("fr"),
  /** "To my knowledge this is true." */
  trueToMyKnowledge: z.literal(true, "please confirm: to my knowledge this is true").default(true),
});
export type ReportInput = z.infer<typeof reportSchema>;
export type ReporterInput = z.infer<typeof reporterSchema>;
export type DetailInput = ReportInput["details"][number];

/**
 * A report that is being written: what its steps have said so far. Details are tagged at once and are not in it. `lane`: as
 * what it was admitted.
 */
export const draftSchema = reportSchema
  .omit({ details: true, trueToMyKnowledge: true })
  .extend({ lane: z.enum(["ordinary", "life"]).default("ordinary") });
export type Draft = z.infer<typeof draftSchema>;

/** Why a person answered that nothing will be done. Each has its words and its other doors (pages/). */
export const REFUSALS = [
  "nothing-found",
  "not-against-the-rules",
  "cannot-see",
  "gone-already",
  "only-passing-on",
  "public-interest",
  "for-the-police",
  "for-a-court",
  "unfounded",
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** A page of a site that we serve, as reports name it. */
export interface ReportedPage {
  readonly id: string;
  readonly site: string;
}

/** What the rest of the desk learns of a report: nothing that she wrote and nothing of who she is. */
export interface FiledReport {
  readonly id: string;
  readonly harm: Harm;
  readonly riskToLife: boolean;
  readonly dueAt: number;
  readonly pages: readonly ReportedPage[];
  readonly doNotFetch: boolean;
  /** 0 for the first ones; grows with how much the same sender has sent. Looks at their pages come later, never the case. */
  readonly share: number;
}
