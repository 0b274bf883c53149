import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CompiledQuery, Kysely, PostgresDialect, type PostgresPool, sql, type Transaction } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import pg from "pg";
import { RempartError } from "../../lib/errors.ts";
import { lockFolder } from "../../lib/files.ts";
import { EmbeddedDatabase } from "./embedded/client.ts";
import { EmbeddedSession } from "./embedded/session.ts";
import { openTransaction, refuseInside, runInside } from "./inside.ts";
import { first } from "./migrations/0001-first.ts";
import { sites } from "./migrations/0002-sites.ts";
import { purges } from "./migrations/0003-purges.ts";
import { fleet } from "./migrations/0005-fleet.ts";
import { carryingOut } from "./migrations/0006-carrying-out.ts";
import { lifts } from "./migrations/0007-lifts.ts";
import { receipts } from "./migrations/0008-receipts.ts";
import { findingVersions } from "./migrations/0009-finding-versions.ts";
import type { Rows } from "./rows.ts";

/** Counts and times of ours are far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** A handle that runs statements: the database itself or a transaction. Stores take one and never open their own. */
export type Db = Kysely<Rows>;
export type Tx = Transaction<Rows>;

export interface Database {
  readonly db: Db;
  /** One transaction; code inside must use the handle it is given: `db`, or another transaction, throws there. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Plain SQL for libraries that bring their own (the job queue); inside a transaction it is part of it. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** Real sync calls so far; undefined where a PostgreSQL server does them. */
  syncs(): Promise<number | undefined>;
  close(): Promise<void>;
}

const runs = (statements: string): Migration => ({
  up: async (db) => {
    await sql.raw(statements).execute(db);
  },
});

const migrations = {
  "0001-first": runs(first),
  "0002-sites": runs(sites),
  "0003-purges": runs(purges),
  "0005-fleet": runs(fleet),
  "0006-carrying-out": runs(carryingOut),
  "0007-lifts": runs(lifts),
  "0008-receipts": runs(receipts),
  "0009-finding-versions": runs(findingVersions),
} satisfies Record<string, Migration>;

/** Whether a statement failed because a row of that unique constraint is there already (SQLSTATE 23505). */
export function isTaken(error: unknown, constraint: string): boolean {
  const { code, constraint: violated } = error as { code?: unknown; constraint?: unknown };
  return code === "23505" && violated === constraint;
}

/**
 * Opens the embedded database in a folder (locked for this process), or a PostgreSQL ≥ 15 server, and brings it up to date
 * (or to the migration `upTo`, as an older version left it).
 */
export async function openDatabase(
  where: { folder: string } | { postgresUrl: string },
  upTo?: keyof typeof migrations,
): Promise<Database> {
  const opened = "folder" in where ? await openEmbedded(where.folder) : await openServer(where.postgresUrl);
  const { db } = opened;
  try {
    await migrate(db, upTo);
  } catch (error) {
    await opened.close();
    throw error;
  }
  return {
    db,
    transaction: (work) => db.transaction().execute((tx) => runInside(tx, work)),
    executeSql: async (text, values = []) => {
      const tx = openTransaction();
      if (tx === undefined) return opened.executeSql(text, values);
      return { rows: (await tx.executeQuery(CompiledQuery.raw(text, values))).rows };
    },
    syncs: opened.syncs,
    close: opened.close,
  };
}

type Opened = Omit<Database, "transaction">;

async function openEmbedded(folder: string): Promise<Opened> {
  const unlock = await mkdir(folder, { recursive: true, mode: 0o700 })
    .then(() => lockFolder(join(folder, "lock")))
    .catch((error: NodeJS.ErrnoException) => {
      if (error instanceof RempartError) throw error;
      throw new RempartError(
        "db.folder",
        500,
        `the data folder ${folder} cannot be used (${error.code})`,
        {},
        error,
      );
    });
  try {
    const embedded = await EmbeddedDatabase.open(join(folder, "pg"), endProcess);
    const session = await EmbeddedSession.open(embedded);
    return {
      db: kyselyOver(session),
      executeSql: (text, values = []) => session.run(text, values),
      syncs: () => embedded.syncs(),
      close: async () => {
        await session.end();
        await embedded.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A desk without its database can do nothing right: it ends, is started again, and finds what was committed. */
function endProcess(error: Error): void {
  setImmediate(() => {
    throw new RempartError("db.lost", 500, `the embedded database is lost: ${error.message}`, {}, error);
  });
}

async function openServer(connectionString: string): Promise<Opened> {
  const pool = new pg.Pool({ connectionString, max: 10, pipeline: true } as pg.PoolConfig);
  pool.on("error", () => {}); // an idle connection broke; the next statement gets a new one or says why not
  // One that broke between two statements of a transaction: the next of them says so, and nobody else is to end for it.
  pool.on("connect", (client) => client.on("error", () => {}));
  await pool.query("select 1").catch(async (error: NodeJS.ErrnoException) => {
    await pool.end();
    throw new RempartError(
      "db.connect",
      500,
      `the PostgreSQL server does not let us in (${error.code})`,
      {},
      error,
    );
  });
  return {
    db: kyselyOver(pool),
    executeSql: (text, values = []) => pool.query(text, values),
    syncs: async () => undefined,
    close: () => pool.end(),
  };
}

function kyselyOver(pool: PostgresPool): Db {
  const guarded: PostgresPool = {
    options: pool.options,
    connect: async () => {
      refuseInside();
      return pool.connect();
    },
    end: async () => {},
  };
  return new Kysely<Rows>({ dialect: new PostgresDialect({ pool: guarded }) });
}

async function migrate(db: Db, upTo: string | undefined): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await (upTo === undefined
    ? migrator.migrateToLatest()
    : migrator.migrateTo(upTo));
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === "Error")?.migrationName ?? "the first";
  throw new RempartError(
    "db.migrate",
    500,
    `the database could not be brought up to date (${failed})`,
    {},
    error,
  );
}
