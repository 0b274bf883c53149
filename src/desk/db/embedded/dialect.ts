import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";
import { refuseInside } from "../inside.ts";
import type { EmbeddedDatabase } from "./client.ts";

/**
 * Kysely over the embedded database. There is one connection: a transaction holds it until it ends, and everybody
 * else waits in line, so a statement can never slip into somebody else's transaction.
 */
export class EmbeddedDialect implements Dialect {
  readonly #database: EmbeddedDatabase;

  constructor(database: EmbeddedDatabase) {
    this.#database = database;
  }

  createDriver = (): Driver => new EmbeddedDriver(this.#database);
  createAdapter = () => new PostgresAdapter();
  createQueryCompiler = () => new PostgresQueryCompiler();
  createIntrospector = (db: Kysely<unknown>) => new PostgresIntrospector(db);
}

class EmbeddedDriver implements Driver {
  readonly #connection: EmbeddedConnection;
  readonly #database: EmbeddedDatabase;
  #tail: Promise<void> = Promise.resolve();
  #release: () => void = () => {};

  constructor(database: EmbeddedDatabase) {
    this.#database = database;
    this.#connection = new EmbeddedConnection(database);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    refuseInside();
    const { promise, resolve } = Promise.withResolvers<void>();
    const turn = this.#tail;
    this.#tail = promise;
    await turn;
    this.#release = resolve;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin"));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("commit"));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("rollback"));
  }

  async destroy(): Promise<void> {
    await this.#database.close();
  }
}

class EmbeddedConnection implements DatabaseConnection {
  readonly #database: EmbeddedDatabase;

  constructor(database: EmbeddedDatabase) {
    this.#database = database;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affectedRows } = await this.#database.query(sql, parameters);
    return { rows: rows as R[], numAffectedRows: BigInt(affectedRows) };
  }

  // biome-ignore lint/correctness/useYield: Kysely asks for the method; nothing here streams rows
  async *streamQuery(): AsyncGenerator<never> {
    throw new Error("the embedded database does not stream rows");
  }
}
