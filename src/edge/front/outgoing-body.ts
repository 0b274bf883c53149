/** A body on its way to a visitor, of which its reader may let go while it waits for the next piece. */
export class OutgoingBody implements AsyncIterable<Uint8Array> {
  readonly #pieces: AsyncIterator<Uint8Array>;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#pieces = body[Symbol.asyncIterator]();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#pieces;
  }

  /** Nobody reads any more: an origin that has nothing to say for a while (an event stream) is not to go on waiting for us. */
  letGo(): void {
    this.#pieces.return?.().catch(() => {});
  }
}
