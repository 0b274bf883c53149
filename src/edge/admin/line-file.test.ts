import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { until } from "../testing/world.ts";
import { LineFile } from "./line-file.ts";

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "rempart-lines-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

test("lines reach the file in order, and what waits at the end too", async (t) => {
  const to = join(folder(t), "log");
  const file = await LineFile.open({ to });
  file.write("1");
  await until(() => readFileSync(to, "utf8") === "1\n");
  file.write("2");
  file.write("é");
  await file.close();
  assert.equal(readFileSync(to, "utf8"), "1\n2\né\n");
  assert.equal(file.dropped, 0);
});

test("after a rotation the new file is written, and no line is lost between", async (t) => {
  const to = join(folder(t), "log");
  const file = await LineFile.open({ to });
  file.write("old");
  await until(() => readFileSync(to, "utf8") !== "");
  renameSync(to, `${to}.1`);
  await file.reopen();
  file.write("new");
  await file.close();
  assert.deepEqual([readFileSync(`${to}.1`, "utf8"), readFileSync(to, "utf8")], ["old\n", "new\n"]);
});

test("a reopening that fails leaves the file as it was", async (t) => {
  const parent = folder(t);
  const to = join(parent, "log");
  const file = await LineFile.open({ to });
  renameSync(parent, `${parent}.moved`);
  await assert.rejects(file.reopen(), { code: "ENOENT" });
  file.write("line");
  await file.close();
  renameSync(`${parent}.moved`, parent);
  assert.equal(readFileSync(to, "utf8"), "line\n");
});

test("a pipe that nobody reads costs lines, counted, and nothing else; read again it goes on with whole lines", async (t) => {
  const to = join(folder(t), "pipe");
  execFileSync("mkfifo", [to]);
  const reader = openSync(to, constants.O_RDONLY | constants.O_NONBLOCK);
  const file = await LineFile.open({ to, maxWaiting: 300_000 });
  const line = (i: number): string => `${String(i).padStart(6, "0")} ${"x".repeat(993)}`;
  for (let i = 0; i < 1000; i++) file.write(line(i));
  assert.equal(file.dropped, 700);

  let text = "";
  const read = (): boolean => {
    const chunk = Buffer.alloc(1 << 20);
    try {
      text += chunk.toString("latin1", 0, readSync(reader, chunk));
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, "EAGAIN");
    }
    return text.length === 300 * 1001;
  };
  await until(read);
  await until(() => {
    const { dropped } = file; // there is room again as soon as the writer knows what was read
    file.write("the last");
    return file.dropped === dropped;
  });
  await file.close();
  read();
  const numbers = text
    .split("\n")
    .map((read) => (read === line(Number(read.slice(0, 6))) ? Number(read.slice(0, 6)) : read));
  assert.deepEqual(numbers, [...Array.from({ length: 300 }, (_, i) => i), "the last", ""]);
  closeSync(reader);
});

test("close does not wait for a pipe that stays full, and says what was lost", async (t) => {
  const to = join(folder(t), "pipe");
  execFileSync("mkfifo", [to]);
  const reader = openSync(to, constants.O_RDONLY | constants.O_NONBLOCK);
  const failures: unknown[] = [];
  const file = await LineFile.open({ to, onFailure: (error) => failures.push(error) });
  file.write("x".repeat(200_000));
  await file.close();
  await until(() => file.dropped === 1 && failures.length === 1);
  closeSync(reader);
});

test("standard output that nobody reads holds up nothing, not even the end of the process", async (t) => {
  const script = `import { LineFile } from ${JSON.stringify(new URL("./line-file.ts", import.meta.url).href)};
    const file = await LineFile.open({ to: "stdout" });
    for (let i = 0; i < 3000; i++) file.write("x".repeat(999));
    await file.close();
    process.exit(7);`;
  const options = ["--conditions=rempart-src", "--input-type=module", "-e", script];
  const child = spawn(process.execPath, options, { stdio: ["ignore", "pipe", "ignore"] });
  t.after(() => child.kill("SIGKILL"));
  const ended = AbortSignal.timeout(20_000);
  assert.deepEqual(await once(child, "exit", { signal: ended }), [7, null]);
});

test("a disk that fails costs the lines of that time, and says so once", async () => {
  const failures: NodeJS.ErrnoException[] = [];
  const file = await LineFile.open({
    to: "/dev/full",
    onFailure: (error) => failures.push(error as NodeJS.ErrnoException),
  });
  for (let i = 1; i <= 3; i++) {
    file.write("line");
    await until(() => file.dropped === i);
  }
  await file.close();
  assert.deepEqual(
    failures.map(({ code }) => code),
    ["ENOSPC"],
  );
});

test("what cannot be opened is said at once", async () => {
  await assert.rejects(LineFile.open({ to: "/nowhere/log" }), { code: "ENOENT" });
});
