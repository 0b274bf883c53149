import type { Observation } from "../observe/observation.ts";
import type { SeenRole } from "../rules/rule.ts";
import type { Claim } from "./claim.ts";

/** `hidden` and `unknown` are answers: neither ever stands for "nobody". */
export const OUTCOMES = ["identified", "hidden", "several", "none", "unknown"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface RoleFinding {
  readonly role: SeenRole;
  readonly outcome: Outcome;
  /** Claims that reach the threshold; empty unless the outcome is `identified` or `several`. */
  readonly claims: readonly Claim[];
  /** Why the outcome is what it is, where no claim says so. */
  readonly because: string;
}

/** From here on a claim is more likely right than wrong. */
export const THRESHOLD = 0.5;

type Findings = ReadonlyMap<SeenRole, RoleFinding>;

const unknown = (role: SeenRole, because: string): RoleFinding => ({
  role,
  outcome: "unknown",
  claims: [],
  because,
});
const none = (role: SeenRole, because: string): RoleFinding => ({
  role,
  outcome: "none",
  claims: [],
  because,
});

function fromClaims(role: SeenRole, claims: readonly Claim[]): RoleFinding | undefined {
  const sure = claims.filter((claim) => claim.role === role && claim.confidence >= THRESHOLD);
  if (sure.length === 0) return undefined;
  return { role, outcome: sure.length === 1 ? "identified" : "several", claims: sure, because: "" };
}

const dns = (observations: readonly Observation[], ...types: string[]) =>
  observations.filter((o) => o.kind === "dns" && types.includes(o.question.split(" ")[0]!));

/** The address records of the hostname: did anybody answer, and is there anything to connect to? */
function addresses(observations: readonly Observation[]): "failed" | "empty" | "some" {
  const asked = dns(observations, "A", "AAAA");
  if (asked.some((o) => o.kind === "dns" && (o.answer?.records.length ?? 0) > 0)) return "some";
  return asked.some((o) => o.error !== null) ? "failed" : "empty";
}

function cdn(observations: readonly Observation[], claims: readonly Claim[]): RoleFinding {
  const found = fromClaims("cdn", claims);
  if (found !== undefined) return found;
  const state = addresses(observations);
  if (state === "failed") return unknown("cdn", "the name could not be resolved");
  if (state === "empty") return none("cdn", "the name has no address");
  const weak = claims.filter((claim) => claim.role === "cdn").map((claim) => claim.provider);
  if (weak.length > 0) return unknown("cdn", `signs of ${weak.join(", ")}, too weak to tell`);
  if (observations.some((o) => (o.kind === "http" || o.kind === "tls") && o.error !== null)) {
    return unknown("cdn", "the site did not answer, so nothing but its addresses could be read");
  }
  return none("cdn", "no sign of one of those known here, which is not a proof that there is none");
}

/**
 * Whoever is behind a CDN is not looked for, and an address is taken for the host's only where no CDN is suspected: a
 * wrong host would get a report about a site it has never seen.
 */
function host(
  observations: readonly Observation[],
  claims: readonly Claim[],
  findings: Findings,
): RoleFinding {
  const front = findings.get("cdn")!;
  if (front.claims.length > 0) {
    const names = front.claims.map((claim) => claim.provider).join(", ");
    return {
      role: "host",
      outcome: "hidden",
      claims: [],
      because: `behind ${names}, which knows the host and can pass a report on`,
    };
  }
  if (front.outcome === "unknown") return unknown("host", "a CDN may stand in front of it");
  const found = fromClaims("host", claims);
  if (found !== undefined) return found;
  return addresses(observations) === "empty"
    ? none("host", "the name has no address")
    : unknown("host", "its network is not among those known here");
}

function byRecords(
  role: SeenRole,
  type: string,
  observations: readonly Observation[],
  claims: readonly Claim[],
): RoleFinding {
  const found = fromClaims(role, claims);
  if (found !== undefined) return found;
  const asked = dns(observations, type);
  return asked.some((o) => o.error !== null)
    ? unknown(role, `${type} could not be looked up`)
    : none(role, `no ${type} record`);
}

function registrar(observations: readonly Observation[], claims: readonly Claim[]): RoleFinding {
  const found = fromClaims("registrar", claims);
  if (found !== undefined) return found;
  const asked = observations.find((o) => o.kind === "rdap");
  if (asked === undefined) return unknown("registrar", "no registry was asked");
  return unknown(
    "registrar",
    asked.error === null ? "the registry names none" : `the registry did not answer (${asked.error})`,
  );
}

/** One finding per role. */
export function findings(
  observations: readonly Observation[],
  claims: readonly Claim[],
): readonly RoleFinding[] {
  const all = new Map<SeenRole, RoleFinding>();
  all.set("cdn", cdn(observations, claims));
  all.set("dns", byRecords("dns", "NS", observations, claims));
  all.set("registrar", registrar(observations, claims));
  all.set("host", host(observations, claims, all));
  all.set("mail", byRecords("mail", "MX", observations, claims));
  return [...all.values()];
}
