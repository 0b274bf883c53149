import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { hmacSha256, toUtf8 } from "../../../lib/bytes.ts";
import { type Clock, SECOND } from "../../../lib/clock.ts";
import { BUDGETS, freshStanding, type Lane, Meter, ratesOfKey, type Standing } from "./budget.ts";
import { Networks } from "./networks.ts";
import { type TicketState, Tickets } from "./ticket.ts";
import { type Challenge, Work, type WorkOptions } from "./work.ts";

/** What even the first in line waits without JavaScript: reading the page takes as long. */
export const FIRST_WAIT_MS = 30 * SECOND;

export interface Caller {
  /** Of the connection, or as a trusted proxy names it; none behind a socket or an onion service. Not kept. */
  readonly address?: string | undefined;
  /** An API key that the caller has shown to be theirs, and its budget. */
  readonly key?: { readonly id: string; readonly perHour: number } | undefined;
  readonly lane: Lane;
  /** What the form's or the request's field `work` holds. */
  readonly work?: string | undefined;
  /** What its field `ticket` holds. */
  readonly ticket?: string | undefined;
}

export interface Admitted {
  readonly admitted: true;
  readonly by: "life" | "budget" | "work" | "ticket";
  /**
   * What of the desk's work it may take before others, as an integer: 0 for the first few of a network, growing with
   * what the same network sent in the last hour. For the order of captures among equals; never for severity, due time or
   * the order in which people look.
   */
  readonly share: number;
}

export interface Wait {
  readonly admitted: false;
  /** Until the ticket is ripe; without one, until there is a place in line. */
  readonly waitMs: number;
  /** Or solve this: its solution admits at once. */
  readonly challenge: Challenge;
  /** Undefined while its network's line is full. */
  readonly ticket: string | undefined;
}

export interface GateOptions {
  readonly clock: Clock;
  readonly random?: (bytes: number) => Uint8Array;
  /** Ranges of addresses remembered at most. */
  readonly mostRanges?: number;
  readonly difficulty?: WorkOptions["difficulty"];
}

/**
 * Who may file how many reports how fast. A report beyond its budget costs a second of a machine's work, or a wait where
 * there is no JavaScript. One that says that a life is at risk is never refused, never waits and is asked for nothing.
 * All in memory, per process; {@link sweep} is to be called every minute.
 */
export class Gate {
  readonly #clock: Clock;
  readonly #networks: Networks<Standing>;
  readonly #desk = new Meter(freshStanding(), BUDGETS.desk);
  readonly #work: Work;
  readonly #tickets: Tickets;

  /** `key`: 32 bytes; desk processes that share it accept each other's challenges and tickets. */
  constructor(key: Uint8Array, { clock, random = randomBytes, mostRanges, difficulty }: GateOptions) {
    const keyFor = (what: string): Uint8Array => hmacSha256(key, toUtf8(`rempart/gate/${what}/v1`));
    this.#clock = clock;
    this.#networks = new Networks({
      ...{ clock, random, fresh: freshStanding },
      ...(mostRanges === undefined ? {} : { most: mostRanges }),
    });
    this.#work = new Work(keyFor("work"), {
      ...{ clock, random },
      ...(difficulty === undefined ? {} : { difficulty }),
    });
    this.#tickets = new Tickets(keyFor("ticket"), { clock, random });
  }

  /** Never throws for what a caller sent. A solution or a ticket is used up only where it was needed. */
  async admit(caller: Caller): Promise<Admitted | Wait> {
    const own = this.#metersOf(caller);
    if (caller.lane === "life") return this.#life(own, caller.key !== undefined);
    // Whom we cannot tell apart (all behind a proxy that says nothing) must not be refused for one another.
    const limits = caller.address === undefined && caller.key === undefined ? [] : own;
    const all = caller.key === undefined ? [...limits, this.#desk] : own;
    const at = this.#clock.now();
    if (all.every((meter) => meter.has("ordinary", at))) {
      for (const meter of all) meter.take("ordinary", at);
      return { admitted: true, by: "budget", share: 0 };
    }
    if (caller.work !== undefined && (await this.#work.accepts(caller.work)))
      return this.#beyond(own, "work");
    const ticket = caller.ticket === undefined ? undefined : this.#tickets.accepts(caller.ticket);
    if (ticket?.state === "ok") return this.#beyond(own, "ticket");
    return this.#wait(own, caller.ticket, ticket);
  }

  /** How many ranges and keys something is counted of. */
  get remembered(): number {
    return this.#networks.size;
  }

  /** Forgets what is due. To be called every minute. */
  sweep(): void {
    this.#networks.sweep();
    this.#work.sweep();
    this.#tickets.sweep();
  }

  /** Who has a key is counted by it alone: her colleagues at other addresses are the same flagger. */
  #metersOf({ address, key }: Caller): readonly Meter[] {
    if (key !== undefined) return [new Meter(this.#networks.ofKey(key.id), ratesOfKey(key.perHour))];
    const { host, network } = this.#networks.at(address);
    const around = new Meter(network, BUDGETS.network);
    return host === undefined ? [around] : [new Meter(host, BUDGETS.host), around];
  }

  /**
   * While the lane is not crowded, what a network sent beyond its budget; when it is, all that it sent. Either way a flood
   * from one network stands behind the first of any other, and the first of a neighbour in it before the flood's next.
   */
  #life(own: readonly Meter[], keyed: boolean): Admitted {
    const at = this.#clock.now();
    const crowded = !keyed && !this.#desk.has("life", at);
    if (!keyed && !crowded) this.#desk.take("life", at);
    const sent = own.map((meter) => meter.missing("life", at));
    const over = own.map((meter) => meter.take("life", at));
    return { admitted: true, by: "life", share: total(crowded ? sent : over) };
  }

  /** What was worked or waited for takes nothing of the desk's budget: it would be taken from other networks. */
  #beyond(own: readonly Meter[], by: "work" | "ticket"): Admitted {
    const at = this.#clock.now();
    return { admitted: true, by, share: total(own.map((meter) => meter.take("ordinary", at))) };
  }

  async #wait(
    own: readonly Meter[],
    shown: string | undefined,
    state: TicketState | undefined,
  ): Promise<Wait> {
    const challenge = await this.#work.challenge();
    // Who comes too early keeps her place.
    if (state?.state === "too-early") {
      return { admitted: false, waitMs: state.waitMs, challenge, ticket: shown };
    }
    const at = this.#clock.now();
    const waits = own.map((meter) => ({
      place: meter.tokenInMs("line", at),
      turn: meter.backInMs("line", at),
    }));
    const placeInMs = Math.max(...waits.map(({ place }) => place));
    if (placeInMs > 0) return { admitted: false, waitMs: placeInMs, challenge, ticket: undefined };
    for (const meter of own) meter.take("line", at);
    const waitMs = FIRST_WAIT_MS + Math.max(...waits.map(({ turn }) => turn));
    return { admitted: false, waitMs, challenge, ticket: this.#tickets.issue(waitMs) };
  }

  toJSON(): undefined {
    return undefined;
  }

  [inspect.custom](): string {
    return "[gate]";
  }
}

/** Rounded up: any excess is one. */
const total = (parts: readonly number[]): number => Math.ceil(parts.reduce((sum, part) => sum + part, 0));
