import { HOUR, MINUTE } from "../../lib/clock.ts";

/** A look back of one hour, in steps. */
const STEP_MS = 5 * MINUTE;
const STEPS = HOUR / STEP_MS;
/** Sites of one step; beyond them a flood of others costs no memory. */
const MAX_SITES = 200_000;

type Step = Map<string, number>;

/** How many requests each site got in the last hour, to five minutes. */
export class SiteTraffic {
  readonly #steps: Step[] = Array.from({ length: STEPS }, () => new Map());
  #step = 0;

  add(site: string, nowMs: number): void {
    const step = this.#stepAt(nowMs);
    const before = step.get(site);
    if (before !== undefined || step.size < MAX_SITES) step.set(site, (before ?? 0) + 1);
  }

  /** The busiest sites, at most `most` of them, by id; `all` where these are all that had a request. */
  busiest(most: number, nowMs: number): { readonly counts: Record<string, number>; readonly all: boolean } {
    this.#stepAt(nowMs);
    const sums = new Map<string, number>();
    for (const step of this.#steps)
      for (const [site, count] of step) sums.set(site, (sums.get(site) ?? 0) + count);
    const sorted = [...sums].sort(([, a], [, b]) => b - a);
    return { counts: Object.fromEntries(sorted.slice(0, most)), all: sorted.length <= most };
  }

  /** The step of now, after what is older than an hour is let go of. A clock that is set back counts into the newest. */
  #stepAt(nowMs: number): Step {
    const now = Math.floor(nowMs / STEP_MS);
    for (let step = Math.max(this.#step + 1, now - STEPS + 1); step <= now; step++)
      this.#steps[step % STEPS] = new Map();
    this.#step = Math.max(this.#step, now);
    return this.#steps[this.#step % STEPS]!;
  }
}
