/** Runs one piece of work after the other, in the order they were asked for; one that fails does not stop the next. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }

  /** When all that was asked for so far has ended. */
  async ended(): Promise<void> {
    await this.#last;
  }
}
