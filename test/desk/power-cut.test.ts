import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { eventsOf } from "../../src/desk/db/events.ts";
import { openDatabase } from "../../src/desk/db/open.ts";
import { readLines } from "../../src/lib/lines.ts";

const WRITER = fileURLToPath(new URL("./event-writer.ts", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "rempart-power-"));
after(() => rmSync(root, { recursive: true }));

describe("a power cut", () => {
  test("loses no acknowledged row, whenever it comes", { timeout: 60_000 }, async () => {
    const folder = join(root, "killed");
    let acknowledged = 0;
    for (const stopAfter of [1, 17, 40]) {
      const child = spawn(process.execPath, ["--conditions=rempart-src", WRITER, folder], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const exited = new Promise((resolve) => child.once("exit", resolve));
      let seen = 0;
      for await (const line of readLines(child.stdout, 1000)) {
        seen = Number(line);
        if (seen === stopAfter) child.kill("SIGKILL");
      }
      await exited;
      acknowledged += seen;
    }
    const database = await openDatabase({ folder });
    const kept = (await eventsOf(database.db, "case", "c")).length;
    await database.close();
    assert.ok(kept >= acknowledged, `${kept} rows kept of ${acknowledged} acknowledged`);
    assert.ok(kept <= acknowledged + 3, "at most one more for each process: written, and not yet said");
  });

  const traced = canTrace() ? {} : { skip: "strace is not installed" };
  test("finds each commit on the disk: the system's own count of syncs", {
    ...traced,
    timeout: 60_000,
  }, (t) => {
    const counts = join(root, "strace.txt");
    const trace = ["-f", "-c", "-e", "trace=fsync,fdatasync", "-o", counts];
    const { status, output, error } = runWriter(join(root, "traced"), "30", trace);
    if (status !== 0 && /ptrace|not permitted/.test(error)) return t.skip("tracing is not permitted here");
    assert.equal(status, 0, error);
    const ours = Number(/^syncs (\d+)$/m.exec(output)?.[1]);
    const table = readFileSync(counts, "utf8");
    const calls = [...table.matchAll(/^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+).*\b(?:fsync|fdatasync)$/gm)];
    const system = calls.reduce((sum, [, n]) => sum + Number(n), 0);
    assert.ok(ours >= 30, `${ours} syncs counted for 30 commits`);
    assert.ok(system >= ours, `the system saw ${system}, we counted ${ours}`);
  });
});

test("the folder belongs to one process: a second is refused and told which holds it", async () => {
  const folder = join(root, "held");
  const database = await openDatabase({ folder });
  const second = runWriter(folder, "1");
  assert.equal(second.status, 1);
  assert.match(second.error, new RegExp(`in use by process ${process.pid} `));
  await database.close();
});

function runWriter(folder: string, count: string, trace?: readonly string[]) {
  const command = [process.execPath, "--conditions=rempart-src", WRITER, folder, count];
  const [file, ...args] = trace === undefined ? command : ["strace", ...trace, ...command];
  try {
    const output = execFileSync(file!, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    return { status: 0, output, error: "" };
  } catch (failure) {
    const { status, stderr } = failure as { status: number; stderr: string };
    return { status, output: "", error: stderr };
  }
}

function canTrace(): boolean {
  try {
    execFileSync("strace", ["-V"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
