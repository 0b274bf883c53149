import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { fakeClock, MINUTE } from "../../lib/clock.ts";
import { Secret } from "../../lib/env.ts";
import { silentLog } from "../../lib/log.ts";
import type { DeskContext } from "../context.ts";
import type { Database } from "../db/open.ts";
import { openEmpty } from "../db/testing/empty.ts";
import type { Policies } from "../decisions/policies.ts";
import { Mailer } from "../mailer.ts";
import { Notices } from "./service.ts";
import { insertStatement, setSent } from "./store.ts";

const ID = "00000000000000000000000001";
const opened = new AsyncDisposableStack();
let folder: string;
let database: Database;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "rempart-notices-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  database = await openEmpty(folder);
  opened.defer(() => database.close());
  await sql`set session_replication_role = replica`.execute(database.db); // its decision does not matter here
  await insertStatement(database.db, { id: ID, decision: "d", body: "{}", at: 0, sent_at: null });
});
after(() => opened.disposeAsync());

/** Notices whose queue does as it is told. */
async function noticesWith(addAll: (statements: string[]) => Promise<void>) {
  let appended = async () => {};
  const context = {
    ...{ database, clock: fakeClock(), log: silentLog },
    config: { folder, smtp: { url: new Secret("smtp://127.0.0.1:9"), from: "desk@rempart.example" } },
    jobs: { addAll: (_: string, jobs: { once: string }[]) => addAll(jobs.map(({ once }) => once)) },
    writer: {
      onEntry: () => {},
      onAppended: (run: () => Promise<void>) => {
        appended = run;
      },
    },
  } as unknown as DeskContext;
  const notices = await Notices.open(context, {} as Policies, new Mailer(context.config));
  return { notices, appended: () => appended() };
}

test("what could not be queued is queued the next time", async () => {
  const asked: string[][] = [];
  const { notices, appended } = await noticesWith(async (statements) => {
    asked.push(statements);
    if (asked.length === 1) throw new Error("the database is away");
  });
  await assert.rejects(notices.recover());
  await appended();
  await appended();
  assert.deepEqual(asked, [[ID], [ID], []]);
});

test("while a statement is not sent it is queued again now and then, until the desk stops", async (t) => {
  const asked = new EventTarget();
  let times = 0;
  const { notices } = await noticesWith(async (statements) => {
    times += 1;
    asked.dispatchEvent(new CustomEvent("asked", { detail: statements }));
  });
  const next = () =>
    new Promise<string[]>((resolve) =>
      asked.addEventListener("asked", (event) => resolve((event as CustomEvent).detail), { once: true }),
    );
  t.mock.timers.enable({ apis: ["setInterval"] });
  const watching = notices.watch();
  for (const expected of [[ID], [ID]]) {
    const queued = next();
    t.mock.timers.tick(10 * MINUTE);
    assert.deepEqual(await queued, expected);
  }
  await setSent(database.db, ID, 1);
  const queued = next();
  t.mock.timers.tick(10 * MINUTE);
  assert.deepEqual(await queued, []);
  watching[Symbol.dispose]();
  t.mock.timers.tick(60 * MINUTE);
  await notices.recover();
  assert.equal(times, 4, "three of the watch, one of our own");
});
