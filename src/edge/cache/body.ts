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
  /** What of it is in memory for as long as it is kept. */
  readonly heldBytes: number;
  /** All of it is here. */
  readonly whole: boolean;
  /** Its bytes are in a file, and no more than a part of them in memory. */
  readonly onDisk: boolean;
  /** Nothing of it was let go and it did not fail: `open` may be called. */
  readonly readable: boolean;
  keep(keeper: Keeper): void;
  /** Takes it from `keeper`, if it is still the one. */
  letGo(keeper: Keeper): void;
  /** From its beginning, or the part asked for, waiting where that has not arrived yet. A part ends early where the body does. */
  open(range?: ByteRange): Exclude<Body, undefined>;
  /** Ends it for all readers at once, as broken, and stops its source. */
  abort(reason: Error): void;
}

/** A file that takes on an arriving body that memory has no room for. */
export interface Overflow {
  /** Appends; one call at a time. Rejects when the file takes no more: what was written before stays readable. */
  write(chunk: Uint8Array): Promise<void>;
  /** At most `maxBytes` of what was written, from `at` on; at least one. Rejects if the file cannot be read. */
  read(at: number, maxBytes: number): Promise<Uint8Array>;
  /** Nobody reads it any more and nothing more will be written. */
  release(): void;
}
