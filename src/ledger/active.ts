import { sha256Hex } from "../lib/bytes.ts";
import { conflict } from "../lib/errors.ts";
import type { Entry, MeasureEntry } from "./entry.ts";

/** A measure that no entry has lifted. It may not have started, or may have ended: that depends on the clock. */
export interface Standing {
  readonly verb: MeasureEntry["verb"];
  readonly startsMs: number;
  /** Null: until lifted. */
  readonly endsMs: number | null;
}

/** What the entries so far add up to. A pure function of them: equal on every edge and for an auditor. */
export interface LedgerState {
  /** Entries folded in. */
  readonly size: number;
  /** `at` of the last entry, Unix ms. */
  readonly lastMs: number;
  /** Hash of the policy in force. */
  readonly policy: string | undefined;
  /** By ledger index, ascending. */
  readonly standing: ReadonlyMap<number, Standing>;
  /** Hostnames that no measure is enforced on, as protected.ts hashes them. */
  readonly protectedHosts: readonly string[];
}

/** A rule that a log kept by an honest desk obeys, broken by the entry at `index`. */
export interface RuleBreach {
  readonly index: number;
  readonly message: string;
}

export const EMPTY_STATE: LedgerState = {
  ...{ size: 0, lastMs: 0, policy: undefined, standing: new Map(), protectedHosts: [] },
};

/**
 * Folds entries one by one, in place: for whole ledgers. {@link applyEntries} is the form without side effects. Times
 * are of the schema, hence Date.parse.
 */
export class LedgerFold {
  #size: number;
  #lastMs: number;
  #policy: string | undefined;
  readonly #standing: Map<number, Standing>;
  #protectedHosts: readonly string[];

  constructor({ size, lastMs, policy, standing, protectedHosts }: LedgerState = EMPTY_STATE) {
    this.#protectedHosts = protectedHosts;
    this.#size = size;
    this.#lastMs = lastMs;
    this.#policy = policy;
    this.#standing = new Map(standing);
  }

  get size(): number {
    return this.#size;
  }

  /** A view of the state that changes with the next `add`. */
  get state(): LedgerState {
    return {
      ...{ size: this.#size, lastMs: this.#lastMs, policy: this.#policy, standing: this.#standing },
      protectedHosts: this.#protectedHosts,
    };
  }

  /** Folds in the next entry and says which rule it breaks, if any. Even then it counts: the leaf is in the tree. */
  add(entry: Entry): string | undefined {
    const index = this.#size++;
    const atMs = Date.parse(entry.at);
    const backwards = atMs < this.#lastMs ? "is dated before the entry that precedes it" : undefined;
    this.#lastMs = Math.max(atMs, this.#lastMs);
    return this.#effect(index, entry, atMs) ?? backwards;
  }

  /** Leaves out an entry that cannot be read. */
  skip(): void {
    this.#size++;
  }

  #effect(index: number, entry: Entry, atMs: number): string | undefined {
    switch (entry.kind) {
      case "policy":
        this.#policy = entry.policy;
        return undefined;
      case "measure": {
        const startsMs = entry.starts === entry.at ? atMs : Date.parse(entry.starts);
        const endsMs = entry.ends === null ? null : Date.parse(entry.ends);
        this.#standing.set(index, { verb: entry.verb, startsMs, endsMs });
        if (entry.policy !== this.#policy) return "cites a policy that is not the one in force";
        if (startsMs < atMs) return "starts before it was written";
        return endsMs !== null && endsMs <= startsMs ? "ends before it starts" : undefined;
      }
      case "lift":
        return this.#standing.delete(entry.measure)
          ? undefined
          : `lifts ${entry.measure}, which is not an earlier measure that still stands`;
      case "protect":
        this.#protectedHosts = entry.hosts;
        return undefined;
      case "request":
      case "key": // judged by key-chain.ts, which knows the key it starts from
        return undefined;
    }
  }
}

/**
 * The state after `entries`, the first of which has index `from`, and the rules they break. The given state is left
 * as it was. Throws `ledger.gap` unless `from` follows on from the state.
 */
export function applyEntries(
  state: LedgerState,
  from: number,
  entries: Iterable<Entry>,
): { readonly state: LedgerState; readonly breaches: readonly RuleBreach[] } {
  if (from !== state.size) {
    throw conflict("ledger.gap", `the next entry has index ${state.size}, not ${from}`, { size: state.size });
  }
  const fold = new LedgerFold(state);
  const breaches: RuleBreach[] = [];
  for (const entry of entries) {
    const index = fold.size;
    const message = fold.add(entry);
    if (message !== undefined) breaches.push({ index, message });
  }
  return { state: fold.state, breaches };
}

export const isActive = (
  { startsMs, endsMs }: Pick<Standing, "startsMs" | "endsMs">,
  nowMs: number,
): boolean => startsMs <= nowMs && (endsMs === null || nowMs < endsMs);

/** Ledger indices of the measures active at a time (started, not ended, not lifted), ascending. */
export function activeAt(state: LedgerState, nowMs: number): number[] {
  const active: number[] = [];
  for (const [index, standing] of state.standing) if (isActive(standing, nowMs)) active.push(index);
  return active;
}

/** SHA-256 over the indices, ascending, each as a big-endian uint64; hex. */
export function knownDigest(indices: readonly number[]): string {
  const bytes = Buffer.alloc(indices.length * 8);
  const ascending = indices.toSorted((a, b) => a - b);
  for (const [i, index] of ascending.entries()) bytes.writeBigUInt64BE(BigInt(index), i * 8);
  return sha256Hex(bytes);
}
