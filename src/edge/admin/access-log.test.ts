import assert from "node:assert/strict";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { EnvReader } from "../../lib/env.ts";
import { silentLog } from "../../lib/log.ts";
import { until } from "../testing/world.ts";
import { openAccessLog, readAccessLog } from "./access-log.ts";

const CASES: readonly (readonly [env: Record<string, string>, options: unknown])[] = [
  [{}, undefined],
  [{ REMPART_EDGE_ACCESS_LOG: "0", REMPART_EDGE_ACCESS_LOG_PATHS: "1" }, undefined],
  [{ REMPART_EDGE_ACCESS_LOG: "true" }, { to: "stdout", paths: false }],
  [
    { REMPART_EDGE_ACCESS_LOG: "/var/log/edge.log", REMPART_EDGE_ACCESS_LOG_PATHS: "1" },
    { to: "/var/log/edge.log", paths: true },
  ],
];
for (const [env, options] of CASES) {
  test(`${JSON.stringify(env)} is ${JSON.stringify(options)}`, () => {
    assert.deepEqual(readAccessLog(new EnvReader(env)), options);
  });
}

test("a log that cannot be written stops the start, with the path that is wrong", async () => {
  await assert.rejects(openAccessLog({ to: "/nowhere/edge.log" }, silentLog), (error: Error) =>
    error.message.includes("/nowhere/edge.log"),
  );
});

test("SIGHUP opens the file anew, as log rotation asks for it", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "rempart-log-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const to = join(folder, "edge.log");
  const accessLog = await openAccessLog({ to }, silentLog);
  renameSync(to, `${to}.1`);
  process.kill(process.pid, "SIGHUP");
  await until(() => existsSync(to));
  await accessLog.close();
});
