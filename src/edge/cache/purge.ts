import type { Purge } from "../../feed/config.ts";
import type { Selection } from "../subject.ts";
import type { Flights } from "./flights.ts";
import { selectionOf } from "./purge-selection.ts";
import type { Store } from "./store.ts";

type PurgedStore = Pick<Store, "dropWhere" | "expireWhere">;
type PurgedFlights = Pick<Flights<unknown>, "markStale">;

/**
 * Carries out purges together: what is on its way is not kept, what is kept is dropped or, softly, called stale. Resolves with
 * how many answers, when none of them can be found again.
 */
export async function carryOut(
  purges: readonly Purge[],
  store: PurgedStore,
  flights: PurgedFlights,
  nowMs: number,
): Promise<number> {
  const [hard, soft] = [false, true].map((is) => purges.filter((purge) => (purge.soft ?? false) === is));
  flights.markStale(selectionOf(...purges));
  const counts = await Promise.all([
    hard!.length > 0 ? store.dropWhere(selectionOf(...hard!)) : 0,
    soft!.length > 0 ? store.expireWhere(selectionOf(...soft!), nowMs) : 0,
  ]);
  return counts[0] + counts[1];
}

const ALL: Selection = () => true;

/** The same for all that is kept. */
export async function forgetAll(store: PurgedStore, flights: PurgedFlights): Promise<number> {
  flights.markStale(ALL);
  return store.dropWhere(ALL);
}
