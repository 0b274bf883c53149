/** Up to here a piece is copied: by itself it would cost many times the memory that it holds. */
const SMALL_BYTES = 1024;
const BLOCK_BYTES = 16 * 1024;

/** Puts small pieces of a body together at the end of a list, so that a thousand bytes sent one by one cost what a thousand do. */
export class Gatherer {
  #block: Buffer | undefined;
  #used = 0;
  /** The piece that the block's bytes stand for; somebody may have taken it from the list since. */
  #last: Uint8Array | undefined;

  append(pieces: Uint8Array[], piece: Uint8Array): void {
    if (piece.length > SMALL_BYTES) {
      pieces.push(piece);
      return;
    }
    if (this.#block === undefined || this.#used + piece.length > BLOCK_BYTES) {
      if (pieces.length === 0) {
        pieces.push(piece); // mostly the only one
        return;
      }
      this.#block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      this.#used = 0;
      this.#last = undefined;
    }
    const goesOn = this.#last !== undefined && pieces.at(-1) === this.#last;
    const from = goesOn ? this.#used - this.#last!.length : this.#used;
    this.#block.set(piece, this.#used);
    this.#used += piece.length;
    this.#last = this.#block.subarray(from, this.#used);
    if (goesOn) pieces[pieces.length - 1] = this.#last;
    else pieces.push(this.#last);
  }
}
