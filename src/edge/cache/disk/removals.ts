import { setImmediate as nextTurn } from "node:timers/promises";
import type { DiskIo } from "./io.ts";

/** Files that are to go, one after the other: the disk has better things to do. */
export class Removals {
  readonly #io: DiskIo;
  readonly #pathOf: (id: number) => string;
  readonly #onError: (error: unknown) => void;
  readonly #ids = new Set<number>();
  #running: Promise<void> | undefined;

  constructor(io: DiskIo, pathOf: (id: number) => string, onError: (error: unknown) => void) {
    this.#io = io;
    this.#pathOf = pathOf;
    this.#onError = onError;
  }

  add(id: number): void {
    this.#ids.add(id);
    this.#running ??= nextTurn().then(() => this.#run());
  }

  /** When all that was added is gone. */
  async done(): Promise<void> {
    await this.#running;
  }

  /** Leaves the rest to the next life. */
  async stop(): Promise<void> {
    this.#ids.clear();
    await this.#running;
  }

  async #run(): Promise<void> {
    for (const id of this.#ids) {
      this.#ids.delete(id);
      await this.#io.unlink(this.#pathOf(id)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") this.#onError(error);
      });
    }
    this.#running = undefined;
  }
}
