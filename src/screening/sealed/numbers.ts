import type { Span } from "../types.ts";
import { NUMBER_GATE } from "./form.ts";
import type { Found } from "./found.ts";
import { isWholeNumber } from "./number-ends.ts";
import {
  type Atom,
  atomsOf,
  type Group,
  gluedNumber,
  groupsOf,
  hasOnlyFillers,
  LONGEST_LOOK,
  type Run,
  runs,
  type Step,
} from "./number-run.ts";
import { numberWord } from "./number-typos.ts";
import type { Stream } from "./stream.ts";
import type { Streets } from "./streets.ts";
import type { TagTable } from "./table.ts";
import type { TagKeys } from "./tag.ts";

/** A number in words, in units of the text. */
export interface Numeral extends Span {
  readonly digits: string;
}

const FEWEST_SPELLED = 3;
const FEWEST_FILLED = 12;
const SHORTEST = 7;
const LONGEST = 20;
/** Readings followed from one place: "quatre-vingt-dix-huit" alone has four. */
const MOST_PATHS = 64;
const CACHE_BITS = 12;

/** Finds details that are numbers, whatever stands between their digits; and hands house numbers on to {@link Streets}. */
export class Numbers {
  readonly #keys: TagKeys;
  readonly #table: TagTable;
  readonly #found: Found;
  readonly #streets: Streets;
  /** Beginnings asked for last, as numbers with a 1 before them. */
  readonly #asked = new Int32Array(1 << CACHE_BITS);
  readonly #answers = new Uint8Array(1 << CACHE_BITS);
  /** Numbers in words, or with fillers between, of what was scanned last: what is made of letters and digits may be hidden by them. */
  spelled: Numeral[] = [];

  constructor(keys: TagKeys, table: TagTable, found: Found, streets: Streets) {
    this.#keys = keys;
    this.#table = table;
    this.#found = found;
    this.#streets = streets;
  }

  scan(stream: Stream, firstWord: number): void {
    this.spelled = [];
    for (const run of runs(stream, firstWord)) {
      let spelled = false;
      let most = 0;
      for (let word = run.from; word < run.to; word++) {
        const length = (stream.words[word + 1] as number) - (stream.words[word] as number);
        if (stream.digits[word] === 0) {
          spelled ||= length > 1;
          most += length <= LONGEST_LOOK || length < 3 ? length : 3;
        } else {
          this.#streets.around(stream, word);
          most += length;
        }
      }
      if (most < SHORTEST && !spelled) continue;
      const atoms = atomsOf(stream, run);
      const groups = groupsOf(atoms);
      if (most >= SHORTEST) {
        for (let at = 0; at < atoms.length; at++) new Walk(this, stream, atoms, groups).from(at);
      }
      if (spelled) this.#readSpelled(stream, run, groups);
      else if (most >= FEWEST_FILLED && groups.length > 1) this.#note(stream, groups);
    }
  }

  /** Number words without blanks between them, for a reading with digits in their place. */
  glued(stream: Stream, firstWord: number): Numeral[] {
    const found: Numeral[] = [];
    for (let word = firstWord; word < stream.count; word++) {
      const digits = gluedNumber(stream, word);
      if (digits === undefined) continue;
      const from = stream.words[word] as number;
      found.push({
        digits,
        start: stream.at[from] as number,
        end: stream.endOf((stream.words[word + 1] as number) - 1),
      });
    }
    return found;
  }

