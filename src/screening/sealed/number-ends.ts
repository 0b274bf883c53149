import { FILLERS, type Group } from "./number-run.ts";
import type { Stream } from "./stream.ts";

/** What people write right before a telephone number. */
const ANNOUNCED =
  /^(?:te?l|telephone|phone|mob|mobile|port|portable|num|numero|number|no|n|fixe|gsm|fax|sms|call|cell|t|p|m|x|n°)$/;
const JOINS = /^[-._·•*:'’_~]+$/;
/** Between a country code and the rest. */
const FILLED = "»";
const CODE_GAP = /^[\s().*_,¤»-]{0,6}$/;
const WIDEST = 16;

/**
 * Whether the groups `first`..`last` are a number of their own and not part of a longer one. Digits beyond a boundary are of
 * the same number if nothing stands between, if a sign joins them without a blank, or if they go on in the rhythm of the
 * groups inside: pairs after pairs, single digits after single ones. `strict`: nor may a country code stand before it.
 */
export function isWholeNumber(
  stream: Stream,
  groups: readonly Group[],
  first: number,
  last: number,
  strict: boolean,
): boolean {
  const inside = new Set<string>();
  const sizes: number[] = [];
  for (let at = first; at <= last; at++) {
    sizes.push((groups[at] as Group).digits.length);
    if (at > first) inside.add(gap(stream, groups, at));
  }
  if (hasForeignCode(stream, groups, first, last, strict)) return false;
  if (isGluedBefore(stream, groups[first] as Group, inside)) return false;
  if (isGluedAfter(stream, groups[last] as Group, groups[last + 1])) return false;
  const digitByDigit = 4 * sizes.filter((size) => size === 1).length >= 3 * sizes.length;
  if (
    isBeside(groups, first - 1, -1, digitByDigit) &&
    goesOn(gap(stream, groups, first), groups[first - 1] as Group, inside, sizes)
  )
    return false;
  return (
    !isBeside(groups, last + 1, 1, digitByDigit) ||
    !goesOn(gap(stream, groups, last + 1), groups[last + 1] as Group, inside, sizes)
  );
}

/** Whether a group counts as digits; "un" and "one" at the end of all numbers are articles. */
function isBeside(groups: readonly Group[], at: number, step: number, digitByDigit = false): boolean {
  const group = groups[at];
  if (group === undefined || group.weak) return false;
  return digitByDigit || !group.article || groups[at + step] !== undefined;
}

/** What stands before a group; one emoji, and one filler or comma, like another. */
const gap = (stream: Stream, groups: readonly Group[], at: number): string =>
  stream.text
    .slice(stream.endOf((groups[at - 1] as Group).to - 1), stream.at[(groups[at] as Group).from])
    .replace(/(?:[\p{So}\p{Sk}\p{Me}\p{Extended_Pictographic}]|\ufe0f)+/gu, "¤")
    .replace(/[^\S\n]/g, " ")
    .replace(/&#?\w{1,8};|<[^<>]{0,100}>|\[\/?[a-z*]{1,12}(?:=[^\]]{0,60})?\]/gi, " ")
    .replace(/[\s,]*(?<!\p{L})(\p{L}{1,8})(?!\p{L})[\s,]*|,\s+/gu, (all, word?: string) =>
      word === undefined || FILLERS.has(word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase())
        ? FILLED
        : all,
    )
    .replace(/»{2,}/g, FILLED);

const OTHER_THING = /[\p{L},;:()[\]/\n|]/u;

function goesOn(
  between: string,
  beside: Group,
  inside: ReadonlySet<string>,
  sizes: readonly number[],
): boolean {
  const size = beside.digits.length;
  const [one] = sizes;
  // Digit by digit: whatever little stands between, as long as it could be one of the signs inside.
  if (one === 1 && size === 1 && sizes.every((other) => other === 1)) {
    return (
      inside.has(between) ||
      (!OTHER_THING.test(between) && between.length <= 2 + Math.max(...[...inside].map((gap) => gap.length)))
    );
  }
  if (JOINS.test(between))
    return inside.has(between) || inside.size === 0 || !/\s/.test([...inside].join(""));
  if (!inside.has(between)) return between === "";
  if (/\S/.test(between)) return true;
  return sizes.every((other) => other === one) ? size <= (one as number) : sizes.includes(size);
}

/** "+49 …", "0049 …" before a number that does not begin with it. */
function hasForeignCode(
  stream: Stream,
  groups: readonly Group[],
  first: number,
  last: number,
  strict: boolean,
): boolean {
  const start = groups[first] as Group;
  const end = groups[last + 1];
  // Written from its end: the code and its plus come last.
  if (end !== undefined && /^\)?\+/.test(stream.text.slice(stream.endOf(end.to - 1)))) return true;
  if (strict && isPlus(stream, start)) return true;
  return isCode(stream, groups, first) || (strict && isGoingOn(stream, groups, first));
}

/** Whether the groups before `first` are a plus or "00" with a few digits, however divided. */
function isCode(stream: Stream, groups: readonly Group[], first: number): boolean {
  let digits = "";
  for (let at = first - 1; at >= 0 && digits.length <= 5; at--) {
    if (!CODE_GAP.test(gap(stream, groups, at + 1))) return false;
    digits = (groups[at] as Group).digits + digits;
    if (digits.length <= 5 && (isPlus(stream, groups[at] as Group) || /^00\d/.test(digits))) return true;
  }
  return false;
}

/** Whether a number without its code may be the end of another: digits stand before it in the same sentence. */
function isGoingOn(stream: Stream, groups: readonly Group[], first: number): boolean {
  if (!isBeside(groups, first - 1, -1)) return false;
  const between = gap(stream, groups, first);
  if (between === "\n") return true;
  return (
    between.length <= WIDEST &&
    !/[\n.!?;:]/.test(between) &&
    (CODE_GAP.test(between) || /\p{L}/u.test(between))
  );
}

const isPlus = ({ text, at }: Stream, group: Group): boolean => {
  const offset = at[group.from] as number;
  return /[+＋]\s?\(?$/.test(text.slice(Math.max(0, offset - 3), offset));
};

/** Letters without a blank before the digits: "tel06…" announces them, "FR06…" and "ref06…" are of a longer thing. */
function isGluedBefore(stream: Stream, { from }: Group, inside: ReadonlySet<string>): boolean {
  if (from === 0 || stream.gapBefore(from) !== "") return false;
  let start = from;
  while (start > 0 && stream.gapBefore(start) === "" && (stream.symbols[start - 1] as number) >= 10) start--;
  const letters = stream.slice(start, from);
  if (inside.has(letters)) return false;
  return letters.length < 4 && !ANNOUNCED.test(letters);
}

/** Letters without a blank behind the digits, and digits behind them: "0639980014x5". */
function isGluedAfter(stream: Stream, { to }: Group, next: Group | undefined): boolean {
  if (to >= stream.length || stream.gapBefore(to) !== "") return false;
  return (
    next !== undefined &&
    next.from - to <= 2 &&
    stream.slice(to, next.from) !== "" &&
    gapless(stream, to, next.from)
  );
}

function gapless(stream: Stream, from: number, to: number): boolean {
  for (let at = from; at <= to; at++) if (stream.gapBefore(at) !== "") return false;
  return true;
}
