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

const text = (max: number) => z.string().trim().max(max);

/** A report as it is sent. One field is required: where to look. There is no field for a legal name. */
export const reportSchema = z.strictObject({
  urls: z
    .array(text(4096))
    .min(1, "at least one address (URL) is needed")
    .max(20, "at most 20 addresses in one report"),
  happening: z.array(z.enum(HAPPENING)).max(HAPPENING.length).default([]),
  riskToLife: z.boolean().default(false),
  /** Her own words, and what a voice message says as she or a helper typed it. Sealed on arrival. */
  words: text(20_000).optional(),
  transcript: text(20_000).optional(),
  /** Details that must not be out there. Tagged in the vault on arrival and forgotten. */
  details: z.array(sealedDetailSchema).max(20).default([]),
  /** Who writes, and for whom. All optional, sealed on arrival to a key that this process does not have. */
  reporter: z
    .strictObject({
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
    })
    .optional(),
  /** Who may learn that a report exists. */
  mayKnow: z.enum(["desk", "host", "operator"]).default("desk"),
  language: z.enum(["fr", "en"]).default("fr"),
  /** "To my knowledge this is true." */
  trueToMyKnowledge: z.literal(true, "please confirm: to my knowledge this is true").default(true),
});
export type ReportInput = z.infer<typeof reportSchema>;

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
}
