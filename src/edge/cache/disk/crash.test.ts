import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readLines } from "../../../lib/lines.ts";
import { readAll } from "../../testing/subjects.ts";
import { Bench, bytesOf, MIB } from "./testing/disk.ts";

const CHILD = fileURLToPath(new URL("./testing/crash-child.ts", import.meta.url));

/** Lets a child work on the folder until it has told `purges` of its purges, then a little longer, and kills it. */
async function liveAndDie(folder: string, first: number, purges: number, moreMs: number) {
  const child = spawn(process.execPath, ["--conditions=rempart-src", CHILD, folder, String(first)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const told: (readonly [target: string, version: number])[] = [];
  for await (const line of readLines(child.stdout!, 1000)) {
    const [target, version] = line.split(" ") as [string, string];
    told.push([target, Number(version)]);
    if (told.length === purges) setTimeout(() => child.kill("SIGKILL"), moreMs);
  }
  await (child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined);
  return told;
}

test("killed at any moment: what is found is whole, and nothing that was purged is found", async () => {
  await using bench = await Bench.open({ maxBytes: 24 * MIB }, { maxObjectBytes: MIB / 4 });
  let first = 1;
  let found = 0;
  for (let life = 0; life < 5; life++) {
    await bench.store.close();
    const told = await liveAndDie(bench.folder, first, 5 + life * 4, life * 3);
    assert.ok(told.length >= 5 + life * 4);
    await bench.start();
    const purgedAt = new Map(told);
    for (let i = 0; i < 40; i++) {
      const { stored } = await bench.find(`/${i}`);
      if (stored === undefined) continue;
      found += 1;
      const version = Number(stored.fields.get("x-version"));
      assert.ok(version > (purgedAt.get(`/${i}`) ?? 0), `/${i} of version ${version} came back`);
      const bytes = await readAll(stored.body.open());
      assert.ok(bytes.equals(bytesOf(bytes.length, version)) && bytes.length === sizeOf(version));
    }
    assert.equal(bench.disk.errors, 0);
    first = 10_000 * (life + 1);
  }
  assert.ok(found > 20, `${found} answers survived`);
});

const sizeOf = (version: number): number =>
  version % 13 === 0 ? 700 * 1024 + version : (version * 977) % (40 * 1024);
