import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sql } from "kysely";
import { openDatabase } from "../db/open.ts";
import { living, openingsBetween } from "./store.ts";

/** More than a statement takes parameters (65,535). */
const MANY = 70_000;

test("of any number of measures those that are neither lifted nor over are living, and requests", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "rempart-fleet-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const database = await openDatabase({ folder });
  t.after(() => database.close());
  const { db } = database;
  await sql`set session_replication_role = replica`.execute(db); // their decisions and sites do not matter here
  await sql`insert into measure (index, decision, site, starts_at, ends_at, opening, lifted_by)
    select i, 'd', 's', 0,
      case when i = 1 then 10 end, case when i <> 2 then '{"salt": "x"}'::jsonb end, case when i = 3 then 4 end
    from generate_series(0, ${MANY} - 1) as i`.execute(db);
  await sql`insert into ledger_entry (index, entry) values (${MANY}, '{"kind": "request"}')`.execute(db);

  const all = { from: 0, to: MANY + 1, size: MANY + 1, nowMs: 10, serves: null };
  const found = await living(db, all);
  assert.equal(found.indices.length, MANY - 2 + 1);
  assert.deepEqual(found.indices.slice(0, 3), [0, 2, 4]);
  assert.equal(found.indices.at(-1), MANY);
  assert.equal(found.openings.length, MANY - 3, "of one the salt was destroyed");
  assert.deepEqual((await living(db, { ...all, to: 3, size: 3, nowMs: 9 })).indices, [0, 1, 2]);
  assert.deepEqual(
    (await openingsBetween(db, 1, 4)).map(({ index }) => index),
    [1, 3],
  );
});
