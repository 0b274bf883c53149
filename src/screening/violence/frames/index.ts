import { compileFrame } from "../grammar.ts";
import { SYMBOLS } from "../lexicon/index.ts";
import { ENGLISH_FRAMES } from "./english.ts";
import type { Frame } from "./frame.ts";
import { FRENCH_FRAMES } from "./french.ts";
import { PARTS } from "./parts.ts";

export interface CompiledFrame extends Pick<Frame, "kind" | "reason"> {
  readonly regex: RegExp;
}

const compiled = [...ENGLISH_FRAMES, ...FRENCH_FRAMES].flatMap(({ kind, reason, patterns }) =>
  patterns.map((pattern) => ({ kind, reason, ...compileFrame(pattern, PARTS) })),
);

/** All frames of both languages, a pattern each: a text is read as both, because people mix them. */
export const FRAMES: readonly CompiledFrame[] = compiled;

/** Where a frame matched, in symbols. */
export interface Match {
  readonly frame: number;
  readonly start: number;
  readonly end: number;
}

const always: number[] = [];
const askedBy: number[][] = Array.from({ length: SYMBOLS }, () => []);
for (const [frame, { needs }] of compiled.entries()) {
  if (needs === undefined) always.push(frame);
  else for (const symbol of new Set(needs)) askedBy[symbol.charCodeAt(0)]?.push(frame);
}

const asked = new Uint32Array(compiled.length);
let sentence = 0;

/** The first match of each frame. Only frames whose rarest word is there are tried. */
export function matchFrames(symbols: string): Match[] {
  sentence++;
  const matches: Match[] = [];
  const attempt = (frame: number): void => {
    if (asked[frame] === sentence) return;
    asked[frame] = sentence;
    const match = (compiled[frame] as CompiledFrame).regex.exec(symbols);
    if (match !== null) matches.push({ frame, start: match.index, end: match.index + match[0].length });
  };
  for (const frame of always) attempt(frame);
  for (let at = 0; at < symbols.length; at++) {
    for (const frame of askedBy[symbols.charCodeAt(at)] as number[]) attempt(frame);
  }
  return matches;
}
