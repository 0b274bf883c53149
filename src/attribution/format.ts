import { DAY, rfc3339 } from "../lib/clock.ts";
import type { Claim } from "./claims/claim.ts";
import type { RoleFinding } from "./claims/outcome.ts";
import type { Contact } from "./contacts/contacts.ts";
import type { SeenRole } from "./rules/rule.ts";
import type { WhoReport } from "./who.ts";

/** What a provider in this role can do, which decides whom to write to first. */
const CAN: Readonly<Record<SeenRole, string>> = {
  cdn: "can stop serving it",
  host: "can remove it",
  dns: "can stop answering for the name",
  registrar: "can suspend the name",
  mail: "carries its mail",
};

function age({ source, ageMs }: Contact): string {
  return ageMs === null ? source : `${source}, ${Math.max(0, Math.round(ageMs / DAY))} d old`;
}

function claimLines(claim: Claim, report: WhoReport): string[] {
  const provider = report.providers.get(claim.provider);
  const rules = [...new Set(claim.evidence.map((one) => one.rule))].join(", ");
  const seen = [...new Set(claim.evidence.map((one) => one.observation.slice(0, 12)))].join(" ");
  return [
    `  ${provider?.name ?? claim.provider} (${(100 * claim.confidence).toFixed(1)} %): ${CAN[claim.role]}`,
    `    seen by ${rules}; observations ${seen}`,
    ...(provider?.contacts ?? []).map((contact) => `    ${contact.value} (${age(contact)})`),
  ];
}

function roleLines({ role, outcome, claims, because }: RoleFinding, report: WhoReport): string[] {
  const head = `${role}: ${outcome}${because === "" ? "" : `, ${because}`}`;
  return [head, ...claims.flatMap((claim) => claimLines(claim, report))];
}

/**
 * The report for people. It names providers, rules and observations by their hash; no address of a site is ever in
 * it, because an origin's address invites an attack and helps nobody who reports.
 */
export function formatWho(report: WhoReport): string {
  const lines = report.roles.flatMap((finding) => roleLines(finding, report));
  return `${report.hostname}, seen from ${report.vantage} at ${rfc3339(report.atMs)}\n${lines.join("\n")}\n`;
}
