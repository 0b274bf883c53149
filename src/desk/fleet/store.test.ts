import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { sql } from "kysely";
import { knownDigest } from "../../ledger/active.ts";
import { newId } from "../../lib/ids.ts";
import type { Database } from "../db/open.ts";
import { openEmpty } from "../db/testing/empty.ts";
import { insertMeasure } from "../decisions/store.ts";
import { putSite } from "../sites/store.ts";
import { ACCOUNT, idOf, siteOf } from "../sites/testing/sites.ts";
import { expectedDigests, living, openingsBetween } from "./store.ts";

/** More than a statement takes parameters (65,535). */
const MANY = 70_000;

async function opened(t: TestContext): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), "rempart-fleet-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const database = await openEmpty(folder);
  t.after(() => database.close());
  await sql`set session_replication_role = replica`.execute(database.db); // what rows refer to does not matter here
  return database;
}

test("a measure on an account is opened to whoever serves a site of it; one on a page goes with its site", async (t) => {
  const { db } = await opened(t);
  await putSite(db, siteOf(1), 0);
  await putSite(db, siteOf(2), 0);
  await putSite(db, siteOf(3, { account: "b" }), 0);
  const row = (index: number, grain: string, target: string) => ({
    ...{ index, decision: newId(), site: idOf(1), starts_at: 0, ends_at: null, lifted_by: null },
    opening: JSON.stringify({ grain, site: target }),
  });
  await insertMeasure(db, row(0, "account", ACCOUNT));
  await insertMeasure(db, row(1, "url", idOf(1)));
  const all = { from: 0, to: 2, size: 2, nowMs: 1 };
  for (const [serves, indices] of [
    [null, [0, 1]],
    [[ACCOUNT], [0, 1]],
    [[idOf(1)], [0, 1]],
    [[idOf(2)], [0]],
    [[idOf(3), "b"], []],
  ] as const) {
    const got = (some: readonly { index: number }[]) => some.map(({ index }) => index);
    assert.deepEqual(got(await openingsBetween(db, 0, 2, serves)), indices);
    assert.deepEqual(got((await living(db, { ...all, serves })).openings), indices);
    assert.equal((await expectedDigests(db, 2, 1, serves)).held, knownDigest(indices));
  }
});

test("of any number of measures those that are neither lifted nor over are living; requests and lifts are told", async (t) => {
  const { db } = await opened(t);
  await sql`insert into measure (index, decision, site, starts_at, ends_at, opening, lifted_by)
    select i, 'd', 's', 0,
      case when i = 1 then 10 end, case when i <> 2 then '{"salt": "x"}'::jsonb end, case when i = 3 then ${MANY + 1}::bigint end
    from generate_series(0, ${MANY} - 1) as i`.execute(db);
  await sql`insert into ledger_entry (index, entry) values (${MANY}, '{"kind": "request"}')`.execute(db);

  const all = { from: 0, to: MANY + 2, size: MANY + 2, nowMs: 10, serves: null };
  const found = await living(db, all);
  assert.equal(found.indices.length, MANY - 2 + 2);
  assert.deepEqual(found.indices.slice(0, 3), [0, 2, 4]);
  assert.deepEqual(found.indices.slice(-2), [MANY, MANY + 1]);
  assert.equal(found.openings.length, MANY - 3, "of one the salt was destroyed");
  assert.deepEqual((await living(db, { ...all, to: 3, size: 3, nowMs: 9 })).indices, [0, 1, 2]);
  assert.deepEqual(
    (await openingsBetween(db, 1, 4)).map(({ index }) => index),
    [1, 3],
  );
});
