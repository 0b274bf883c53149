import { z } from "zod";
import type { MachineReport } from "./types.ts";

/** One `name: value` per line, continued by lines that begin with white space (RFC 5965 §3, RFC 5322 §2.2.3). */
const FIELD = /^([!-9;-~]{1,80})[ \t]*:(.*)$/;
const MAX_FIELDS = 500;

/** RFC 5965 §3.1: three fields are required. Of the others those that say where; what is not known is ignored (§3). */
const arfSchema = z.object({
  feedbackType: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/),
  userAgent: z.string().min(1),
  version: z.string().regex(/^\d{1,3}(?:\.\d{1,3})?$/),
  reportedUris: z.array(z.string()),
});
export type Arf = Readonly<z.infer<typeof arfSchema>>;

/** A `message/feedback-report` part; undefined where one of the required fields is missing or has no sense. */
export function parseArf(part: string): Arf | undefined {
  const fields = new Map<string, string[]>();
  for (const [name, value] of fieldsOf(part)) fields.getOrInsertComputed(name, () => []).push(value);
  const one = (name: string) => fields.get(name)?.[0];
  const result = arfSchema.safeParse({
    feedbackType: one("feedback-type")?.toLowerCase(),
    userAgent: one("user-agent"),
    version: one("version"),
    // a comment may stand behind the address (§3.4)
    reportedUris: (fields.get("reported-uri") ?? []).flatMap((value) => value.split(/\s/, 1)),
  });
  return result.success ? result.data : undefined;
}

/** What a feedback report says; its fields stand in the words as they came, so that nothing is lost. */
export function readArf(part: string): MachineReport | undefined {
  const arf = parseArf(part);
  if (arf === undefined) return undefined;
  return {
    urls: arf.reportedUris.map((uri) => uri.replace(/^<|>$/g, "")),
    lines: [],
    // §7.3: complaints about mail itself; "abuse" and "other" say nothing of what is at the address
    happening: ["fraud", "virus", "not-spam", "auth-failure", "dmarc"].includes(arf.feedbackType)
      ? ["other"]
      : [],
    files: [],
    reporter: undefined,
    minor: false,
  };
}

function* fieldsOf(part: string): Generator<readonly [string, string]> {
  const unfolded = part.replace(/\r?\n[ \t]+/g, " ");
  let count = 0;
  for (const line of unfolded.split(/\r?\n/)) {
    const [, name, value] = FIELD.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    if (++count > MAX_FIELDS) return;
    yield [name.toLowerCase(), value.trim()];
  }
}
