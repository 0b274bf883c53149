import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { plan } from "../plan.ts";
import { SAMPLE } from "../testing/sample.ts";
import { nginxMapEngine } from "./engine.ts";

test("an nginx that is only starting is told nothing: its first workers may serve what the files said before", async () => {
  const folder = mkdtempSync(join(tmpdir(), "nginx-"));
  const master = spawn("sleep", ["60"]); // a process without workers
  try {
    const pidFile = join(folder, "pid");
    writeFileSync(pidFile, `${master.pid}\n`);
    const run = async () => assert.fail("nothing is to be run");
    const engine = nginxMapEngine({ folder, deskUrl: "https://abus.cdn-exemple.example", run, pidFile });
    const applied = engine.apply(plan(SAMPLE), () => false);
    await assert.rejects(applied, { code: "connector.nginx", message: /no worker/ });
    assert.deepEqual(readdirSync(folder), ["pid"]);
  } finally {
    master.kill();
    await once(master, "exit");
    rmSync(folder, { recursive: true });
  }
});
