import { HOUR, MINUTE } from "../../lib/clock.ts";
import type { Happening, Harm } from "./types.ts";

const ATTACKS: readonly Happening[] = [
  "address",
  "phone",
  "location",
  "former-name",
  "identity",
  "threat",
  "voice-message",
  "raid",
  "swatting",
];

export const harmOf = (happening: readonly Happening[]): Harm =>
  happening.length === 0 || happening.some((one) => ATTACKS.includes(one)) ? "attack-on-person" : "other";

/**
 * When somebody will have looked, from what she declared alone (docs/design.md §4, Clocks): risk to life within 15 minutes,
 * a live home address or a place where she is within 4 hours, anything else within 72.
 */
export function dueAfterMs(happening: readonly Happening[], riskToLife: boolean): number {
  if (riskToLife || happening.includes("swatting")) return 15 * MINUTE;
  if (happening.includes("address") || happening.includes("location")) return 4 * HOUR;
  return 72 * HOUR;
}
