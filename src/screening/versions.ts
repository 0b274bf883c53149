import { createHash } from "node:crypto";
import { NORMALISER_VERSION } from "./normalise/index.ts";
import { type FindingKind, isViolence } from "./types.ts";
import { BIASES, SCALES, WEIGHTS } from "./violence/weights.ts";

/** A model is told from another by what it is, so that training it again needs no hand to say so. */
const MODEL = createHash("sha256")
  .update(JSON.stringify([BIASES, SCALES, WEIGHTS]))
  .digest("hex")
  .slice(0, 8);

/**
 * The versions of what makes a finding; the one place where they stand. Raise one when its part would see some text differently
 * from before. `pages`: how pages and posts are taken apart; `violence` names its model too.
 */
export const VERSIONS = {
  pages: "2",
  normaliser: String(NORMALISER_VERSION),
  details: "2",
  dox: "1",
  violence: `2+${MODEL}`,
  sealed: "1",
} as const satisfies Readonly<Record<string, string>>;

export type Family = keyof typeof VERSIONS;

/** Which parts a kind of finding comes from, its own detector first. */
function familiesOf(kind: FindingKind): readonly Family[] {
  if (kind === "dox") return ["dox", "details", "normaliser", "pages"];
  if (kind === "sealed-detail") return ["sealed", "normaliser", "pages"];
  return [isViolence(kind) ? "violence" : "details", "normaliser", "pages"];
}

/** What is stored with a finding: `dox@1 details@2 normaliser@1 pages@2`. A later version may see the same page differently. */
export const versionOf = (kind: FindingKind): string =>
  familiesOf(kind)
    .map((family) => `${family}@${VERSIONS[family]}`)
    .join(" ");
