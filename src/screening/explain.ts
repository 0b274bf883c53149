import { fold } from "./normalise/fold.ts";
import { light } from "./normalise/light.ts";
import { REASONS_FR, type Reason } from "./reasons.ts";
import { type Finding, isViolence } from "./types.ts";

const MAX_PREVIEW = 60;
const BULLET = "•";

/** How many leading letters or digits of a detail stay readable. */
const CLEAR: Readonly<Partial<Record<Finding["kind"], number>>> = {
  phone: 2,
  "bank-account": 2,
  "payment-card": 0,
  "identity-number": 1,
  "sealed-detail": 0,
};

/**
 * A short preview for a moderator's screen. Of a detail: its first letter or two, bullets in the place of
 * all other letters and digits. Of violent words: the words, with digits hidden, because a threat may carry
 * an address. Of a dox: the layout only.
 */
export function masked(text: string, finding: Pick<Finding, "kind" | "start" | "end">): string {
  const excerpt = light(text.slice(finding.start, finding.end)).text.replace(/\s+/g, " ");
  const shown = [...excerpt];
  const cut = shown.length > MAX_PREVIEW;
  const preview = shown.slice(0, MAX_PREVIEW);
  if (isViolence(finding.kind)) {
    // Folding first: a digit may be drawn with any script's numerals.
    return (
      preview.map((character) => (/\d/.test(fold(character).text) ? BULLET : character)).join("") +
      (cut ? "…" : "")
    );
  }
  let clear = Math.min(CLEAR[finding.kind] ?? 1, Math.floor(preview.length / 4));
  const hidden = preview.map((character) => {
    if (!/[\p{L}\p{N}]/u.test(character)) return character;
    return clear-- > 0 ? character : BULLET;
  });
  return hidden.join("") + (cut ? "…" : "");
}

/** Reasons in a language of the desk. One that an older version gave and this one does not know stays as it was written. */
export const reasonsIn = (
  lang: "fr" | "en",
  { reasons }: { readonly reasons: readonly string[] },
): readonly string[] =>
  lang === "en" ? reasons : reasons.map((reason) => (isReason(reason) ? REASONS_FR[reason] : reason));

const isReason = (text: string): text is Reason => Object.hasOwn(REASONS_FR, text);

/** One line for a list: kind, preview, reasons. */
export const explain = (text: string, finding: Finding, lang: "fr" | "en"): string =>
  `${finding.kind} [${masked(text, finding)}] ${reasonsIn(lang, finding).join("; ")}`;
