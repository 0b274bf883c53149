import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { openDatabase } from "../open.ts";
import { getSetting } from "../settings.ts";

const fullDisk = new URL("./testing/full-disk.ts", import.meta.url).href;
const child = new URL("./testing/full-disk-child.ts", import.meta.url).pathname;

test("where the disk is full the process ends at once, and what was committed is there when it has room again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rempart-full-"));
  try {
    const flag = join(folder, "full");
    const running = spawn(
      process.execPath,
      ["--conditions=rempart-src", `--import=${fullDisk}`, child, join(folder, "db")],
      { env: { PATH: process.env.PATH, DISK_IS_FULL: flag }, stdio: ["ignore", "pipe", "pipe"] },
    );
    const timer = setTimeout(() => running.kill("SIGKILL"), 60_000); // half of what a stuck write is given
    const [out, error, [code]] = await Promise.all([
      text(running.stdout),
      text(running.stderr),
      once(running, "exit"),
    ]);
    clearTimeout(timer);
    assert.equal(out, "refused\n");
    assert.equal(code, 1);
    assert.match(error, /the embedded database is lost: PostgreSQL has given up/);
    rmSync(flag);
    const database = await openDatabase({ folder: join(folder, "db") });
    assert.equal(await getSetting(database.db, "kept"), "before the disk was full");
    assert.equal(await getSetting(database.db, "lost"), undefined);
    await database.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
