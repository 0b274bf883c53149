import type { Match } from "./frames/index.ts";
import { meaningOf, SYMBOLS, symbolsIn, UNKNOWN } from "./lexicon/index.ts";
import type { Role } from "./roles.ts";
import { SETTING_COUNT } from "./settings.ts";

/** 2^16 weights; more does not help some ten thousand short sentences. */
export const BUCKETS = 1 << 16;
const MASK = BUCKETS - 1;

/** A sentence as the model sees it. */
export interface Subject {
  readonly symbols: string;
  readonly matches: readonly Match[];
  readonly roles: readonly Role[];
  /** Settings of the sentence itself, of those before it, and of those after it. */
  readonly settings: number;
  readonly before: number;
  readonly after: number;
  /** Whether what stands before announces it: "he wrote:". */
  readonly announced: boolean;
  /** Whether the sentence, or its first match, lies between quotation marks or on a quoted line. */
  readonly quoted: boolean;
}

/** What a symbol means to the model, as a number: one for all words of a group, one for all unknown words. */
const IDS = Uint32Array.from({ length: SYMBOLS }, (_, unit) =>
  unit < UNKNOWN.charCodeAt(0) ? 0 : hashOf(meaningOf(unit) ?? ""),
);
const UNKNOWN_ID = IDS[UNKNOWN.charCodeAt(0)] as number;

/**
 * Words of open violence. A sentence that holds one and a sentence that holds none are judged by weights of
 * their own: what makes "I will kill you" a threat says little about "nice house you have".
 */
const OPEN = new RegExp(
  `[${[
    "KILL",
    "KILL_S",
    "KILL_D",
    "KILLED",
    "HARM",
    "HARM_S",
    "HARM_D",
    "BEAT",
    "BEAT_S",
    "SHOOT",
    "SHOOT_S",
    "SHOOT_D",
    "HANG",
    "HANG_S",
    "HANG_D",
  ]
    .concat(["BURN", "BURN_S", "BURN_D", "DIE", "DIE_S", "DYING", "DEAD", "SELF", "WEAPON", "GRAVE", "MORT"])
    .concat(
      ["TUER", "FRAPPER", "BRULER", "CREVER"].flatMap((verb) =>
        ["", "_E", "_Z", "_P", "_F", "_C"].map((form) => verb + form),
      ),
    )
    .map(symbolsIn)
    .join("")}]`,
);

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

function mix(a: number, b: number): number {
  const hash = Math.imul(a ^ (b + 0x9e3779b9 + (a << 6)), 0x85ebca6b);
  return hash ^ (hash >>> 15);
}

const NO_WORD = 0x1234567;
const AROUND_MATCH = 6;
const NEXT_TO_MATCH = 2;

const stamps = new Uint32Array(BUCKETS);
let stamp = 0;

/**
 * Calls `take` once for each feature of a sentence: groups of words alone, in pairs and threes; settings; each
 * frame with what stands in and around it. Features are buckets of a hash.
 */
export function eachFeature(subject: Subject, take: (bucket: number) => void): void {
  const { symbols, matches, roles, settings } = subject;
  stamp++;
  const salt = OPEN.test(symbols) ? 0 : 0x5bd1e995;
  const add = (hash: number): void => {
    const bucket = (salt === 0 ? hash : mix(salt, hash)) & MASK;
    if (stamps[bucket] === stamp) return;
    stamps[bucket] = stamp;
    take(bucket);
  };
  const idAt = (at: number): number => IDS[symbols.charCodeAt(at)] as number;

  let third = NO_WORD;
  let second = NO_WORD;
  let last = NO_WORD;
  for (let at = 0; at <= symbols.length; at++) {
    const word = at < symbols.length ? idAt(at) : NO_WORD;
    if (word === UNKNOWN_ID && last === UNKNOWN_ID) continue;
    add(mix(1, word));
    add(mix(mix(2, last), word));
    add(mix(mix(mix(3, second), last), word));
    add(mix(mix(4, second), word));
    add(mix(mix(5, third), word));
    third = second;
    second = last;
    last = word;
  }
  eachBit(settings, (bit) => add(mix(6, bit)));
  eachBit(subject.before, (bit) => add(mix(7, bit)));
  eachBit(subject.after, (bit) => add(mix(8, bit)));
  if (subject.announced) add(9);
  if (subject.quoted) add(20);
  let flags = 0;
  for (const role of roles) {
    flags |= flagsOf(role);
    addRole(role, add);
  }
  if (subject.quoted) flags |= 8;
  if (subject.announced) flags |= 16;
  add(mix(41, flags));
  for (const { frame } of matches) add(mix(mix(42, frame), flags));
  if (matches.length > 0) add(mix(43, flags));
  for (const { frame, start, end } of matches) {
    add(mix(10, frame));
    eachBit(settings, (bit) => add(mix(mix(11, frame), bit)));
    if (start === 0) add(mix(15, frame));
    for (let step = 1; step <= AROUND_MATCH; step++) {
      const left = start - step;
      if (left >= 0) {
        add(mix(mix(12, frame), idAt(left)));
        add(mix(13, idAt(left)));
        if (step <= NEXT_TO_MATCH) add(mix(mix(14, step), idAt(left)));
      }
      const right = end - 1 + step;
      if (right < symbols.length) {
        add(mix(mix(16, frame), idAt(right)));
        add(mix(17, idAt(right)));
        if (step <= NEXT_TO_MATCH) add(mix(mix(18, step), idAt(right)));
      }
    }
    for (let at = start; at < end; at++) add(mix(mix(19, frame), idAt(at)));
  }
}

const flagsOf = ({
  denied,
  reported,
  conditional,
}: Pick<Role, "denied" | "reported" | "conditional">): number =>
  (denied ? 1 : 0) + (reported ? 2 : 0) + (conditional ? 4 : 0);

function addRole(
  { predicate, actor, modality, target, clitic, denied, reported, conditional }: Role,
  add: (hash: number) => void,
): void {
  const flags = flagsOf({ denied, reported, conditional });
  const who = mix(21, actor * 32 + modality);
  const whom = mix(22, target * 8 + clitic);
  add(mix(23, predicate));
  add(mix(24, flags));
  add(mix(mix(25, predicate), flags));
  add(mix(mix(26, predicate), actor));
  add(mix(mix(27, predicate), modality));
  add(mix(mix(28, predicate), whom));
  add(mix(29, who));
  add(mix(mix(30, who), predicate));
  add(mix(mix(31, who), whom));
  add(mix(mix(32, who), flags));
  add(mix(mix(33, whom), flags));
  add(mix(mix(mix(34, who), whom), predicate));
  add(mix(mix(mix(35, modality), flags), predicate));
  add(mix(mix(mix(36, modality), flags), target));
}

function eachBit(bits: number, take: (bit: number) => void): void {
  if (bits === 0) return;
  for (let bit = 0; bit < SETTING_COUNT; bit++) if ((bits >>> bit) & 1) take(bit);
}
