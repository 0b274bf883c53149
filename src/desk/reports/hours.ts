import { DAY, MINUTE } from "../../lib/clock.ts";

/**
 * When somebody of the desk is there, as the desk declares it (docs/design.md §4, Clocks):
 *
 *     hours = part *( ";" part )
 *     part  = [ "on-call" ] ( "24/7" / days times zone )        "on-call none" says that nobody is on call
 *     days  = day [ "-" day ] *( "," day [ "-" day ] )           mon tue wed thu fri sat sun, no spaces
 *     times = HH:MM "-" HH:MM *( SP HH:MM "-" HH:MM )            24:00 ends a day; 22:00-06:00 ends on the next one
 *     zone  = a name of the IANA time zone database              Europe/Paris; UTC
 *
 * Several parts add up, so that two people in two time zones can be declared. Without an on-call part somebody is on
 * call day and night. Whoever is there for ordinary reports is there for a risk to life too.
 */
export interface Hours {
  readonly ordinary: OpenHours;
  /** For risk to life, beside the ordinary hours; empty: nobody is on call. */
  readonly onCall: OpenHours;
}
export type OpenHours = "always" | readonly Span[];

export interface Span {
  /** 0 is Sunday, as in `Date`. A span belongs to the day on which it begins. */
  readonly days: readonly number[];
  /** Minutes after that day's midnight on the wall; the end is above 1440 when it is on the next day. */
  readonly times: readonly (readonly [from: number, to: number])[];
  readonly zone: string;
}

export const DAY_NAMES = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const FULL_DAY = 24 * 60;
const EXAMPLE = '"mon-fri 09:00-18:00 Europe/Paris; on-call 24/7"';

/** Reads the grammar above; throws an error that says which word is wrong and what would be right. */
export function parseHours(text: string): Hours {
  const ordinary: ("always" | Span)[] = [];
  const onCall: ("always" | Span | "none")[] = [];
  for (const part of text.split(";")) {
    const words = part.split(/\s+/).filter((word) => word !== "");
    if (words[0]?.toLowerCase() === "on-call") onCall.push(parsePart(words.slice(1), true));
    else ordinary.push(parsePart(words, false) as "always" | Span);
  }
  if (ordinary.length === 0) throw wrong("it does not say when somebody is there, only who is on call");
  if (onCall.length > 1 && onCall.includes("none")) throw wrong('"on-call none" stands beside another one');
  return {
    ordinary: together(ordinary),
    onCall: onCall.length === 0 ? "always" : together(onCall.filter((part) => part !== "none")),
  };
}

const wrong = (what: string) => new Error(`must be hours such as ${EXAMPLE}; ${what}`);

function together(parts: readonly ("always" | Span)[]): OpenHours {
  return parts.includes("always") ? "always" : (parts as readonly Span[]);
}

function parsePart(words: readonly string[], onCall: boolean): "always" | "none" | Span {
  const only = words.length === 1 ? words[0]?.toLowerCase() : undefined;
  if (only === "24/7") return "always";
  if (only === "none" && onCall) return "none";
  const [days, ...rest] = words;
  const zone = rest.pop();
  if (days === undefined || zone === undefined || rest.length === 0)
    throw wrong(`"${words.join(" ")}" is not days, times and a time zone`);
  const span = { days: parseDays(days), times: rest.map(parseTime), zone: parseZone(zone) };
  // Less is a slip of the pen, and 72 hours of it would be years.
  const minutes = span.days.length * span.times.reduce((sum, [from, to]) => sum + to - from, 0);
  if (minutes < 60) throw wrong(`"${words.join(" ")}" is less than an hour in a week`);
  return span;
}

function parseDays(text: string): number[] {
  const days = new Set<number>();
  for (const range of text.toLowerCase().split(",")) {
    const [first, last = first, more] = range.split("-").map((name) => DAY_NAMES.indexOf(name));
    if (first === undefined || last === undefined || more !== undefined || first < 0 || last < 0)
      throw wrong(`"${range}" is not a day or a range of days (mon tue wed thu fri sat sun)`);
    for (let day = first; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === last) break;
    }
  }
  return [...days].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
}

