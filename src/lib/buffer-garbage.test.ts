import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { willBeGarbage } from "./buffer-garbage.ts";

const MIB = 1024 * 1024;

/** How far the memory of buffers climbs while many pass of which a few are held at a time. */
async function climbWhile(made: (bytes: number) => void): Promise<number> {
  const held: Buffer[] = [];
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < 4096; i++) {
    held[i % 8] = Buffer.allocUnsafeSlow(64 * 1024);
    made(64 * 1024);
    const { arrayBuffers } = process.memoryUsage();
    least = Math.min(least, arrayBuffers);
    most = Math.max(most, arrayBuffers - least);
    if (i % 64 === 0) await nextTurn(); // V8's own collections come between turns
  }
  return most;
}

test("256 MiB of buffers that pass leave a few MiB to be collected at a time", async () => {
  assert.ok((await climbWhile(willBeGarbage)) < 20 * MIB);
});
