import { HOUR, MINUTE } from "../../lib/clock.ts";
import type { Lane } from "./gate/budget.ts";
import { dueAt, type Hours } from "./hours.ts";
import type { Happening, Harm } from "./types.ts";

/** Anything but "something else" is done to a person; a report that says nothing is read as one. */
export const harmOf = (happening: readonly Happening[]): Harm =>
  happening.length === 0 || happening.some((one) => one !== "other") ? "attack-on-person" : "other";

/**
 * When somebody will have looked, from what she declared alone (docs/design.md §4, Clocks): risk to life within 15
 * minutes, a live home address or a place where she is within 4 hours, anything else within 72.
 */
export function dueAfterMs(happening: readonly Happening[], riskToLife: boolean): number {
  if (riskToLife || happening.includes("swatting")) return 15 * MINUTE;
  if (happening.includes("address") || happening.includes("location")) return 4 * HOUR;
  return 72 * HOUR;
}

/** The same as a time: a clock runs while somebody is there, and for a life or somebody's whereabouts while one is on call. */
export function dueFor(
  { happening, riskToLife }: { readonly happening: readonly Happening[]; readonly riskToLife: boolean },
  at: number,
  hours: Hours,
): number {
  const afterMs = dueAfterMs(happening, riskToLife);
  return dueAt(at, afterMs, hours, afterMs < 72 * HOUR);
}

/** Whoever says that a life may be at risk, or that the police may be sent with a false call, never waits at the door. */
export const laneOf = ({
  happening,
  riskToLife,
}: {
  readonly happening: readonly Happening[];
  readonly riskToLife: boolean;
}): Lane => (riskToLife || happening.includes("swatting") ? "life" : "ordinary");
