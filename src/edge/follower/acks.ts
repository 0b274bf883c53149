/**
 * Acks on their way to the desk. Each says all that holds when it is sent, so that one stands for those asked for while
 * another is under way; and nothing waits for them.
 */
export class Acks {
  readonly #gapMs: number;
  readonly #send: () => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #isDue = false;
  #stopWaiting: (() => void) | undefined;
  #isClosed = false;
  #running: Promise<void> | undefined;

  /** `gapMs`: what is asked for in that time goes together. `failed`: told why one did not arrive; the next one says more. */
  constructor(gapMs: number, send: () => Promise<void>, failed: (error: unknown) => void) {
    this.#gapMs = gapMs;
    this.#send = send;
    this.#failed = failed;
  }

  ask(): void {
    this.#isDue = true;
    this.#running ??= this.#run();
  }

  /** Sends no more; waits for the one under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopWaiting?.();
    await this.#running;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#gapMs);
      this.#stopWaiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #run(): Promise<void> {
    while (this.#isDue && !this.#isClosed) {
      if (this.#gapMs > 0) await this.#pause();
      if (this.#isClosed) break;
      this.#isDue = false;
      await this.#send().catch(this.#failed);
    }
    this.#running = undefined;
  }
}
