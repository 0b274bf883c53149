import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { crashFault, enumerate, type NamedPoint, namedPoints } from "../../bench/faults/crashes.ts";
import { diskFaults } from "../../bench/faults/disks.ts";
import { forgeryFaults } from "../../bench/faults/forgeries.ts";
import { CHECKS, type Fault } from "../../bench/faults/result.ts";
import { Scene } from "../../bench/faults/scene.ts";
import { stopFaults } from "../../bench/faults/stops.ts";

/** A part of the fault matrix; `node --conditions=rempart-src bench/faults.ts` runs the whole of it, and further crash points. */
let scene: Scene;
let named: readonly NamedPoint[];

before(async () => {
  scene = await Scene.open({ pages: 3 });
  named = namedPoints(await enumerate(scene));
});
after(() => scene?.[Symbol.asyncDispose]());

async function holds({ run }: Fault): Promise<void> {
  const findings = await run();
  for (const check of CHECKS) assert.equal(findings[check] ?? "ok", "ok", check);
  assert.equal(findings.note, undefined);
}

describe("a decision, and SIGKILL", () => {
  const moments = [
    "after vault signed",
    "before checkpoint published",
    "before edge writes, view swapped next",
  ];
  for (const moment of moments) {
    test(moment, { timeout: 120_000 }, async () => {
      const point = named.find(({ name }) => name === moment);
      assert.ok(point, `a decision passes it: ${named.map(({ name }) => name).join(", ")}`);
      await holds(crashFault(scene, point));
    });
  }
});

test("SIGTERM of the desk while a decision is under way", { timeout: 120_000 }, () =>
  holds(stopFaults(scene).find(({ name }) => name.startsWith("SIGTERM desk, 10"))!),
);

test("a state file with one bit changed", { timeout: 120_000 }, () =>
  holds(diskFaults(scene).find(({ name }) => name.includes("one bit"))!),
);

test("batches and snapshots that are not the ledger's", { timeout: 120_000 }, async () => {
  const faults = forgeryFaults(scene);
  const some = faults.filter(({ name }) => /reordered|forged|stale: a true one|the true feed/.test(name));
  assert.equal(some.length, 4);
  for (const fault of some) await holds(fault);
});
