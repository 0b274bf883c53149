import type { Duplex } from "node:stream";
import { Worker } from "node:worker_threads";
import { MINUTE } from "../../../lib/clock.ts";
import { RempartError } from "../../../lib/errors.ts";
import { moduleBeside } from "../../../lib/sibling.ts";
import { EmbeddedSocket } from "./socket.ts";
import type { ThreadReply, ThreadRequest } from "./thread.ts";

/** If a statement never returns. Nothing that the desk asks takes nearly as long. */
const STUCK_MS = 2 * MINUTE;

interface Waiter {
  readonly timer: NodeJS.Timeout;
  resolve(reply: ThreadReply): void;
  reject(error: Error): void;
}

/** The database's thread as the desk's thread sees it: requests are answered in their order. */
export class EmbeddedDatabase {
  readonly #worker: Worker;
  #onLost: (error: Error) => void = () => {};
  readonly #waiting: Waiter[] = [];
  #ended: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /**
   * Opens the folder; throws `db.open` if it cannot be read or is damaged. `onLost`: the thread has ended by itself, does not
   * answer, or answers what is none; no statement will succeed any more.
   */
  static async open(folder: string, onLost: (error: Error) => void): Promise<EmbeddedDatabase> {
    const worker = new Worker(moduleBeside(import.meta.url, "./thread"), { workerData: { folder } });
    const database = new EmbeddedDatabase(worker);
    const ready = database.#reply();
    worker.on("message", (reply: ThreadReply) => database.#settle(reply));
    worker.on("error", (error) => database.#fail(error as Error));
    worker.on("exit", () => database.#fail(new Error("the database thread has ended")));
    try {
      await ready;
    } catch (error) {
      throw new RempartError("db.open", 500, `the database in ${folder} cannot be opened`, {}, error);
    }
    database.#onLost = onLost;
    return database;
  }

  /** A connection that speaks PostgreSQL's protocol. All share one session: use one at a time. */
  connect(): Duplex {
    return new EmbeddedSocket(async (bytes) => {
      const reply = await this.#ask({ kind: "bytes", bytes }, [bytes.buffer]);
      return reply.bytes ?? new Uint8Array();
    });
  }

  /** Of whoever speaks to it, and sees that no statement will succeed any more. */
  lose = (error: Error): void => this.#fail(error);

  /** How many syncs reached the operating system so far. */
  async syncs(): Promise<number> {
    return (await this.#ask({ kind: "syncs" })).syncs ?? 0;
  }

  async close(): Promise<void> {
    await this.#ask({ kind: "close" });
    this.#ended = new Error("the database is closed");
    await this.#worker.terminate();
  }

  #ask(request: ThreadRequest, transfer: ArrayBuffer[] = []): Promise<ThreadReply> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const reply = this.#reply();
    this.#worker.postMessage(request, transfer);
    return reply;
  }

  #reply(): Promise<ThreadReply> {
    return new Promise((resolve, reject) => {
      const stuck = () =>
        this.#fail(new Error(`the database did not answer for ${STUCK_MS / MINUTE} minutes`));
      this.#waiting.push({ timer: setTimeout(stuck, STUCK_MS).unref(), resolve, reject });
    });
  }

  #settle(reply: ThreadReply): void {
    if (reply.ended !== undefined) {
      this.#fail(new Error(reply.ended));
      return;
    }
    const waiter = this.#waiting.shift();
    clearTimeout(waiter?.timer);
    if (reply.error === undefined) waiter?.resolve(reply);
    else waiter?.reject(new Error(reply.error));
  }

  #fail(error: Error): void {
    const isNew = this.#ended === undefined;
    this.#ended ??= error;
    for (const { timer, reject } of this.#waiting.splice(0)) {
      clearTimeout(timer);
      reject(error);
    }
    if (isNew) this.#onLost(error);
  }
}
