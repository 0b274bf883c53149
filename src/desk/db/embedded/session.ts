import type { PostgresPool, PostgresPoolClient } from "kysely";
import pg, { type QueryResult } from "pg";
import type { EmbeddedDatabase } from "./client.ts";
import { Statements } from "./statements.ts";

/**
 * The one session of the embedded database. Statements are sent as they come, without waiting for the answer to the one
 * before, which the database works off in order; a transaction has the session to itself from its first statement to its last.
 */
export class EmbeddedSession implements PostgresPool {
  readonly options = {};
  readonly #client: pg.Client;
  readonly #statements = new Statements();
  /** Resolves when the last transaction that was asked for has sent its last statement. */
  #free: Promise<void> = Promise.resolve();

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(database: EmbeddedDatabase): Promise<EmbeddedSession> {
    const client = new pg.Client({
      ...{ user: "postgres", database: "postgres", pipeline: true },
      stream: () => database.connect(),
    } as pg.ClientConfig);
    client.on("error", database.lose); // every statement from now on says so
    await client.connect();
    return new EmbeddedSession(client);
  }

  /** For Kysely: one statement, or a transaction from `begin` on. */
  async connect(): Promise<PostgresPoolClient> {
    let end: (() => void) | undefined;
    const query = async (
      text: string,
      values: readonly unknown[] = [],
    ): Promise<QueryResult | typeof NOTHING> => {
      if (end !== undefined) return this.#send(text, values);
      if (text !== "begin") return this.run(text, values);
      end = await this.#begin();
      void this.#send("begin", []).catch(() => {}); // together with the first statement, which fails where this does
      return NOTHING;
    };
    const release = () => end?.();
    return { query, release } as unknown as PostgresPoolClient;
  }

  /** Outside of transactions: one statement, or a script of several. */
  async run(text: string, values: readonly unknown[]): Promise<QueryResult> {
    await this.#free;
    const result = this.#send(text, values);
    // One that brings its own transaction must not leave it open for whoever comes next.
    if (text.includes(";")) result.catch(() => this.#send("rollback", []).catch(() => {}));
    return result;
  }

  end = (): Promise<void> => this.#client.end();

  /** Waits until the session is free and takes it; returns what frees it. */
  async #begin(): Promise<() => void> {
    const before = this.#free;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#free = promise;
    await before;
    return resolve;
  }

  #send = (text: string, values: readonly unknown[]): Promise<QueryResult> =>
    this.#client.query(this.#statements.named(text, values));
}

const NOTHING = { command: "BEGIN", rowCount: null, rows: [] };
