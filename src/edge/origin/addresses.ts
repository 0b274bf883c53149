import type { LookupAddress } from "node:dns";
import { lookup as systemLookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { type Clock, HOUR, MINUTE, SECOND } from "../../lib/clock.ts";

/** The system resolver tells no TTL. */
const FRESH_MS = 30 * SECOND;
/** Up to this age an answer is used while it is asked for anew. */
const STALE_WHILE_ASKING_MS = 5 * MINUTE;
/** Up to this age it stands in while the resolver does not answer; a name that it says does not exist is gone at once. */
const STALE_WHILE_DOWN_MS = 24 * HOUR;
const FAILURE_MS = 5 * SECOND;
/** Each holds one of the runtime's four threads until the resolver answers, and files need some too. */
const MAX_LOOKUPS = 2;
const MAX_NAMES = 10_000;

export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

interface Known {
  addresses: readonly LookupAddress[];
  foundAtMs: number;
  failure: NodeJS.ErrnoException | undefined;
  failedAtMs: number;
  asking: Promise<void> | undefined;
}

/**
 * Addresses of names, through the system's resolver (so that hosts files count), asked for at most once at a time for each name.
 * Several addresses are all given, in the resolver's order: Node tries them in turn (RFC 8305).
 */
export class Addresses {
  readonly #clock: Clock;
  readonly #resolve: Resolve;
  readonly #names = new Map<string, Known>();
  readonly #turns: (() => void)[] = [];
  #running = 0;

  constructor(clock: Clock, resolve: Resolve = (name) => systemLookup(name, { all: true })) {
    this.#clock = clock;
    this.#resolve = resolve;
  }

  /** In the form that sockets take. */
  readonly lookup: LookupFunction = (name, options, callback) => {
    this.find(name).then(
      (addresses) => {
        if (options.all) callback(null, addresses as LookupAddress[]);
        else callback(null, addresses[0]!.address, addresses[0]!.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };

  /** At least one. Rejects with the resolver's error. */
  async find(name: string): Promise<readonly LookupAddress[]> {
    const known = this.#known(name);
    const ageMs = this.#ageMs(known.foundAtMs);
    if (ageMs < FRESH_MS) return known.addresses;
    const failedLately = known.failure !== undefined && this.#ageMs(known.failedAtMs) < FAILURE_MS;
    if (!failedLately) {
      known.asking ??= this.#ask(name, known);
      if (ageMs >= STALE_WHILE_ASKING_MS) await known.asking;
    }
    if (this.#ageMs(known.foundAtMs) < STALE_WHILE_DOWN_MS) return known.addresses;
    throw known.failure!;
  }

  /** Endless where there is nothing, or where the clock was set back behind it. */
  #ageMs(atMs: number): number {
    const ageMs = this.#clock.now() - atMs;
    return ageMs >= 0 ? ageMs : Number.POSITIVE_INFINITY;
  }

  #known(name: string): Known {
    let known = this.#names.get(name);
    if (known === undefined) {
      if (this.#names.size >= MAX_NAMES) this.#names.delete(this.#names.keys().next().value!);
      const never = Number.NEGATIVE_INFINITY;
      known = { addresses: [], foundAtMs: never, failure: undefined, failedAtMs: never, asking: undefined };
      this.#names.set(name, known);
    }
    return known;
  }

  async #ask(name: string, known: Known): Promise<void> {
    await this.#turn();
    try {
      const addresses = await this.#resolve(name);
      if (addresses.length === 0) throw Object.assign(new Error("no addresses"), { code: "ENOTFOUND" });
      known.addresses = addresses;
      known.foundAtMs = this.#clock.now();
      known.failure = undefined;
    } catch (error) {
      known.failure = error as NodeJS.ErrnoException;
      known.failedAtMs = this.#clock.now();
      if (known.failure.code === "ENOTFOUND") known.foundAtMs = Number.NEGATIVE_INFINITY;
    } finally {
      known.asking = undefined;
      this.#running -= 1;
      this.#turns.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    if (this.#running >= MAX_LOOKUPS) await new Promise<void>((resolve) => this.#turns.push(resolve));
    this.#running += 1;
  }
}
