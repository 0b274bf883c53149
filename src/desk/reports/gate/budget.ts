import { HOUR } from "../../../lib/clock.ts";

/** `ordinary`, or `life` where she says that somebody may be hurt or killed soon. */
export type Lane = "ordinary" | "life";

/** How many at once, and how fast they become possible again. */
export interface Rate {
  readonly perHour: number;
  readonly burst: number;
}

/** `line`: waiting tickets; its burst is how many may wait in it. */
export type Rates = Readonly<Record<Lane | "line", Rate>>;

/**
 * The defaults, with their reasons. One report holds up to 20 addresses of pages, so few reports say much.
 *
 * | | why |
 * |---|---|
 * | host, ordinary | a household, or a helper with a case of many threads; a shelter or a school behind one address has its script do a second's work, or gets an API key |
 * | network, ordinary | a /24 or /48 of a small provider, at ten times what a quiet hour brings; a small part of the desk's own, so that no one network can use that up |
 * | desk, ordinary | what a small machine takes: 5,000 in a minute (docs/performance.md), and as many again within half an hour |
 * | host, life | a person, then a helper beside her, then a correction |
 * | network, life | three such households |
 * | desk, life | more than a small team can look at in an hour: from there on, who sent little comes first |
 * | line | without JavaScript a place in line costs nothing but time, so that it moves more slowly than work is done; the last in a full line waits ten minutes; one host cannot fill its network's line |
 */
export const BUDGETS: Readonly<Record<"host" | "network" | "desk", Rates>> = {
  host: {
    ordinary: { perHour: 12, burst: 6 },
    life: { perHour: 4, burst: 3 },
    line: { perHour: 30, burst: 5 },
  },
  network: {
    ordinary: { perHour: 60, burst: 30 },
    life: { perHour: 12, burst: 9 },
    line: { perHour: 120, burst: 20 },
  },
  desk: {
    ordinary: { perHour: 12_000, burst: 6_000 },
    life: { perHour: 120, burst: 60 },
    line: { perHour: 0, burst: 0 },
  },
};

/** Of an API key, which the desk's own budget does not touch: a flagger may send its whole hour at once. */
export const ratesOfKey = (perHour: number): Rates => ({
  ordinary: { perHour, burst: perHour },
  life: { perHour, burst: perHour },
  line: BUDGETS.network.line,
});

/** Sums of fractions must not cost anybody a token who came exactly in time. */
const ROUNDING = 1e-9;

/**
 * A token bucket, kept as what is missing from it: full when new, and it may be overdrawn. A clock that is set back gives
 * no tokens.
 */
export class Level {
  #missing = 0;
  #atMs = 0;

  /** How many were taken and are not back yet. */
  missing({ perHour }: Rate, nowMs: number): number {
    const back = (Math.max(0, nowMs - this.#atMs) / HOUR) * perHour;
    return Math.max(0, this.#missing - back);
  }

  /** Whether a token is there. */
  has(rate: Rate, nowMs: number): boolean {
    return this.missing(rate, nowMs) + 1 - rate.burst <= ROUNDING;
  }

  /** Takes a token, whether there is one or not; how far the level is overdrawn then. */
  take(rate: Rate, nowMs: number): number {
    this.#missing = this.missing(rate, nowMs) + 1;
    this.#atMs = nowMs;
    return Math.max(0, this.#missing - rate.burst - ROUNDING);
  }
}

/** What is counted of a range, a key or the desk; a level exists from its first use on. */
export type Standing = { -readonly [level in keyof Rates]: Level | undefined };

export const freshStanding = (): Standing => ({ ordinary: undefined, life: undefined, line: undefined });

/** A level with the rate that holds for it. */
export class Meter {
  readonly #standing: Standing;
  readonly #rates: Rates;

  constructor(standing: Standing, rates: Rates) {
    this.#standing = standing;
    this.#rates = rates;
  }

  missing(level: keyof Rates, nowMs: number): number {
    return this.#standing[level]?.missing(this.#rates[level], nowMs) ?? 0;
  }

  has(level: keyof Rates, nowMs: number): boolean {
    return this.#standing[level]?.has(this.#rates[level], nowMs) ?? this.#rates[level].burst >= 1;
  }

  /** As {@link Level.take}. */
  take(level: keyof Rates, nowMs: number): number {
    this.#standing[level] ??= new Level();
    return this.#standing[level].take(this.#rates[level], nowMs);
  }

  /** Ms until what is missing now is back; where `beyond` is said, until at most that much is missing. */
  backInMs(level: keyof Rates, nowMs: number, beyond = 0): number {
    const missing = this.missing(level, nowMs) - beyond;
    return missing <= ROUNDING ? 0 : Math.ceil((missing / this.#rates[level].perHour) * HOUR);
  }

  /** Ms until there is a token. */
  tokenInMs(level: keyof Rates, nowMs: number): number {
    return this.backInMs(level, nowMs, Math.max(0, this.#rates[level].burst - 1));
  }
}
