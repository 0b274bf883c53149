import type { Reason } from "./reasons.ts";
import { type Finding, isDetail, isViolence, type Severity } from "./types.ts";

/** A raid that sends people or police to a door is a danger to life; one that floods an inbox is not yet. */
const AT_THE_DOOR: readonly Reason[] = [
  "calls for swatting: a false call that sends armed police",
  "calls on others to turn up where a person lives or is",
];

/**
 * How urgent a set of findings on one page is. An isolated detail is low, because most of the web is contact
 * details; a raid is medium, and high at the door; a dox, a threat or an incitement is high; a dox together
 * with violence is critical, because the means and the will lie side by side.
 *
 * A sealed detail changes nothing: whoever registers details and watches the queue's order or due times must
 * not learn from them whether a page holds one. It orders nothing and is shown to the case team alone.
 */
export function severityOf(findings: readonly Finding[]): Severity {
  const has = (kind: Finding["kind"]) => findings.some((finding) => finding.kind === kind);
  if (has("dox") && findings.some((finding) => isViolence(finding.kind))) return "critical";
  if (has("dox") || has("threat") || has("incitement")) return "high";
  const raids = findings.filter((finding) => finding.kind === "raid");
  if (raids.some((raid) => raid.reasons.some((reason) => AT_THE_DOOR.includes(reason)))) return "high";
  if (raids.length > 0) return "medium";
  return findings.some((finding) => isDetail(finding.kind)) ? "low" : "none";
}
