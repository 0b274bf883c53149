import { wordsIn } from "./lexicon/index.ts";

/**
 * What the talk is about: a bit each, counted for a sentence while it is scanned and asked of its neighbours.
 * Thirty-one at most, so that they fit one integer.
 */
const SETTINGS: readonly (readonly string[])[] = [
  ["GAMEWORD"],
  ["SPORT"],
  ["FICTION"],
  ["SONG"],
  ["NEWSWORD"],
  ["ACCUSE"],
  ["HISTORY"],
  ["ANIMAL"],
  ["THING", "ROUTINE"],
  ["FUNNY"],
  ["LOVE"],
  ["VISITWORD"],
  ["FEEL"],
  ["FEAR"],
  ["WRONG"],
  ["MODS"],
  ["SAY", "SAY_S", "SAY_D", "SAY_E", "SAY_P", "SAY_C"],
  ["THREATEN", "THREATEN_S", "THREATEN_D", "THREATEN_E", "THREATEN_P", "THREATEN_C"],
  ["RECEIVE_D", "RECEIVE_E"],
  ["NOTE"],
  ["POLICE"],
  ["WASPAST"],
  ["I", "ME", "MY"],
  ["YOU", "YOUR"],
  ["HE", "HIM", "HIS", "LEUR"],
  ["NOT"],
  ["IF"],
  ["WEAPON", "GRAVE"],
  ["HOME", "WORKPLACE"],
  ["KIN", "PET"],
];

export const SETTING_COUNT = SETTINGS.length;

/** The bits of each word that names a setting. */
export const SETTING_WORDS: ReadonlyMap<string, number> = (() => {
  const bits = new Map<string, number>();
  for (const [at, groups] of SETTINGS.entries()) {
    for (const word of wordsIn(groups)) bits.set(word, (bits.get(word) ?? 0) | (1 << at));
  }
  return bits;
})();
