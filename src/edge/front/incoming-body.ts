import { willBeGarbage } from "../../lib/buffer-garbage.ts";
import { Gatherer } from "../http/gather.ts";

/** Bytes that may wait for their reader before the visitor's side is held back. */
const MAX_QUEUED_BYTES = 64 * 1024;

/** The pace that a body must keep while it is waited for; see ServerLimits. */
export interface Pace {
  readonly bodyCreditMs: number;
  readonly minBodyBytesPerSecond: number;
}

interface Waiting {
  readonly resolve: (result: IteratorResult<Uint8Array, undefined>) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A request's body on its way in: whoever speaks the protocol puts pieces in, one reader takes them out. Letting go of the
 * iterator means that the rest is read past.
 */
export class IncomingBody implements AsyncIterable<Uint8Array> {
  readonly #pieces: Uint8Array[] = [];
  readonly #gatherer = new Gatherer();
  #queuedBytes = 0;
  #waiting: Waiting | undefined;
  #whole = false;
  #discarded = false;
  #failure: Error | undefined;
  #creditMs: number;
  readonly #pace: Pace;
  readonly #onWanted: () => void;

  /** `onWanted`: called when a reader waits or has made room, and when nobody will read any more. */
  constructor(pace: Pace, onWanted: () => void) {
    this.#pace = pace;
    this.#creditMs = pace.bodyCreditMs;
    this.#onWanted = onWanted;
  }

  /** All of it has arrived. */
  get whole(): boolean {
    return this.#whole;
  }

  /** No more should be read from the visitor until there is room. */
  get full(): boolean {
    return !this.#discarded && this.#queuedBytes >= MAX_QUEUED_BYTES;
  }

  /** What waits for its reader. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  get discarded(): boolean {
    return this.#discarded;
  }

  readonly put = (piece: Uint8Array): void => {
    willBeGarbage(piece.length);
    const { bodyCreditMs, minBodyBytesPerSecond } = this.#pace;
    this.#creditMs = Math.min(bodyCreditMs, this.#creditMs + (piece.length * 1000) / minBodyBytesPerSecond);
    if (this.#discarded) return;
    if (this.#waiting !== undefined) {
      this.#settle()?.resolve({ done: false, value: piece });
      return;
    }
    this.#gatherer.append(this.#pieces, piece);
    this.#queuedBytes += piece.length;
  };

  end(): void {
    this.#whole = true; // also if nobody reads it any more
    this.#settle()?.resolve(DONE);
  }

  /** The visitor is gone, or what came is no body. */
  fail(error: Error): void {
    if (this.#whole) return;
    this.#failure ??= error;
    this.#settle()?.reject(error);
  }

  /** What still comes is read past. Whoever reads is told that this is not the end: a part must not pass for the whole. */
  discard(): void {
    if (this.#discarded) return;
    this.#discarded = true;
    this.#pieces.length = 0;
    this.#queuedBytes = 0;
    this.fail(new Error("the rest of the body is not read"));
    this.#onWanted();
  }

  /** Counts time in which we waited for the visitor; false when it is too slow. */
  spend(ms: number): boolean {
    if (!this.#whole && !this.full) this.#creditMs -= ms;
    return this.#creditMs >= 0;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    return {
      next: () => this.#next(),
      return: async () => {
        this.discard();
        return DONE;
      },
    };
  }

  async #next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const piece = this.#pieces.shift();
    if (piece !== undefined) {
      const wasFull = this.full;
      this.#queuedBytes -= piece.length;
      if (wasFull && !this.full) this.#onWanted();
      return { done: false, value: piece };
    }
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#whole) return DONE;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#onWanted();
    });
  }

  #settle(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }
}

const DONE: IteratorResult<Uint8Array, undefined> = { done: true, value: undefined };
