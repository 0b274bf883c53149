import type { Observation } from "../observe/observation.ts";

/**
 * The service roles that can be told from outside. `ddos` is not among them: shielding and caching come from the same
 * addresses, so only the provider itself can say which of the two it supplies.
 */
export const SEEN_ROLES = ["cdn", "dns", "registrar", "host", "mail"] as const;
export type SeenRole = (typeof SEEN_ROLES)[number];

/** Signals of one family fail together (a range and its network number), so a claim counts each family once. */
export type Family = "alias" | "address" | "delegation" | "certificate" | "header" | "exchange" | "registry";

export interface Rule {
  readonly id: string;
  readonly role: SeenRole;
  readonly family: Family;
  /** Log-odds (natural) that the match adds; negative: it speaks against. */
  readonly weight: number;
  /** When this rule misleads. */
  readonly note: string;
  /** The provider that this observation points at, if it does. */
  read(observation: Observation): string | undefined;
}
