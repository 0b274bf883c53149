/** Where the time comes from. Everything that reads the time takes a Clock, so that tests can set it. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until `advance` or `set` is called. */
export function fakeClock(startMs = Date.UTC(2026, 11, 1)): Clock & {
  advance(ms: number): void;
  set(ms: number): void;
} {
  let at = startMs;
  return {
    now: () => at,
    advance: (ms) => {
      at += ms;
    },
    set: (ms) => {
      at = ms;
    },
  };
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** RFC 3339 in UTC to the second, the only form of time on the wire and in the ledger: 2026-12-01T00:00:00Z. */
export function rfc3339(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Unix milliseconds of an RFC 3339 time as written by {@link rfc3339}; throws on any other form. */
export function parseRfc3339(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || rfc3339(ms) !== text) throw new Error(`not an RFC 3339 UTC time: ${text}`);
  return ms;
}
