import type { Body } from "../exchange.ts";

/** Part of a body: from the first byte to the last one, both included (RFC 9110 §14.1.2). */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** Accounts for what a body holds of the store's room. */
export interface Keeper {
  /** False if there is no room: the body is then no longer kept. */
  grow(bytes: number): boolean;
  /** The body ended: whole, or torn off and useless. */
  end(whole: boolean): void;
}

/** A body that is kept, in memory or on disk; it may still be arriving, and many may read it. */
export interface StoredBody {
  /** What has arrived so far. */
  readonly bytes: number;
  /** All of it is here. */
  readonly whole: boolean;
  /** Nothing of it was let go and it did not fail: `open` may be called. */
  readonly readable: boolean;
  keep(keeper: Keeper): void;
  /** Takes it from `keeper`, if it is still the one. */
  letGo(keeper: Keeper): void;
  /** From its beginning, or the part asked for, waiting where that has not arrived yet. */
  open(range?: ByteRange): Exclude<Body, undefined>;
  /** Ends it for all readers at once, as broken, and stops its source. */
  abort(reason: Error): void;
}
