import { originalSpan, type View } from "../normalise/view.ts";
import type { Span } from "../types.ts";
import type { Stream } from "./stream.ts";
import type { Use } from "./table.ts";

/** A registered detail seen in a text: which one of the list, and where. */
export interface SealedSpan extends Span {
  readonly detail: number;
}

/** How near, in units of the original, a former name must stand to a current name or handle. */
const NEAR = 280;

/** What was seen so far of a text, in any of its readings. */
export class Found {
  readonly #seen = new Map<string, SealedSpan & Use>();
  #view: View = { text: "" };

  clear(): void {
    this.#seen.clear();
  }

  /** What is added from now on stands in `view`. */
  readIn(view: View): void {
    this.#view = view;
  }

  /** `from`..`to`: symbols of the stream. */
  add(stream: Stream, from: number, to: number, use: Use): void {
    const { start, end } = originalSpan(this.#view, stream.at[from] as number, stream.endOf(to - 1));
    this.#seen.set(`${use.detail} ${use.companion} ${start} ${end}`, { start, end, ...use });
  }

  /**
   * In the order of their start, none inside another of the same detail; of `conditional` details only those near a companion.
   */
  spans(conditional: ReadonlySet<number>): SealedSpan[] {
    const all = [...this.#seen.values()].sort((a, b) => a.start - b.start || b.end - a.end);
    const near = withCompanions(all, conditional);
    const furthest = new Map<number, number>();
    const kept: SealedSpan[] = [];
    for (const { start, end, detail } of near) {
      if (end <= (furthest.get(detail) ?? -1)) continue;
      furthest.set(detail, end);
      kept.push({ start, end, detail });
    }
    return kept;
  }
}

/** Linear in what was seen: of each detail, the companions are walked along with it. */
function withCompanions(all: readonly (SealedSpan & Use)[], conditional: ReadonlySet<number>): SealedSpan[] {
  const nearest = new Map<number, (SealedSpan & Use)[]>();
  for (const span of all) {
    if (!span.companion) continue;
    const list = nearest.get(span.detail);
    if (list === undefined) nearest.set(span.detail, [span]);
    else list.push(span);
  }
  return all.filter((span) => {
    if (span.companion) return false;
    if (!conditional.has(span.detail)) return true;
    return isNear(span, nearest.get(span.detail) ?? []);
  });
}

/** Companions are in the order of their start and hardly longer than a name: those that matter begin around the span. */
function isNear(span: Span, companions: readonly Span[]): boolean {
  let low = 0;
  let high = companions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((companions[middle] as Span).start < span.start) low = middle + 1;
    else high = middle;
  }
  const close = (other: Span | undefined): boolean =>
    other !== undefined && Math.max(span.start, other.start) - Math.min(span.end, other.end) <= NEAR;
  return close(companions[low]) || close(companions[low - 1]) || close(companions[low - 2]);
}
