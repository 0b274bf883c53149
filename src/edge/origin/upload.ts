/**
 * A visitor's body on its way to an origin. It knows whether anything was read of it, after which the request cannot be sent
 * elsewhere, and whose fault it is if it breaks off.
 */
export class Upload implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array, undefined> {
  readonly #source: AsyncIterable<Uint8Array>;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  /** The visitor's side broke off. */
  failed = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source;
  }

  get untouched(): boolean {
    return this.#chunks === undefined;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#chunks ??= this.#source[Symbol.asyncIterator]();
    try {
      return await this.#chunks.next();
    } catch (error) {
      this.failed = true;
      throw error;
    }
  }

  /** The origin wants no more of it, because it has answered already: what still comes is read past (exchange.ts). */
  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    await this.#chunks?.return?.();
    return { done: true, value: undefined };
  }
}
