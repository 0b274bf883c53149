import { Worker } from "node:worker_threads";
import { RempartError } from "../../../lib/errors.ts";
import { moduleBeside } from "../../../lib/sibling.ts";
import type { ThreadReply, ThreadRequest } from "./thread.ts";

export interface QueryResult {
  rows: unknown[];
  affectedRows: number;
}

/** The embedded database as the desk's thread sees it: statements go over one at a time, in order. */
export class EmbeddedDatabase {
  readonly #worker: Worker;
  readonly #waiting = new Map<
    number,
    { resolve: (reply: ThreadReply) => void; reject: (error: Error) => void }
  >();
  #lastId = 0;
  #ended: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Opens the folder; throws `db.open` if it cannot be read or is damaged. */
  static async open(folder: string): Promise<EmbeddedDatabase> {
    const worker = new Worker(moduleBeside(import.meta.url, "./thread"), { workerData: { folder } });
    const database = new EmbeddedDatabase(worker);
    const ready = database.#wait(0);
    worker.on("message", (reply: ThreadReply) => database.#settle(reply));
    worker.on("error", (error) => database.#fail(error as Error));
    worker.on("exit", () => database.#fail(new Error("the database thread has ended")));
    try {
      await ready;
    } catch (error) {
      throw new RempartError("db.open", 500, `the database in ${folder} cannot be opened`, {}, error);
    }
    return database;
  }

  async query(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    const { rows = [], affectedRows = 0 } = await this.#send({ kind: "query", sql, parameters });
    return { rows, affectedRows };
  }

  /** How many syncs reached the operating system so far. */
  async syncs(): Promise<number> {
    return (await this.#send({ kind: "syncs" })).syncs ?? 0;
  }

  async close(): Promise<void> {
    await this.#send({ kind: "close" });
    await this.#worker.terminate();
  }

  #send(request: Omit<ThreadRequest, "id">): Promise<ThreadReply> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    const reply = this.#wait(id);
    this.#worker.postMessage({ id, ...request });
    return reply;
  }

  #wait(id: number): Promise<ThreadReply> {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #settle(reply: ThreadReply): void {
    const waiter = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.error === undefined) waiter?.resolve(reply);
    else waiter?.reject(Object.assign(new Error(reply.error.message), reply.error));
  }

  #fail(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
