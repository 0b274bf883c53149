import { setImmediate as nextTurn } from "node:timers/promises";
import type { EdgeView } from "../../state.ts";
import type { Selection } from "../../subject.ts";
import { subjectOfKey } from "./kept-subject.ts";
import type { ObjectIndex } from "./object-index.ts";

/** How long a slice may hold up requests. */
const SLICE_MS = 2;
/** The clock is not looked at more often than this. */
const AT_A_TIME = 64;

/**
 * Goes over all that is kept and hands over what is selected, and what no hostname of the view leads to any more, slice by
 * slice; requests go on in between. What is kept or dropped meanwhile is seen as it is when it is come by.
 */
export async function walk(
  objects: ObjectIndex,
  view: EdgeView,
  selects: Selection,
  act: (selected: readonly number[], lost: readonly number[]) => void,
): Promise<void> {
  let selected: number[] = [];
  let lost: number[] = [];
  let untilMs = performance.now() + SLICE_MS;
  for (let slot = 0; slot < objects.end; slot++) {
    if (objects.holds(slot)) {
      const subject = subjectOfKey(objects.key(slot), view);
      if (subject === undefined) lost.push(slot);
      else if (selects(subject, objects.groups(slot))) selected.push(slot);
    }
    if (slot % AT_A_TIME !== 0 || performance.now() < untilMs) continue;
    act(selected, lost);
    [selected, lost] = [[], []];
    await nextTurn();
    untilMs = performance.now() + SLICE_MS;
  }
  act(selected, lost);
}
