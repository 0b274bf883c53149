import { z } from "zod";
import { HAPPENING } from "../types.ts";

/** What is taken of one mail; beyond it a mail is refused or a part of it left out, as said at each. */
export const MAIL_LIMITS = {
  /** Of the whole mail, as it is sent; more is refused. */
  bytes: 25 * 1024 * 1024,
  /** Addresses of pages, and the length of one; further or longer ones are left out. */
  urls: 20,
  urlLength: 4096,
  /** Characters of text; where there are more, the whole text is a file besides. */
  words: 20_000,
  /** Files, and their bytes in sum; further ones are counted and left out. */
  files: 10,
  fileBytes: 20 * 1024 * 1024,
} as const;

export const MAIL_FORMS = ["text", "arf", "xarf-3", "xarf-4"] as const;
export type MailForm = (typeof MAIL_FORMS)[number];

const mailFileSchema = z.strictObject({
  /** Without a path and without control characters; hers, so never in a log or a file's name. */
  name: z.string().min(1).max(120),
  type: z.string().max(120),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export type MailFile = Readonly<z.infer<typeof mailFileSchema>>;

const contact = z.string().max(300);

/** What one mail says. It crosses from the process that parses into the desk's, so it is checked there. */
export const parsedMailSchema = z.strictObject({
  form: z.enum(MAIL_FORMS),
  /** Pages, in order, each once, as they were written but for spellings that no browser opens (`hxxp`, `[.]`). */
  urls: z.array(z.string().max(MAIL_LIMITS.urlLength)).max(MAIL_LIMITS.urls),
  /** Subject and text, decoded; what a machine-readable part says in words comes after it. */
  words: z.string().max(MAIL_LIMITS.words),
  happening: z.array(z.enum(HAPPENING)),
  files: z.array(mailFileSchema).max(MAIL_LIMITS.files),
  /** Files that there was no room for. */
  leftOut: z.number().int().nonnegative(),
  /** Marked as showing a minor: nothing of it may be fetched, shown or kept (docs/design.md §4, Evidence). */
  minor: z.boolean(),
  /** Who writes, as the mail says; sealed with the report. */
  reporter: z
    .strictObject({ organisation: z.string().max(200).optional(), contact: contact.optional() })
    .optional(),
  /** The address in the `From` field; where an answer goes is decided with the envelope's. */
  from: contact.optional(),
  language: z.enum(["fr", "en"]),
  /** Sent by a program or to a list (RFC 3834 §2): nobody is answered. */
  automatic: z.boolean(),
  /** An automatic answer or a bounce: never a report. */
  reply: z.boolean(),
  /** For `In-Reply-To`; undefined where it is none that could be repeated. */
  messageId: z.string().max(998).optional(),
  /** SHA-256 in hex of what stays the same when one mail is delivered twice. */
  sameAs: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ParsedMail = Readonly<z.infer<typeof parsedMailSchema>>;

/** What the machine-readable part of a mail says (arf.ts, xarf3.ts, xarf4.ts). */
export interface MachineReport {
  readonly urls: readonly string[];
  /** What it says in words, a line each. */
  readonly lines: readonly string[];
  readonly happening: ParsedMail["happening"];
  readonly files: readonly MailFile[];
  readonly reporter: ParsedMail["reporter"];
  readonly minor: boolean;
}
