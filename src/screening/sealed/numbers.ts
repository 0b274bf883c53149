import type { Span } from "../types.ts";
import { NUMBER_GATE } from "./form.ts";
import type { Found } from "./found.ts";
import { isWholeNumber } from "./number-ends.ts";
import { type Group, groupsOf, hasOnlyFillers, type Run, readings, runs } from "./number-run.ts";
import type { Stream } from "./stream.ts";
import type { Streets } from "./streets.ts";
import type { TagTable } from "./table.ts";
import type { TagKeys } from "./tag.ts";

/** A number in words, in units of the text. */
export interface Numeral extends Span {
  readonly digits: string;
}

const FEWEST_SPELLED = 3;
const SHORTEST = 7;
const LONGEST = 34;

/** Finds details that are numbers, whatever stands between their digits; and hands house numbers on to {@link Streets}. */
export class Numbers {
  readonly #keys: TagKeys;
  readonly #table: TagTable;
  readonly #found: Found;
  readonly #streets: Streets;
  /** Numbers in words of what was scanned last: what is made of letters and digits may be hidden by them. */
  spelled: Numeral[] = [];

  constructor(keys: TagKeys, table: TagTable, found: Found, streets: Streets) {
    this.#keys = keys;
    this.#table = table;
    this.#found = found;
    this.#streets = streets;
  }

  scan(stream: Stream, firstWord: number): void {
    this.spelled = [];
    for (const run of runs(stream, firstWord)) this.#read(stream, run);
  }

  #read(stream: Stream, run: Run): void {
    let told = "";
    for (const [at, reading] of readings(stream, run).entries()) {
      const groups = groupsOf(stream, run, reading);
      const text = groups.map((group) => group.digits).join(" ");
      if (at > 0 && text === told) continue;
      told = text;
      if (at === 0) {
        this.#streets.scan(stream, groups);
        this.#note(stream, groups);
      }
      if (text.length >= SHORTEST) this.#windows(stream, groups);
    }
  }

  #note(stream: Stream, groups: readonly Group[]): void {
    if (groups.reduce((sum, group) => sum + group.digits.length, 0) < FEWEST_SPELLED) return;
    for (const { digits, from, to } of groups) {
      if ((stream.symbols[from] as number) < 10) continue;
      this.spelled.push({ digits, start: stream.at[from] as number, end: stream.endOf(to - 1) });
    }
  }

  #windows(stream: Stream, groups: readonly Group[]): void {
    for (let first = 0; first < groups.length; first++) {
      let digits = "";
      let open = false;
      for (let last = first; last < groups.length; last++) {
        digits += (groups[last] as Group).digits;
        if (digits.length > LONGEST) break;
        if (digits.length < SHORTEST) continue;
        if (!open && !this.#table.opens(this.#keys, `N${digits.slice(0, NUMBER_GATE)}`)) break;
        open = true;
        const look = this.#keys.hash(`N${digits}`);
        if (this.#table.has(look)) this.#verify(stream, groups, first, last, digits, look);
      }
    }
  }

  #verify(
    stream: Stream,
    groups: readonly Group[],
    first: number,
    last: number,
    digits: string,
    look: number,
  ): void {
    if (!hasOnlyFillers(stream, groups, first, last)) return;
    if (!isWholeNumber(stream, groups, first, last, false)) return;
    const dotted = groups.slice(first, last + 1).map((group) => group.digits);
    const ways = [`N${digits}`, `G${dotted.join(".")}`];
    if (isWholeNumber(stream, groups, first, last, true)) ways.push(`n${digits}`);
    const from = (groups[first] as Group).from;
    const to = (groups[last] as Group).to;
    for (const exact of ways) {
      for (const use of this.#table.uses(look, this.#keys.mac(exact))) this.#found.add(stream, from, to, use);
    }
  }
}
