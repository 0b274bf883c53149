import { HOUR, MINUTE } from "../../lib/clock.ts";
import type { Steps } from "../../lib/slices.ts";

/** A look back of one hour, in steps. */
const STEP_MS = 5 * MINUTE;
const STEPS = HOUR / STEP_MS;
/** Beyond them a flood of others costs no memory. Whoever is in stays until it has been silent for an hour. */
const MAX_SITES = 200_000;
/** Looked at without a pause: some tenths of a millisecond. */
const SITES_A_SLICE = 1_000;

interface Site {
  readonly counts: number[];
  /** Of the counts, which are true up to step `last`. */
  sum: number;
  last: number;
}

interface Busiest {
  readonly counts: Record<string, number>;
  readonly all: boolean;
}

/** How many requests each site got in the last hour, to five minutes. */
export class SiteTraffic {
  readonly #sites = new Map<string, Site>();
  #step = 0;
  /** When a site was last left uncounted. */
  #fullAt = -STEPS;

  add(id: string, nowMs: number): void {
    const step = this.#stepAt(nowMs);
    let site = this.#sites.get(id);
    if (site === undefined) {
      if (this.#sites.size >= MAX_SITES) {
        this.#fullAt = step;
        return;
      }
      site = { counts: new Array(STEPS).fill(0), sum: 0, last: step };
      this.#sites.set(id, site);
    }
    letGo(site, step);
    site.counts[step % STEPS]! += 1;
    site.sum += 1;
  }

  /** The busiest sites, at most `most` of them, by id; `all` where these are all that had a request. Forgets the silent ones. */
  *busiest(most: number, nowMs: number): Steps<Busiest> {
    const step = this.#stepAt(nowMs);
    const top: [id: string, sum: number][] = [];
    const cut = () => top.sort(([, a], [, b]) => b - a).splice(most).length;
    let left = 0;
    let floor = 0; // so many sites had more that nothing up to here is among the busiest
    let seen = 0;
    for (const [id, site] of this.#sites) {
      letGo(site, step);
      if (site.sum === 0) this.#sites.delete(id);
      else if (site.sum <= floor) left += 1;
      else if (top.push([id, site.sum]) >= 2 * most + 1) {
        left += cut();
        floor = top.at(-1)?.[1] ?? 0;
      }
      if (++seen % SITES_A_SLICE === 0) yield;
    }
    left += cut();
    const all = left === 0 && step - this.#fullAt >= STEPS;
    return { counts: Object.fromEntries(top), all };
  }

  /** The step of now. A clock that is set back counts into the newest. */
  #stepAt(nowMs: number): number {
    this.#step = Math.max(this.#step, Math.floor(nowMs / STEP_MS));
    return this.#step;
  }
}

/** Lets go of what is older than an hour. */
function letGo(site: Site, step: number): void {
  for (let old = Math.max(site.last + 1, step - STEPS + 1); old <= step; old++) {
    site.sum -= site.counts[old % STEPS]!;
    site.counts[old % STEPS] = 0;
  }
  site.last = Math.max(site.last, step);
}
