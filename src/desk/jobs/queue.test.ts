import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { silentLog } from "../../lib/log.ts";
import type { Database } from "../db/open.ts";
import { openEmpty } from "../db/testing/empty.ts";
import { Jobs } from "./queue.ts";

async function opened(t: TestContext): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), "rempart-jobs-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const database = await openEmpty(folder);
  t.after(() => database.close());
  return database;
}

test("of jobs that are done together only the one that failed is put back", async (t) => {
  const database = await opened(t);
  const jobs = await Jobs.start(database, silentLog);
  t.after(() => jobs.stop());
  const statements = Array.from({ length: 9 }, (_, i) => `statement-${i}`);
  await jobs.addAll(
    "mail.statement",
    statements.map((statement) => ({ data: { statement }, once: statement })),
  );
  let [running, most] = [0, 0];
  const done: string[] = [];
  await jobs.work("mail.statement", async ({ statement }) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (statement === "statement-2") throw new Error("the mail server is away");
    done.push(statement);
  });
  const states = async () => {
    const { rows } = await database.executeSql(
      "select data ->> 'statement' as statement, state::text from jobs.job where name = 'mail.statement'",
    );
    return new Map((rows as { statement: string; state: string }[]).map((row) => [row.statement, row.state]));
  };
  while (done.length < 8 || [...(await states()).values()].includes("active"))
    await new Promise((resolve) => setImmediate(resolve));
  assert.equal(most, 4);
  assert.deepEqual(
    [...(await states())].filter(([, state]) => state !== "completed"),
    [["statement-2", "retry"]],
  );
  assert.deepEqual(
    done.toSorted(),
    statements.filter((one) => one !== "statement-2"),
  );
});

test("what another's server must take is tried for a day, by a queue that an older version made, too", async (t) => {
  const database = await opened(t);
  await (await Jobs.start(database, silentLog)).stop();
  await database.executeSql("update jobs.queue set retry_limit = 5, retry_delay_max = null");
  const jobs = await Jobs.start(database, silentLog);
  t.after(() => jobs.stop());

  for (const [name, data] of [
    ["mail.statement", { statement: "s" }],
    ["mail.alert", { decision: "d" }],
    ["work.send", { order: "o" }],
  ] as const) {
    await jobs.add(name, data as never, { once: "1" });
    const { rows } = await database.executeSql(
      "select retry_limit, retry_backoff, retry_delay_max from jobs.job where name = $1",
      [name],
    );
    assert.deepEqual(rows, [{ retry_limit: 150, retry_backoff: true, retry_delay_max: 600 }], name);
  }
});
