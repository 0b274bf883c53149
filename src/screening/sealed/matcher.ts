import { Views } from "../normalise/index.ts";
import { originalSpan } from "../normalise/view.ts";
import type { SealedMatcher, Span } from "../types.ts";
import { collapse, MAX_WINDOW_LENGTH, MAX_WINDOW_TOKENS } from "./collapse.ts";
import { halfSip } from "./gate.ts";
import {
  GATE_LENGTH,
  gateOf,
  macOf,
  type SealedTags,
  SHORT_GATE_LENGTH,
  type TagKeys,
  tagKeys,
} from "./tag.ts";

/** How near, in units of the original, a former name must stand to a current name or handle. */
const NEAR = 280;

/** A registered detail seen in a text: which one of the list, and where. */
export interface SealedSpan extends Span {
  readonly detail: number;
}

/** One bit per 24-bit gate: 2 MiB, whatever the number of details. */
class Gates {
  readonly #bits = new Uint32Array(1 << 19);
  add(gate: number): void {
    this.#bits[gate >>> 5] = (this.#bits[gate >>> 5] as number) | (1 << (gate & 31));
  }
  has(gate: number): boolean {
    return ((this.#bits[gate >>> 5] as number) & (1 << (gate & 31))) !== 0;
  }
}

interface Use {
  readonly detail: number;
  readonly companion: boolean;
}

/** Looks a list of registered details up in texts; holds the key as long as it lives. */
export class SealedIndex implements SealedMatcher {
  readonly #keys: TagKeys;
  readonly #gates = new Gates();
  readonly #uses = new Map<string, Use[]>();
  readonly #conditional: ReadonlySet<number>;

  constructor(key: Uint8Array, details: readonly SealedTags[]) {
    this.#keys = tagKeys(key);
    this.#conditional = new Set(details.flatMap(({ near }, at) => (near.length > 0 ? [at] : [])));
    for (const [detail, { tags, near }] of details.entries()) {
      for (const tag of tags) this.#add(tag, { detail, companion: false });
      for (const tag of near) this.#add(tag, { detail, companion: true });
    }
  }

  #add(tag: string, use: Use): void {
    this.#gates.add(Number.parseInt(tag.slice(0, 6), 16));
    const mac = tag.slice(6);
    this.#uses.set(mac, [...(this.#uses.get(mac) ?? []), use]);
  }

  match(text: string): readonly Span[] {
    return this.find(text).map(({ start, end }) => ({ start, end }));
  }

  /** In the order of their start; a former name only where a companion stands near. */
  find(text: string): SealedSpan[] {
    const seen: (SealedSpan & Use)[] = [];
    for (const { start, end, uses } of this.#candidates(text)) {
      for (const use of uses) seen.push({ start, end, ...use });
    }
    const companions = seen.filter((span) => span.companion);
    return seen
      .filter(
        (span) =>
          !span.companion &&
          (!this.#conditional.has(span.detail) ||
            companions.some((other) => other.detail === span.detail && distance(span, other) <= NEAR)),
      )
      .map(({ start, end, detail }) => ({ start, end, detail }))
      .filter((span, at, all) => at === 0 || !covers(all[at - 1] as SealedSpan, span));
  }

  *#candidates(text: string): Generator<Span & { uses: readonly Use[] }> {
    const view = new Views(text).skeleton;
    const { letters, starts, ends, at } = tokens(view.text);
    for (let first = 0; first < starts.length; first++) {
      const from = at[first] as number;
      const long = halfSip(this.#keys.gate, letters, from, Math.min(GATE_LENGTH, letters.length - from));
      const short = halfSip(
        this.#keys.gate,
        letters,
        from,
        Math.min(SHORT_GATE_LENGTH, letters.length - from),
      );
      for (let last = first; last < starts.length && last < first + MAX_WINDOW_TOKENS; last++) {
        const to = last + 1 < at.length ? (at[last + 1] as number) : letters.length;
        const length = to - from;
        if (length > MAX_WINDOW_LENGTH) break;
        if (
          length < SHORT_GATE_LENGTH ||
          !this.#gates.has(gateOf(length < GATE_LENGTH ? short : long, length))
        )
          continue;
        const uses = this.#uses.get(macOf(this.#keys, letters.slice(from, to)));
        if (uses !== undefined)
          yield { ...originalSpan(view, starts[first] as number, ends[last] as number), uses };
      }
    }
  }
}

const distance = (a: Span, b: Span): number =>
  Math.max(0, Math.max(a.start, b.start) - Math.min(a.end, b.end));
const covers = (a: SealedSpan, b: SealedSpan): boolean =>
  a.detail === b.detail && a.start <= b.start && b.end <= a.end;

/**
 * The collapsed tokens of a skeleton, written without gaps, with where each begins there and in the
 * skeleton.
 */
function tokens(text: string): { letters: string; at: number[]; starts: number[]; ends: number[] } {
  const at: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let length = 0;
  for (const match of text.matchAll(/[^ \n'+]+/g)) {
    at.push(length);
    starts.push(match.index);
    ends.push(match.index + match[0].length);
    length += match[0].length;
  }
  return { letters: collapse(text.replace(/[ \n'+]+/g, "")), at, starts, ends };
}

export const createSealedMatcher = (key: Uint8Array, details: readonly SealedTags[]): SealedIndex =>
  new SealedIndex(key, details);

/** One text against one list; for more texts make a matcher once. */
export const matchSealed = (key: Uint8Array, details: readonly SealedTags[], text: string): SealedSpan[] =>
  new SealedIndex(key, details).find(text);
