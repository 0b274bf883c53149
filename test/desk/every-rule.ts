import type { SiteConfig } from "../../src/feed/config.ts";
import {
  allMeasures,
  FINDING_KINDS,
  SERVICE_ROLES,
  type ServiceRole,
  type Verb,
} from "../../src/policy/index.ts";
import { verbRank } from "../../src/policy/measures.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import type { House } from "./house.ts";

type Pair = ReturnType<typeof allMeasures>[number];

/** A1: everything but orders, in every role. O1: what an order can ask for. */
export const clauseFor = (verb: Verb): "A1" | "O1" => (verb === "legal-refuse" ? "O1" : "A1");

const rung = ({ verb, grain }: Pair): string => {
  const days = verb === "refuse" || verb === "suspend" ? ", maxDays: 30" : "";
  return `        - { verb: ${verb}, grain: ${grain}${days} }`;
};

function ladder(role: ServiceRole, pairs: readonly Pair[]): string {
  const rungs = pairs
    .filter((pair) => pair.role === role)
    .sort((a, b) => verbRank(a.verb) - verbRank(b.verb));
  return rungs.length === 0 ? "" : `      ${role}:\n${rungs.map(rung).join("\n")}\n`;
}

function clause(id: string, pairs: readonly Pair[], about: readonly string[], evidence: string): string {
  const binds = SERVICE_ROLES.filter((role) => pairs.some((pair) => pair.role === role));
  return `  - id: ${id}
    title: { fr: Essai, en: Trial }
    text: { fr: Essai., en: Trial. }
    about: [${about.join(", ")}]
    binds: [${binds.join(", ")}]
    evidence: [${evidence}]
    ladder:
${binds.map((role) => ladder(role, pairs)).join("")}    riskToLife: ${id === "A1"}
    tellOperator: at-start
`;
}

/** Rules under which every measure that exists can be decided; `more` are steps added to A1's. */
export function everyRule(more: readonly Pair[] = []): string {
  const all = allMeasures();
  const others = all.filter(({ verb }) => verb !== "legal-refuse");
  const orders = all.filter(({ verb }) => verb === "legal-refuse");
  return `version: 2026-12-02
posture: steward
clauses:
${clause("A1", [...others, ...more], FINDING_KINDS, "own-capture, finding")}${clause("O1", orders, [], "verified-order")}`;
}

/** Puts those rules in force, and every role at the forum. */
export async function underEveryRule(house: House): Promise<void> {
  const { admin, first } = house;
  const yaml = everyRule();
  const draft = await house.post<{ decision: string; approvalHash: string }>(admin, "/api/policies", {
    yaml,
  });
  const approvals = [admin.approval(draft.approvalHash), first.approval(draft.approvalHash)];
  await house.post(admin, "/api/policies", { yaml, decision: draft.decision, approvals });
  const path = `/api/sites/${HOSTNAMES.forum}`;
  const { site, hash } = await house.get<{ site: SiteConfig; hash: string }>(admin, path);
  const changed = { site: { ...site, roles: SERVICE_ROLES }, base: hash };
  await admin.api(house.world.deskPort, "PUT", path, changed);
}
