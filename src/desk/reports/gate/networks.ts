import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import { type Clock, MINUTE } from "../../../lib/clock.ts";
import { addressBytes } from "./address-bytes.ts";
import { Recent } from "./recent.ts";

/** With a sweep every minute, nothing of an address stands for longer than an hour. */
export const SALT_LIFE_MS = 59 * MINUTE;

/** What is counted for the two ranges that an address is in: its own (a subscriber's), and the one around it. */
export interface Place<Standing> {
  readonly host: Standing | undefined;
  readonly network: Standing;
}

export interface NetworksOptions<Standing> {
  readonly clock: Clock;
  readonly random: (bytes: number) => Uint8Array;
  /** What is counted of a range that was not seen yet. */
  readonly fresh: () => Standing;
  /** Ranges remembered at most; those that were not seen for longest are forgotten first. */
  readonly most?: number;
}

/** Ranges by length of the address in bytes (4 or 16): a subscriber has one IPv4 address or a /64 (RFC 6177). */
const HOST_BYTES = { 4: 4, 16: 8 } as const;
const NETWORK_BYTES = { 4: 3, 16: 6 } as const;

/** RFC 1122 §3.2.1.3, RFC 4291 §2.5.3. */
const isLoopback = (bytes: Uint8Array): boolean =>
  bytes.length === 4
    ? bytes[0] === 127
    : bytes[15] === 1 && bytes.subarray(0, 15).every((byte) => byte === 0);

/**
 * What is counted of whom, without keeping who: an address becomes HMAC tags under a random salt that is made here, never
 * leaves, and is replaced with everything counted under it. An attacker with more ranges than `most` gets budgets anew, as
 * the ranges themselves would give; nobody is refused for it. There is nothing to print, serialise or enumerate.
 */
export class Networks<Standing> {
  readonly #clock: Clock;
  readonly #random: (bytes: number) => Uint8Array;
  readonly #fresh: () => Standing;
  #salt: Uint8Array | undefined;
  #saltedAt = 0;
  readonly #standings: Recent<Standing>;

  constructor({ clock, random, fresh, most = 200_000 }: NetworksOptions<Standing>) {
    this.#clock = clock;
    this.#random = random;
    this.#fresh = fresh;
    this.#standings = new Recent(most);
  }

  /**
   * The standings of an address. Callers without one (a socket, an onion service) are one network together, and so are
   * those from this machine: a proxy that nobody named, with everybody behind it, must not count as one subscriber.
   */
  at(address: string | undefined): Place<Standing> {
    const bytes = address === undefined ? undefined : addressBytes(address);
    if (bytes === undefined || isLoopback(bytes))
      return { host: undefined, network: this.#standing("none", new Uint8Array()) };
    const size = bytes.length as 4 | 16;
    return {
      host: this.#standing(`host ${size} `, bytes.subarray(0, HOST_BYTES[size])),
      network: this.#standing(`network ${size} `, bytes.subarray(0, NETWORK_BYTES[size])),
    };
  }

  /** The standing of an API key. */
  ofKey(id: string): Standing {
    return this.#standing("key ", Buffer.from(id));
  }

  /** How many ranges and keys something is counted of. */
  get size(): number {
    return this.#standings.size;
  }

  /** Forgets what is due. To be called every minute: nobody may come by who would have it forgotten. */
  sweep(): void {
    if (this.#salt !== undefined && this.#isOld()) this.#forget();
  }

  /** Also when the clock was set back: how long it stood is not known then. */
  #isOld(): boolean {
    const age = this.#clock.now() - this.#saltedAt;
    return age >= SALT_LIFE_MS || age < 0;
  }

  #forget(): void {
    this.#salt?.fill(0);
    this.#salt = undefined;
    this.#standings.clear();
  }

  #standing(label: string, bytes: Uint8Array): Standing {
    this.sweep();
    if (this.#salt === undefined) {
      this.#salt = this.#random(32);
      this.#saltedAt = this.#clock.now();
    }
    const tag = createHmac("sha256", this.#salt).update(label).update(bytes).digest("latin1").slice(0, 16);
    return this.#standings.of(tag, this.#fresh);
  }

  toJSON(): undefined {
    return undefined;
  }

  [inspect.custom](): string {
    return "[networks]";
  }
}
