import type { SignedConfig } from "../../feed/config.ts";
import type { FeedMessage } from "../../feed/wire.ts";

/** JSON of items that wait; the desk sends at most 4 MiB at a time. Sites take some 500 bytes, purges 200. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;
/** Items that are carried out together: one write for so many sites, one walk through the cache for so many purges. */
const MAX_RUN = 1000;

/** What is done one after the other, in the order in which it was sent. */
export type LaneMessage = Extract<FeedMessage, { kind: "config" | "forget" | "ping" }>;

interface Waiting {
  readonly message: LaneMessage;
  readonly bytes: number;
}

/**
 * Configuration between its arrival and its effect. Measures arrive by the same stream and must not wait for it: a purge takes
 * seconds on a slow disk, and has no end on a full one. So it waits here, within bounds. Where there is no room the stream
 * waits for as long as the work goes on. Once something was not taken, because the work is held up or something before it was
 * dropped, nothing is until the stream is followed anew: it begins behind {@link newest}.
 */
export class ConfigLane {
  readonly #carryOut: (message: LaneMessage) => Promise<boolean>;
  #waiting: Waiting[] = [];
  #bytes = 0;
  #newest = 0;
  #isWorking = false;
  #isHeldUp = false;
  #isShut = false;
  #isClosed = false;
  #changed = Promise.withResolvers<void>();

  /** `carryOut`: of what stands together, one thing at a time. Where it says false, all that waits is dropped. */
  constructor(carryOut: (message: LaneMessage) => Promise<boolean>) {
    this.#carryOut = carryOut;
  }

  /** The last version that was taken in; undefined when all is carried out. */
  get newest(): number | undefined {
    return this.#isWorking ? this.#newest : undefined;
  }

  /** The stream is followed anew. */
  reopen(): void {
    this.#isShut = this.#isClosed;
  }

  /** Takes a message in, as soon as there is room. False if it did not. */
  async add(message: LaneMessage): Promise<boolean> {
    while (this.#isFull && !this.#isHeldUp && !this.#isShut) await this.#changed.promise;
    this.#isShut ||= this.#isFull;
    if (this.#isShut) return false;
    if (message.kind !== "config" && this.#waiting.at(-1)?.message.kind === message.kind) return true;
    const bytes = message.kind === "config" ? JSON.stringify(message.items).length : 0;
    this.#waiting.push({ message, bytes });
    this.#bytes += bytes;
    if (message.kind === "config") this.#newest = message.items.at(-1)!.version;
    if (!this.#isWorking) void this.#work();
    return true;
  }

  /** Does what may take any time: until it is over the lane counts as held up. */
  async holdUp<T>(work: () => T | Promise<T>): Promise<T> {
    this.#isHeldUp = true;
    this.#tell();
    try {
      return await work();
    } finally {
      this.#isHeldUp = false;
      this.#tell();
    }
  }

  /** When all that was taken in is carried out or dropped. */
  async empty(): Promise<void> {
    while (this.#isWorking) await this.#changed.promise;
  }

  /** Begins nothing more; waits for what is under way, unless that is held up. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isShut = true;
    this.#tell();
    while (this.#isWorking && !this.#isHeldUp) await this.#changed.promise;
  }

  get #isFull(): boolean {
    return this.#bytes >= MAX_WAITING_BYTES;
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const run = this.#nextRun();
      if (!(await this.#carryOut(joined(run)))) {
        this.#isShut = true;
        run.push(...this.#waiting.splice(0));
      }
      for (const { bytes } of run) this.#bytes -= bytes;
      this.#tell();
    }
    this.#isWorking = false;
    this.#tell();
  }

  #nextRun(): Waiting[] {
    let items = 0;
    const end = this.#waiting.findIndex(({ message }, i) => {
      if (message.kind !== "config") return true;
      items += message.items.length;
      return i > 0 && items > MAX_RUN;
    });
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : Math.max(1, end));
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}

/** Several messages of configuration as one. */
function joined(run: readonly Waiting[]): LaneMessage {
  if (run.length === 1) return run[0]!.message;
  const items: SignedConfig[] = run.flatMap(({ message }) =>
    message.kind === "config" ? message.items : [],
  );
  return { kind: "config", items };
}
