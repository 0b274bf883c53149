import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

interface Line {
  readonly step: number;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail: string;
}

test("the whole story, on real processes, is observed step by step", { timeout: 170_000 }, async (t) => {
  const child = spawn(process.execPath, ["--conditions=rempart-src", MAIN, "--once", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill());
  const lines: Line[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const step = JSON.parse(line) as Line;
    lines.push(step);
    await t.test(`step ${step.step}: ${step.detail}`, () => assert.ok(step.ok, step.detail));
  }
  const code = child.exitCode ?? (await new Promise<number | null>((resolve) => child.once("exit", resolve)));
  assert.deepEqual(
    lines.map((line) => line.step),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  );
  assert.equal(code, 0);
});