function parseTime(text: string): readonly [number, number] {
  const found = /^(\d\d):([0-5]\d)-(\d\d):([0-5]\d)$/.exec(text)?.slice(1).map(Number);
  const [h = 99, m = 0, h2 = 99, m2 = 0] = found ?? [];
  const [from, to] = [h * 60 + m, h2 * 60 + m2];
  if (from >= FULL_DAY || to > FULL_DAY || from === to)
    throw wrong(`"${text}" is not a time from 00:00 to 24:00 such as 09:00-18:00`);
  return [from, to > from ? to : to + FULL_DAY];
}

function parseZone(text: string): string {
  try {
    // Offsets are refused: they would be wrong for half of the year.
    if (/^[a-z]/i.test(text)) return wallClock(text).resolvedOptions().timeZone;
  } catch {}
  throw wrong(`"${text}" is not a time zone such as Europe/Paris or America/Toronto`);
}

/** What counts for a report: the ordinary hours, and for a risk to life those on call as well. */
export function openHours({ ordinary, onCall }: Hours, riskToLife: boolean): OpenHours {
  if (!riskToLife || ordinary === "always") return ordinary;
  return onCall === "always" ? "always" : [...ordinary, ...onCall];
}

/**
 * When a clock that was started at `at` (Unix ms) and runs only while somebody is there has run for `afterMs`. With 0:
 * `at` itself where somebody is there, else when somebody next is. Never before `at + afterMs`, never outside the hours.
 */
export function dueAt(at: number, afterMs: number, hours: Hours, riskToLife: boolean): number {
  const open = openHours(hours, riskToLife);
  if (open === "always") return at + afterMs;
  let left = afterMs;
  for (let from = at; ; from += 7 * DAY) {
    for (const [begins, ends] of openings(open, from, from + 7 * DAY)) {
      if (left <= ends - begins) return begins + left;
      left -= ends - begins;
    }
  }
}

export const isSomebodyThere = (at: number, hours: Hours, riskToLife: boolean): boolean =>
  dueAt(at, 0, hours, riskToLife) === at;

/** The times from `from` to `until` at which somebody is there: in order, apart, none of them empty. */
function openings(spans: readonly Span[], from: number, until: number): [number, number][] {
  const all: [number, number][] = [];
  for (const { days, times, zone } of spans) {
    // A wall is at most a day away from UTC, and a span may have begun the day before.
    for (let day = Math.floor(from / DAY) - 2; day <= Math.floor(until / DAY) + 1; day++) {
      if (!days.includes(new Date(day * DAY).getUTCDay())) continue;
      for (const [first, last] of times) {
        const begins = Math.max(from, whenWallShows(day * DAY + first * MINUTE, zone));
        const ends = Math.min(until, whenWallShows(day * DAY + last * MINUTE, zone));
        if (begins < ends) all.push([begins, ends]);
      }
    }
  }
  const apart: [number, number][] = [];
  for (const [begins, ends] of all.sort((a, b) => a[0] - b[0])) {
    const before = apart.at(-1);
    if (before !== undefined && begins <= before[1]) before[1] = Math.max(before[1], ends);
    else apart.push([begins, ends]);
  }
  return apart;
}

/**
 * The first instant at which a clock on the wall of that zone shows this time or a later one; `wall` is that time as if
 * it were UTC. A time that the wall shows twice is the first of the two; one that it skips is when it skips it.
 */
function whenWallShows(wall: number, zone: string): number {
  const [earlier, later] = [offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)];
  const shown = [earlier, later]
    .map((offset) => wall - offset)
    .filter((at) => at + offsetAt(at, zone) === wall);
  if (shown.length > 0) return Math.min(...shown);
  let [before, after] = [wall - later, wall - earlier];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle, zone) === later) after = middle;
    else before = middle;
  }
  return after;
}

const wallClocks = new Map<string, Intl.DateTimeFormat>();
function wallClock(zone: string): Intl.DateTimeFormat {
  const known = wallClocks.get(zone);
  if (known !== undefined) return known;
  const date = { year: "numeric", month: "numeric", day: "numeric" } as const;
  const time = { hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" } as const;
  const made = new Intl.DateTimeFormat("en-US", { timeZone: zone, calendar: "gregory", ...date, ...time });
  wallClocks.set(zone, made);
  return made;
}

/** By how many ms the wall of that zone is ahead of UTC at `at`. */
function offsetAt(at: number, zone: string): number {
  const second = Math.floor(at / 1000) * 1000;
  const parts = wallClock(zone).formatToParts(second);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const day = Date.UTC(part("year"), part("month") - 1, part("day"));
  return day + ((part("hour") * 60 + part("minute")) * 60 + part("second")) * 1000 - second;
}
