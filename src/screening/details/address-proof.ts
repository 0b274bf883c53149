import { lines } from "../pattern.ts";
import { after, before, type Reading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import { type Tail, UNIT } from "./address-tail.ts";
import { STREETS_FR } from "./address-words.ts";
import { type Hit, hit } from "./finder.ts";

/** Every spelling of a French kind of street, the longest first. */
export const KINDS_FR: readonly string[] = Object.entries(STREETS_FR)
  .flatMap(([full, short]) => [full, ...short])
  .sort((a, b) => b.length - a.length);

const LIVES = new RegExp(lines`
  \b(?:lives?|lived|living|resid\w{2,5}|house|home|address|adresses?|addy|habit\w{1,4}|vit|vivent|domicil\w{1,4}|loge\w{0,3}|crash\w{0,4}|found|trouve\w{0,2}
  |chez (?:elle|lui|eux|iel)|demeur\w{1,4}|staying|stays|based|located|situee?s?|sis|sise|livr\w{1,4}|deliver\w{0,3}|ship|mail to|c'est|it's|ici)\b
  [^\n]{0,24}$
`);

/** Whether the words before `at` say that somebody lives, or something is, at what follows. */
export const saysLives = (reading: Reading, at: number): boolean => LIVES.test(before(reading, at, 60));

/** A line or a list item of its own. */
export const standsAlone = (reading: Reading, start: number, end: number): boolean =>
  /(?:^|[,;:|] ?)$/.test(before(reading, start, 3)) && /^(?:$|\n|[,;|.])/.test(after(reading, end, 2));

const UNIT_BEFORE = new RegExp(
  `(?<![\\w-])(?:${UNIT}|(?:residence|immeuble|lotissement) [^,\\n]{2,30})(?: ?, ?| ?\\n| - | )$`,
);

export interface Proof {
  readonly base: number;
  readonly lives: boolean;
  /** Units before this are part of the address before. */
  readonly covered: number;
}

/** The hit, with the flat that stands before the number. */
export function made(reading: Reading, start: number, tail: Tail, { base, lives, covered }: Proof): Hit {
  const located = tail.postcode || tail.town;
  const reasons: Reason[] = ["a house number, a kind of street and a street name"];
  if (located) reasons.push("followed by a postcode or a town");
  if (lives) reasons.push("introduced as where someone lives");
  const from = unitBefore(reading, start, covered);
  return hit(from, tail.end, Math.min(0.98, base + (located ? 0.1 : 0) + (lives ? 0.05 : 0)), ...reasons);
}

/** Where the flat or building begins that stands before `start`; `start` where there is none. */
export function unitBefore(reading: Reading, start: number, covered: number): number {
  let from = start;
  for (let units = 0; units < 2; units++) {
    const unit = UNIT_BEFORE.exec(reading.text.slice(Math.max(covered, from - 40), from));
    if (unit === null) break;
    from -= unit[0].length;
  }
  return from;
}
