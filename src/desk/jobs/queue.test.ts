import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { silentLog } from "../../lib/log.ts";
import { openDatabase } from "../db/open.ts";
import { Jobs } from "./queue.ts";

test("what another's server must take is tried for a day, by a queue that an older version made, too", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "rempart-jobs-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const database = await openDatabase({ folder });
  t.after(() => database.close());
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
