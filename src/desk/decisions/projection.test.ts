import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sql } from "kysely";
import type { LiftEntry } from "../../ledger/entry.ts";
import { newId } from "../../lib/ids.ts";
import type { Cases } from "../cases/service.ts";
import type { Database } from "../db/open.ts";
import { openEmpty } from "../db/testing/empty.ts";
import { projectEntry } from "./projection.ts";
import { insertDecision } from "./store.ts";

const CASES = {} as Cases; // no lift asks them
const MEASURE = 4;

const lift = (cause: LiftEntry["cause"]): LiftEntry => ({
  ...{ v: 1, kind: "lift", at: "2026-12-01T00:00:00Z", measure: MEASURE, cause, approvals: 1 },
});

async function propose({ db }: Database, cause: string, at: number, approvedBy?: string): Promise<string> {
  const id = newId();
  await insertDecision(db, {
    ...{ id, case_id: newId(), site: newId(), kind: "lift", status: "proposed", needed: 1, clause: "D1" },
    ...{ policy: "", precedent_key: `lift|${MEASURE}`, facts: "", why_not_milder: "", distinction: null },
    ...{ drafts: JSON.stringify({ core: { kind: "lift", measure: MEASURE, cause } }) },
    ...{ proposed_by: newId(), proposed_at: at, committed_at: null },
  });
  if (approvedBy !== undefined)
    await sql`insert into approval values (${id}, ${approvedBy}, '', ${at})`.execute(db);
  return id;
}

async function person({ db }: Database, role: string): Promise<string> {
  const id = newId();
  await sql`insert into person values (${id}, '', ${role}, '', 0)`.execute(db);
  return id;
}

test("a lift's entry commits the proposal that it is, whatever else is proposed for the measure", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "rempart-projection-"));
  const database = await openEmpty(join(folder, "db"));
  t.after(() => database.close().then(() => rmSync(folder, { recursive: true })));
  await sql`set session_replication_role = replica`.execute(database.db); // no case, site or policy is needed here
  const second = await person(database, "outside-second");
  const moderator = await person(database, "moderator");
  const otherCause = await propose(database, "error", 1, moderator);
  const secondAlone = await propose(database, "appeal", 2, second);
  const written = await propose(database, "appeal", 3, moderator);

  await database.transaction((tx) => projectEntry(tx, 9, lift("appeal"), CASES));

  const rows = await database.db.selectFrom("decision").select(["id", "status"]).execute();
  assert.deepEqual(Object.fromEntries(rows.map(({ id, status }) => [id, status])), {
    [otherCause]: "dropped",
    [secondAlone]: "dropped",
    [written]: "committed",
  });
});
