/**
 * Acks on their way to the desk. Each says all that holds when it is sent, so that one stands for those asked for while
 * another is under way; and nothing waits for them.
 */
export class Acks {
  readonly #send: () => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #isDue = false;
  #isClosed = false;
  #running: Promise<void> | undefined;

  /** `failed`: told why one did not arrive. It is not sent again: the next one says more. */
  constructor(send: () => Promise<void>, failed: (error: unknown) => void) {
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
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isDue && !this.#isClosed) {
      this.#isDue = false;
      await this.#send().catch(this.#failed);
    }
    this.#running = undefined;
  }
}
