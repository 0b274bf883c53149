import type { FindingKind, Grain, ServiceRole, Severity, TeamRole, Verb } from "../../desk/api-types.ts";
import type { LiftCause } from "../api.ts";
import type { wordsFr } from "./words-fr.ts";

const severities: Record<Severity, string> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  none: "None",
};

const serviceRole: Record<ServiceRole, string> = {
  cdn: "CDN",
  ddos: "DDoS protection",
  dns: "DNS",
  registrar: "Registrar",
  host: "Hosting",
  mail: "Mail",
};

const verb: Record<Verb, string> = {
  notify: "Notify the operator",
  "no-cache": "Stop caching",
  "rate-limit": "Rate limit",
  interstitial: "Interstitial",
  refuse: "Refuse",
  "legal-refuse": "Refuse by legal order",
  suspend: "Suspend",
  terminate: "Terminate",
};

const effect: Record<Verb, string> = {
  notify: "Nothing is blocked: the operator is asked to act.",
  "no-cache": "The page is passed on without a copy of ours.",
  "rate-limit": "Requests are limited in number.",
  interstitial: "A page of warning comes first.",
  refuse: "A visitor gets a 403 page with the decision.",
  "legal-refuse": "A visitor gets a 451 page that names the authority.",
  suspend: "Service is suspended; its configuration stays.",
  terminate: "Service ends; its configuration stays while appeals are open.",
};

const grain: Record<Grain, string> = {
  url: "one page",
  path: "a path",
  host: "a hostname",
  site: "the whole site",
  account: "the whole account",
};

const findingKind: Record<FindingKind, string> = {
  address: "Postal address",
  phone: "Telephone",
  email: "E-mail address",
  "current-location": "Where somebody is",
  "identity-number": "Identity number",
  "bank-account": "Bank account",
  "payment-card": "Payment card",
  "vehicle-plate": "Vehicle plate",
  "birth-date": "Birth date",
  "workplace-or-school": "Workplace or school",
  "family-member": "Family member",
  "online-account": "Online account",
  coordinates: "Map coordinates",
  "ip-address": "IP address",
  dox: "File on a person (dox)",
  threat: "Threat",
  incitement: "Incitement to violence",
  raid: "Organising a raid",
  "sealed-detail": "Sealed detail",
};

const teamRole: Record<TeamRole, string> = {
  moderator: "Moderator",
  administrator: "Administrator",
  auditor: "Auditor (reads)",
  "outside-second": "Outside second",
};

const liftCauses: Record<LiftCause, string> = {
  cured: "The content has been removed",
  error: "The decision was a mistake",
  "order-ended": "The legal order has ended",
  policy: "The rules have changed",
  superseded: "Another measure replaces it",
};

const agreements: Record<string, string> = {
  agree: "two looks agree",
  differ: "two looks differ",
  single: "one look only",
  failed: "the capture failed",
};

const verbOf = (value: unknown) => verb[value as Verb] ?? String(value);
const grainOf = (value: unknown) => grain[value as Grain] ?? String(value);
const causeOf = (value: unknown) =>
  value === "appeal" ? "appeal accepted" : (liftCauses[value as LiftCause] ?? String(value));

const entryMember: Partial<Record<string, string>> = {
  kind: "Entry",
  measure: "Measure lifted",
  cause: "Cause",
  verb: "Measure",
  grain: "On",
  role: "Service",
  clause: "Clause",
  seconds: "Length",
  territory: "Countries",
  emergency: "Emergency",
  approvals: "Approvals needed",
  decision: "Decision",
  policy: "Rules (hash)",
  target: "Target (hash)",
  v: "Entry format",
  change: "The account asks for",
  config: "Site (hash)",
};

const entryKind: Partial<Record<string, string>> = {
  measure: "measure",
  lift: "lift",
  request: "an account's request",
};

const requestChange: Partial<Record<string, string>> = {
  "remove-site": "the end of service",
  "remove-host": "a hostname less",
  "remove-role": "a service less",
  repoint: "another origin or another holder",
  limits: "tighter limits",
};

/** What a proposed entry would do, in a title. */
const proposal = ({ kind, measure, verb: asked, grain: reach }: Readonly<Record<string, unknown>>): string =>
  kind === "lift" ? `Lift measure ${measure}` : `${verbOf(asked)} · ${grainOf(reach)}`;

/** One line of a case's timeline. */
function event(kind: string, payload: Readonly<Record<string, unknown>>, count: number): string {
  switch (kind) {
    case "case.opened":
      return "Case opened";
    case "case.report-joined":
      return count === 1 ? "A report joined the case" : `${count} reports joined the case`;
    case "case.page-captured":
      return count === 1
        ? `Page captured: ${agreements[String(payload.agreement)] ?? ""}`
        : `${count} pages captured`;
    case "case.order-verified":
      return "Order of an authority verified";
    case "case.page-added":
      return "A page was taken into the case";
    case "case.raised":
      return `Severity raised: ${severities[payload.severity as Severity] ?? ""}`;
    case "case.decided":
      return `Decision: ${verbOf(payload.verb)} · ${grainOf(payload.grain)} (entry ${payload.index})`;
    case "case.refused":
      return "Answer: nothing will be done";
    case "case.reopened":
      return "Case opened again";
    case "case.measure-lifted":
      return `Measure ${payload.measure} lifted: ${causeOf(payload.cause)}`;
    default:
      return kind;
  }
}

export const wordsEn: typeof wordsFr = {
  ...{ severities, serviceRole, verb, effect, grain, findingKind, teamRole, liftCauses, event },
  ...{ entryMember, entryKind, requestChange, proposal, causeOf },
  agreement: (value) => agreements[value] ?? value,
  harm: (value) => (value === "attack-on-person" ? "Attack on a person" : "Other"),
  side: (value) => (value === "operator" ? "Appeal by the operator" : "Appeal by the reporter"),
  measureState: { active: "In force", lifted: "Lifted", ended: "Ended" },
  page: {
    queue: "Queue",
    approvals: "To approve",
    work: "Work",
    appeals: "Appeals",
    sites: "Sites",
    fleet: "Fleet",
    people: "People",
  },
  progress: {
    "no-edge": "No edge is enrolled: nothing can take effect",
    "under-way": "Taking effect",
    acked: "Every edge has it; visitors see no change",
    "to-do": "Waits for somebody to do it",
    done: "Done, and confirmed",
    telling: "The operator is being told",
    told: "The operator has been told",
    enforced: "Enforced, and seen from outside",
    going: "Being lifted",
    gone: "Lifted everywhere, and seen from outside",
  },
};
