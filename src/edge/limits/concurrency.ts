/** How many exchanges each name has in progress; who has none is not remembered. */
export class Concurrency {
  readonly #counts = new Map<string, number>();

  /** Names with exchanges in progress. */
  get size(): number {
    return this.#counts.size;
  }

  /** Counts one more; returns how to sign off, once, or undefined if `max` are in progress already. */
  enter(name: string, max: number): (() => void) | undefined {
    const count = this.#counts.get(name) ?? 0;
    if (count >= max) return undefined;
    this.#counts.set(name, count + 1);
    return () => this.#leave(name);
  }

  #leave(name: string): void {
    const count = this.#counts.get(name)!;
    if (count === 1) this.#counts.delete(name);
    else this.#counts.set(name, count - 1);
  }
}
