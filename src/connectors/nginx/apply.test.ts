import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { plan } from "../plan.ts";
import { clearMeasure, SAMPLE } from "../testing/sample.ts";
import { applyToNginx, NGINX_FILES, type Run } from "./apply.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nginx-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A runner that notes commands and fails those that contain a word. */
function runner(failing?: string): { run: Run; commands: string[] } {
  const commands: string[] = [];
  const run: Run = async (command) => {
    const text = command.join(" ");
    commands.push(text);
    const fails = failing !== undefined && text.includes(failing);
    return { code: fails ? 1 : 0, output: fails ? "nginx: [emerg] no\n" : "" };
  };
  return { run, commands };
}

const apply = (measures: typeof SAMPLE, run: Run, isLoaded?: boolean) =>
  applyToNginx(plan(measures), { folder, deskUrl: "https://abus.cdn-exemple.example", run }, isLoaded);
const measuresFile = () => readFileSync(join(folder, NGINX_FILES.measures), "utf8");

test("writes, tests, reloads; the same measures again leave nginx alone", async () => {
  const { run, commands } = runner();
  assert.equal((await apply(SAMPLE, run)).changed, true);
  assert.deepEqual(commands, ["nginx -t", "nginx -s reload"]);
  assert.equal((await apply(SAMPLE.toReversed(), run)).changed, false);
  assert.equal(commands.length, 2);
});

for (const failing of ["-t", "reload"]) {
  test(`where nginx fails at ${failing} the files are put back and the error says what it said`, async () => {
    await apply(SAMPLE, runner().run);
    const before = measuresFile();
    const { run } = runner(failing);
    await assert.rejects(apply([clearMeasure(1)], run), {
      code: "connector.nginx",
      message: /\(1\): nginx: \[emerg\] no/,
    });
    assert.equal(measuresFile(), before);
  });
}

test("a first attempt that fails leaves no file behind", async () => {
  await assert.rejects(apply(SAMPLE, runner("-t").run), { code: "connector.nginx" });
  assert.deepEqual(readdirSync(folder), []);
});

test("files that a killed connector wrote and never had loaded are loaded by the next one", async () => {
  await apply(SAMPLE, runner().run);
  const { run, commands } = runner();
  assert.equal((await apply(SAMPLE, run, false)).changed, true);
  assert.deepEqual(commands, ["nginx -t", "nginx -s reload"]);
});

test("where nginx cannot even be asked the files are put back, too", async () => {
  const run: Run = () => Promise.reject(new Error("spawn EAGAIN"));
  await assert.rejects(apply(SAMPLE, run), { code: "connector.nginx", message: /EAGAIN/ });
  assert.deepEqual(readdirSync(folder), []);
});

test("measures that nginx cannot carry out are reported every time", async () => {
  const { run } = runner();
  const limited = [...SAMPLE, clearMeasure(20, { verb: "rate-limit" })];
  assert.deepEqual(
    (await apply(limited, run)).leftOut.map(({ index }) => index),
    [20],
  );
  assert.deepEqual(
    (await apply(limited, run)).leftOut.map(({ index }) => index),
    [20],
  );
});
