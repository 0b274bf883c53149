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

/** Turns of each key; those of different keys do not wait for one another. */
export class TurnsByKey {
  readonly #turns = new Map<string, { readonly turns: Turns; waiting: number }>();

  async run<T>(key: string, work: () => T | Promise<T>): Promise<T> {
    const of = this.#turns.getOrInsertComputed(key, () => ({ turns: new Turns(), waiting: 0 }));
    of.waiting += 1;
    try {
      return await of.turns.run(work);
    } finally {
      of.waiting -= 1;
      if (of.waiting === 0) this.#turns.delete(key);
    }
  }
}
