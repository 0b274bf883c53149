import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { sql } from "kysely";
import { appendEvent, eventsOf } from "./events.ts";
import { type Database, type Db, isTaken, openDatabase } from "./open.ts";

const root = mkdtempSync(join(tmpdir(), "rempart-db-"));
after(() => rmSync(root, { recursive: true }));

const event = (subject: string, at = 1) =>
  ({ at, actor: "system", subjectKind: "case", subject, kind: "k" }) as const;

describe("the embedded database", () => {
  const folder = join(root, "one");
  let database: Database;
  before(async () => {
    database = await openDatabase({ folder });
  });
  after(() => database.close());
  const count = async (db: Db, subject: string) => (await eventsOf(db, "case", subject)).length;

  test("has the tables and columns that rows.ts says, nullable where it says so", async () => {
    const { rows } = await sql<{ table: string; column: string; nullable: string }>`
      select table_name as table, column_name as column, is_nullable as nullable from information_schema.columns
      where table_schema = 'public' and table_name not like 'kysely_%'`.execute(database.db);
    const found = rows.map(
      ({ table, column, nullable }) => `${table}.${column}${nullable === "YES" ? "?" : ""}`,
    );
    assert.deepEqual(found.sort(), declaredColumns().sort());
  });

  test("takes events and never changes or drops one", async () => {
    await appendEvent(database.db, event("kept"));
    const refused = /events are only ever added/;
    await assert.rejects(database.db.updateTable("event").set({ actor: "x" }).execute(), refused);
    await assert.rejects(database.db.deleteFrom("event").execute(), refused);
    await assert.rejects(sql`truncate event`.execute(database.db), refused);
    assert.equal(await count(database.db, "kept"), 1);
  });

  test("syncs at least once for every commit", async () => {
    const start = (await database.syncs()) ?? 0;
    for (let i = 0; i < 20; i++) await database.transaction((tx) => appendEvent(tx, event("synced")));
    const made = ((await database.syncs()) ?? 0) - start;
    assert.ok(made >= 20, `${made} syncs for 20 commits`);
  });

  test("runs transactions one after the other, and drops one that throws whole", async () => {
    const open: number[] = [];
    const transfer = (i: number) =>
      database.transaction(async (tx) => {
        open.push(i);
        await appendEvent(tx, event("turns", i));
        await sql`select pg_sleep(0.001)`.execute(tx);
        await appendEvent(tx, event("turns", i));
        assert.deepEqual(open, [i], "nobody else is inside");
        open.pop();
        if (i % 3 === 0) throw new Error("third");
      });
    const results = await Promise.allSettled(Array.from({ length: 9 }, (_, i) => transfer(i)));
    assert.equal(results.filter(({ status }) => status === "rejected").length, 3);
    const ats = (await eventsOf(database.db, "case", "turns")).map(({ at }) => at);
    assert.deepEqual(ats, [1, 1, 2, 2, 4, 4, 5, 5, 7, 7, 8, 8]);
  });

  test("says so when the outer handle, or another transaction, is used inside one", async () => {
    const loud = /a transaction is open here/;
    const inside = (work: (db: Db) => Promise<unknown>) =>
      database.transaction(async (tx) => {
        await appendEvent(tx, event("never"));
        await work(tx);
      });
    await assert.rejects(
      inside(() => appendEvent(database.db, event("never"))),
      loud,
    );
    await assert.rejects(
      inside(() => database.transaction((tx) => appendEvent(tx, event("never")))),
      loud,
    );
    assert.equal(await count(database.db, "never"), 0);
  });

  test("lets what a transaction started, and that outlives it, use the database again", async () => {
    let later: Promise<unknown> = Promise.resolve();
    await database.transaction(async (tx) => {
      await appendEvent(tx, event("later"));
      later = new Promise((resolve) => setImmediate(resolve)).then(() =>
        appendEvent(database.db, event("later")),
      );
      later.catch(() => {});
    });
    await later;
    assert.equal(await count(database.db, "later"), 2);
  });

  test("makes plain SQL of a library part of the transaction it is called in", async () => {
    const insert = (at: number) =>
      database.executeSql(
        "insert into event (at, actor, subject_kind, subject, kind) values ($1, 'a', 'case', 'plain', 'k')",
        [at],
      );
    await insert(1);
    await database.transaction(() => insert(2));
    const dropped = database.transaction(async () => {
      await insert(3);
      throw new Error("no");
    });
    await assert.rejects(dropped, /no/);
    assert.deepEqual(
      (await eventsOf(database.db, "case", "plain")).map(({ at }) => at),
      [1, 2],
    );
  });

  test("tells which row was there already", async () => {
    const hostname = { name: "a.example", site: "none", position: 0 };
    const error = await database.db
      .insertInto("hostname")
      .values(hostname)
      .execute()
      .catch((e: unknown) => e);
    assert.equal(isTaken(error, "hostname_pkey"), false); // a foreign key, not a taken name
    await database.db.insertInto("setting").values({ name: "s", value: "1" }).execute();
    const taken = await database.db
      .insertInto("setting")
      .values({ name: "s", value: "2" })
      .execute()
      .catch((e: unknown) => e);
    assert.equal(isTaken(taken, "setting_pkey"), true);
  });
});

describe("a database that cannot be opened", () => {
  test("a folder that is a file, or that is not ours, is named", async () => {
    writeFileSync(join(root, "file"), "");
    await assert.rejects(openDatabase({ folder: join(root, "file") }), {
      ...{ code: "db.folder", message: `the data folder ${join(root, "file")} cannot be used (EEXIST)` },
    });
  });

  test("files that are no database are named, and the folder is free again", async () => {
    const folder = join(root, "damaged");
    mkdirSync(join(folder, "pg"), { recursive: true });
    writeFileSync(join(folder, "pg", "PG_VERSION"), "nonsense");
    const refused = { code: "db.open", message: `the database in ${join(folder, "pg")} cannot be opened` };
    await assert.rejects(openDatabase({ folder }), refused);
    await assert.rejects(openDatabase({ folder }), refused); // not: in use by this process
  });

  test("a server that does not answer is said to", async () => {
    const postgresUrl = "postgres://nobody:secret@127.0.0.1:1/none";
    await assert.rejects(openDatabase({ postgresUrl }), (error: Error) => {
      assert.equal(error.message, "the PostgreSQL server does not let us in (ECONNREFUSED)");
      return true;
    });
  });
});

/** `table.column`, with `?` where it may be null, read off the text of rows.ts. */
function declaredColumns(): string[] {
  const text = readFileSync(new URL("./rows.ts", import.meta.url), "utf8");
  const body = text.slice(text.indexOf("export interface Rows {"));
  return [...body.matchAll(/^ {2}(\w+): \{([\s\S]*?)\n? {0,2}\};$/gm)].flatMap(([, table, columns = ""]) =>
    [...columns.replaceAll(/<[^;]*>/g, "").matchAll(/(\w+): ([^;]+)(?:;|$)/g)].map(
      ([, column, type = ""]) => `${table}.${column}${/\| null/.test(type) ? "?" : ""}`,
    ),
  );
}
