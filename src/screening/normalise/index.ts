import { fold } from "./fold.ts";
import { light } from "./light.ts";
import { type Skeleton, skeleton } from "./skeleton.ts";
import type { View } from "./view.ts";

/**
 * Changing what the views say changes every registered tag: a new version means that tags must be made
 * again.
 */
export const NORMALISER_VERSION = 1;

/** The three readings of a text, each made once, when it is first asked for. */
export class Views {
  readonly original: string;
  #light: View | undefined;
  #folded: View | undefined;
  #skeleton: Skeleton | undefined;

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
    this.#skeleton ??= skeleton(this.folded, this.original.length);
    return this.#skeleton;
  }
}

export { originalSpan, type View } from "./view.ts";
