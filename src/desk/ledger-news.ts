import type { Batch } from "../feed/wire.ts";
import type { Opening } from "../ledger/target.ts";
import { base64 } from "../lib/bytes.ts";
import { isServedBy, type Serves } from "./sites/served.ts";

/** What a new entry commits to, and the sites that it is about: their edges get it. */
export interface NewOpening {
  readonly opening: Opening;
  readonly sites: readonly { readonly id: string; readonly account: string }[];
}

/** Entries under one signature. `openings`: beside each entry, undefined where it commits to nothing. */
export interface Appended {
  readonly from: number;
  readonly leaves: readonly Uint8Array[];
  readonly openings: readonly (NewOpening | undefined)[];
  readonly checkpoint: string;
}

/** Appends that stay although the database has them: what most edges are about to ask for. */
const KEPT = 16;

const endOf = ({ from, leaves }: Appended): number => from + leaves.length;

/** The newest appends, from their signature on: edges obey while the database is still being told. */
export class LedgerNews {
  #appends: readonly Appended[] = [];

  add(appended: Appended): void {
    this.#appends = [...this.#appends, appended];
  }

  /** Up to where it knows the ledger; 0 before the first append of this process. */
  get size(): number {
    const last = this.#appends.at(-1);
    return last === undefined ? 0 : endOf(last);
  }

  /** The database has all entries before `indexed`. */
  forget(indexed: number): void {
    const last = this.#appends.length - KEPT;
    this.#appends = this.#appends.filter((one, i) => i >= last || endOf(one) > indexed);
  }

  /** All that came after `size`, if it began with an append that is still here. */
  after(size: number, serves: Serves): Batch | undefined {
    const appends = this.#appends.slice(this.#appends.findIndex(({ from }) => from === size));
    const last = appends.at(-1);
    if (last === undefined || appends[0]!.from !== size) return undefined;
    return {
      ...{ from: size, to: endOf(last), checkpoint: last.checkpoint },
      entries: appends.flatMap(({ leaves }) => leaves.map(base64)),
      openings: appends.flatMap(({ from, openings }) =>
        openings.flatMap((one, i) =>
          one !== undefined && isAmong(one, serves) ? [{ index: from + i, opening: one.opening }] : [],
        ),
      ),
    };
  }
}

const isAmong = ({ sites }: NewOpening, serves: Serves): boolean =>
  serves === null || sites.some((site) => isServedBy(serves, site));
