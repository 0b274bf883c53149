/** Wakes whoever waits for "something new"; carries no data, so that nobody can miss any: readers look at the source. */
export class Signal {
  readonly #waiters = new Set<() => void>();
  #turn = 0;

  /** How often it was notified: what was read in one turn is as good as what is read later in it. */
  get turn(): number {
    return this.#turn;
  }

  get waiting(): number {
    return this.#waiters.size;
  }

  notify(): void {
    this.#turn += 1;
    for (const wake of [...this.#waiters]) wake();
  }

  /** Resolves at the next notify, after `timeoutMs`, or when `signal` aborts, whichever is first. */
  wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        this.#waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      signal.addEventListener("abort", done, { once: true });
      this.#waiters.add(done);
    });
  }
}
