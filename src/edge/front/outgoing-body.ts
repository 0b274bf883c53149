/**
 * A body on its way to a visitor, of which its reader may let go while it waits for the next piece. The wait is then over at
 * once, whatever it is for: an origin that has nothing to say for a while, a disk that hangs, a generator, which hears of
 * `return` no sooner than its next piece.
 */
export class OutgoingBody implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #giveUp: ((reason: Error) => void) | undefined;
  #over = false;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#pieces = body[Symbol.asyncIterator]();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    return new Promise((resolve, reject) => {
      if (this.#over) return reject(gone());
      this.#giveUp = reject;
      this.#pieces.next().then(resolve, reject);
    });
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.letGo();
    return { done: true, value: undefined };
  }

  /** Nobody reads any more. Whoever waits is told that this is not the end. */
  letGo(): void {
    if (this.#over) return;
    this.#over = true;
    this.#giveUp?.(gone());
    this.#pieces.return?.().catch(() => {});
  }
}

const gone = (): Error => new Error("the visitor is gone");
