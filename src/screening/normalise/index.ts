import { fold } from "./fold.ts";
import { light } from "./light.ts";
import { hiddenLines, type Skeleton, skeleton } from "./skeleton.ts";
import type { View } from "./view.ts";

/**
 * Changing what the views say changes every registered tag: a new version means that tags must be made
 * again.
 */
export const NORMALISER_VERSION = 2;

/** The three readings of a text, each made once, when it is first asked for. */
export class Views {
  readonly original: string;
  #light: View | undefined;
  #folded: View | undefined;
  #skeleton: Skeleton | undefined;
  #hidden: View | null | undefined;

  constructor(original: string) {
    this.original = original;
  }

  /** As written, in NFC. */
  get light(): View {
    this.#light ??= light(this.original);
    return this.#light;
  }

  /** For patterns: no accents, no case, no look-alikes, nothing invisible. */
  get folded(): View {
    this.#folded ??= fold(this.original);
    return this.#folded;
  }

  /** For what hides from patterns: bare words and digits. */
  get skeleton(): Skeleton {
    this.#skeleton ??= skeleton(this.folded);
    return this.#skeleton;
  }

  /**
   * The skeleton of those lines alone where it says something that the folded text does not; undefined where none does,
   * which is told at the cost of one scan.
   */
  get hidden(): View | undefined {
    if (this.#hidden === undefined) this.#hidden = hiddenLines(this.folded) ?? null;
    return this.#hidden ?? undefined;
  }
}

export { originalSpan, type View } from "./view.ts";
