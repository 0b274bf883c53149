import assert from "node:assert/strict";
import { test } from "node:test";
import { RempartError } from "../../lib/errors.ts";
import { transcribe } from "./transcriber.ts";

const LIMITS = { timeoutMs: 20_000, maxChars: 1000 };
const program = (code: string, ...args: string[]) => [process.execPath, "-e", code, ...args];
const SOUND = Buffer.from("a voice");

/** Its error tells nothing that the program wrote, nor what it is. */
async function fails(command: readonly string[], limits = LIMITS, sound: Uint8Array = SOUND): Promise<void> {
  await assert.rejects(transcribe(command, sound, limits), (error) => {
    assert.ok(error instanceof RempartError);
    assert.deepEqual([error.code, error.cause], ["transcriber.failed", undefined]);
    assert.doesNotMatch(`${error.message}${JSON.stringify(error.details)}`, /secret|process|\/node/);
    return true;
  });
}

test("the sound goes in, text comes out", async () => {
  const heard = program("process.stdin.on('data', (d) => process.stdout.write(' été : ' + d + '\\n'))");
  assert.equal(await transcribe(heard, SOUND, LIMITS), "été : a voice");
});

test("it gets its words as they are, no shell, and of our settings only PATH", async () => {
  process.env.REMPART_TEST_ONLY = "secret";
  const tells = "process.stdout.write(JSON.stringify([process.argv.slice(1), Object.keys(process.env)]))";
  const [args, names] = JSON.parse(await transcribe(program(tells, "$(id)", "a b;c"), SOUND, LIMITS));
  assert.deepEqual(args, ["$(id)", "a b;c"]);
  assert.deepEqual(names, ["PATH"]);
  delete process.env.REMPART_TEST_ONLY;
});

test("a program that does not listen to the end may still answer", async () => {
  const deaf = program("process.stdin.destroy(); process.stdout.write('nothing')");
  assert.equal(await transcribe(deaf, Buffer.alloc(5_000_000), LIMITS), "nothing");
});

test("failures tell nothing of what it wrote", async () => {
  await fails(program("process.stdout.write('secret'); console.error('secret'); process.exitCode = 3"));
  await fails(program("process.stdout.write(Buffer.from([0xff, 0xfe, 0x73]))"));
  await fails(program("process.stdout.write('secret'.repeat(200))"));
  await fails(program("const more = () => process.stdout.write('secret'.repeat(9999), more); more()"));
  await fails(["/nowhere/secret-program"]);
  await fails([]);
});

test("a program that does not end is ended, with what it started", async () => {
  const child =
    "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 9)'], { stdio: 'inherit' })";
  await fails(program(`${child}; process.stdout.write('secret')`), { ...LIMITS, timeoutMs: 300 });
});
