import { copied } from "./scenarios/copies.ts";
import { atEdges } from "./scenarios/edges.ts";
import { inFlight } from "./scenarios/in-flight.ts";
import { milder } from "./scenarios/milder.ts";
import { inTime } from "./scenarios/time.ts";
import type { Came, Scenario, Scene } from "./scene.ts";

export const scenarios: readonly Scenario[] = [...copied, ...inFlight, ...atEdges, ...inTime, ...milder];

export interface Played {
  readonly scenario: Scenario;
  readonly came: Came;
  readonly held: boolean;
}

/** Plays what there is to play on the scene's node, one after the other. */
export async function playScenarios(
  scene: Scene,
  some: readonly Scenario[] = scenarios,
): Promise<readonly Played[]> {
  const played: Played[] = [];
  for (const [i, one] of some.entries()) {
    if (one.ofParts && !scene.node.hasParts) continue;
    // What never comes about is told by what it waited for; the next one has its turn.
    const came = await one.play(scene, `/s/${String(i).padStart(3, "0")}`).catch((): Came => "neither");
    played.push({ scenario: one, came, held: came === one.expected });
  }
  return played;
}