  /** House numbers in words; and where words hide digits of something else. */
  #readSpelled(stream: Stream, run: Run, groups: readonly Group[]): void {
    let word = run.from;
    for (const group of groups) {
      if ((stream.symbols[group.from] as number) < 10) continue;
      while ((stream.words[word] as number) < group.from) word++;
      let next = word;
      while (next < stream.count && (stream.words[next] as number) < group.to) next++;
      this.#streets.spelled(stream, group, word, next);
    }
    this.#note(stream, groups);
  }

  #note(stream: Stream, groups: readonly Group[]): void {
    if (groups.reduce((sum, group) => sum + group.digits.length, 0) < FEWEST_SPELLED) return;
    for (const [at, group] of groups.entries()) {
      const next = groups[at + 1];
      const filled =
        next !== undefined &&
        stream.slice(group.to, next.from) !== "" &&
        hasOnlyFillers(stream, [group, next]);
      if ((stream.symbols[group.from] as number) < 10 && !filled) continue;
      const end = filled ? (stream.at[next.from] as number) : stream.endOf(group.to - 1);
      this.spelled.push({ digits: group.digits, start: stream.at[group.from] as number, end });
    }
  }

  /** Whether a number may begin with these digits. */
  opens(beginning: number): boolean {
    const slot = Math.imul(beginning, 0x9e3779b1) >>> (32 - CACHE_BITS);
    if (this.#asked[slot] === beginning) return this.#answers[slot] === 1;
    const opens = this.#table.opens(this.#keys.gate(`N${String(beginning).slice(1)}`));
    this.#asked[slot] = beginning;
    this.#answers[slot] = opens ? 1 : 0;
    return opens;
  }

  look(stream: Stream, all: readonly Group[], path: readonly Group[], digits: string): void {
    const look = this.#keys.hash(`N${digits}`);
    if (!this.#table.has(look) || !hasOnlyFillers(stream, path) || hasLooseEnd(stream, path)) return;
    const { groups, first, last } = amid(all, path);
    if (!isWholeNumber(stream, groups, first, last, false)) return;
    const ways = [`N${digits}`, `G${path.map((group) => group.digits).join(".")}`];
    if (isWholeNumber(stream, groups, first, last, true)) ways.push(`n${digits}`);
    const from = (path[0] as Group).from;
    const to = (path.at(-1) as Group).to;
    for (const exact of ways) {
      for (const use of this.#table.uses(look, this.#keys.mac(exact))) this.#found.add(stream, from, to, use);
    }
  }
}

/** The readings of a run from one place on, as long as a registered number may begin so. */
class Walk {
  readonly #numbers: Numbers;
  readonly #stream: Stream;
  readonly #atoms: readonly Atom[];
  readonly #groups: readonly Group[];
  readonly #path: Step[] = [];
  #left = MOST_PATHS;

  constructor(numbers: Numbers, stream: Stream, atoms: readonly Atom[], groups: readonly Group[]) {
    this.#numbers = numbers;
    this.#stream = stream;
    this.#atoms = atoms;
    this.#groups = groups;
  }

  from(at: number): void {
    this.#walk(at, "", 1, 0);
  }

  /** `beginning`: the first digits, behind a 1; `skipped`: places passed over since the last digits. */
  #walk(at: number, before: string, beginning: number, skipped: number): void {
    const steps = this.#atoms[at];
    if (steps === undefined) return;
    const { length } = before;
    for (const step of steps) {
      const { digits } = step;
      if (this.#left <= 0) return;
      if (before === "" && step.isRest === true) return;
      if (digits === "") {
        if (length > 0 && skipped < 2) this.#walk(step.next, before, beginning, skipped + 1);
        continue;
      }
      let start = beginning;
      for (let index = 0; index < digits.length && length + index < NUMBER_GATE; index++)
        start = start * 10 + digits.charCodeAt(index) - 48;
      const total = length + digits.length;
      if (total > LONGEST || (total >= NUMBER_GATE && length < NUMBER_GATE && !this.#numbers.opens(start))) {
        this.#left--;
        continue;
      }
      this.#path.push(step);
      const all = before + digits;
      if (total >= SHORTEST) this.#numbers.look(this.#stream, this.#groups, this.#path, all);
      this.#walk(step.next, all, start, 0);
      this.#path.pop();
    }
  }
}

/** Letters that look like digits, at the end of longer groups, in a word of their own: "is 145…", "…014 I tell you". */
function hasLooseEnd(stream: Stream, path: readonly Group[]): boolean {
  const longer = path.some((group) => group.digits.length > 1);
  const loose = (group: Group | undefined, from: number | undefined, to: number | undefined): boolean =>
    group?.weak === true && ((longer && !isDrawn(stream, group)) || stream.slice(from ?? 0, to ?? 0) !== "");
  return loose(path[0], path[0]?.to, path[1]?.from) || loose(path.at(-1), path.at(-2)?.to, path.at(-1)?.from);
}

/** Capitals, or nothing but round and straight strokes; or a slip in a number word. */
function isDrawn(stream: Stream, { from, to }: Group): boolean {
  const source = stream.text.slice(stream.at[from], stream.endOf(to - 1));
  if (numberWord(stream.slice(from, to)) !== undefined) return true;
  if (source.length === 1) return /[^aioelt]/i.test(source);
  return /\p{Lu}/u.test(source.slice(1)) || /[zq]/i.test(source) || /^[oOlI|]+$/.test(source);
}

/** Groups looked at on each side of a path: a country code, and the rhythm of what goes on. */
const BESIDE = 6;

/** A path among the groups before and behind it; of one that it cuts, the rest. */
function amid(
  all: readonly Group[],
  path: readonly Group[],
): { groups: Group[]; first: number; last: number } {
  const start = (path[0] as Group).from;
  const end = (path.at(-1) as Group).to;
  let from = 0;
  let to = all.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((all[middle] as Group).to <= start) from = middle + 1;
    else to = middle;
  }
  const near = all.slice(Math.max(0, from - BESIDE), from + path.length + BESIDE);
  const before = near
    .filter((group) => group.from < start)
    .map((group) => (group.to > start ? { ...group, to: start } : group));
  const after = near
    .filter((group) => group.to > end)
    .map((group) => (group.from < end ? { ...group, from: end } : group));
  return {
    groups: [...before, ...path, ...after],
    first: before.length,
    last: before.length + path.length - 1,
  };
}
