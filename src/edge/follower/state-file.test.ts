import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { SITE, TestDesk } from "../../feed/testing/desk.ts";
import { EMPTY_RANGE } from "../../lib/merkle.ts";
import { type Change, configChange } from "./change.ts";
import { StateFile } from "./state-file.ts";
import { changeIn, FILE_KEY, temporary } from "./testing/bench.ts";
import { countedSyncs, failingSyncs, fullDisk } from "./testing/full-disk.ts";

const DAMAGED = { code: "state.damaged" };
const config = (version: number): Change => ({ t: "config", version });

/** Opens, closes, and tells what was replayed. */
async function reopen(folder: string, key = FILE_KEY): Promise<Change[]> {
  const changes: Change[] = [];
  await (await StateFile.open(folder, key, (change) => changes.push(change))).close();
  return changes;
}

/** A base of two changes and a journal of three. */
async function written(
  t: TestContext,
): Promise<{ folder: string; base: string; journal: string; changes: Change[] }> {
  const folder = await temporary(t);
  const changes = [1, 2, 3, 4, 5].map(config);
  const file = await StateFile.open(folder, FILE_KEY, () => {});
  await file.rewrite(() => changes.slice(0, 2));
  for (const change of changes.slice(2)) await file.append([change]);
  await file.close();
  return { folder, changes, base: join(folder, "base-1.jsonl"), journal: join(folder, "journal-1.jsonl") };
}

test("every change comes back, in order, hashes as hashes", async (t) => {
  const desk = new TestDesk();
  desk.measure("/fil/1");
  desk.measure("/fil/2");
  const change = changeIn(EMPTY_RANGE, desk.batch(0), desk);
  const folder = await temporary(t);
  const file = await StateFile.open(folder, FILE_KEY, () => assert.fail("nothing is there yet"));
  await file.append([change]);
  await file.append([config(1)]);
  await file.close();
  assert.deepEqual(await reopen(folder), [change, config(1)]);
  await assert.rejects(file.append([config(2)]), /closed/);
});

test("cut at any byte, the journal gives the changes before the cut, and goes on from there", async (t) => {
  const { folder, journal, changes } = await written(t);
  const whole = readFileSync(journal);
  const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([at]) => at + 1);
  for (let cut = 0; cut <= whole.length; cut++) {
    writeFileSync(journal, whole.subarray(0, cut));
    const kept = 2 + ends.filter((end) => end <= cut).length;
    const seen: Change[] = [];
    const file = await StateFile.open(folder, FILE_KEY, (change) => seen.push(change));
    assert.deepEqual(seen, changes.slice(0, kept), `cut at ${cut}`);
    if (cut % 16 === 0) {
      await file.append([config(77)]);
      assert.deepEqual(await reopen(folder), [...changes.slice(0, kept), config(77)]);
    }
    await file.close();
  }
});

test("any bit changed in the base or in a whole line of the journal is found", async (t) => {
  const { folder, base, journal } = await written(t);
  for (const path of [base, journal]) {
    const whole = readFileSync(path);
    const last = path === journal ? whole.length - 1 : whole.length; // the journal's last newline: a torn end
    for (let at = 0; at < last; at++) {
      const spoilt = Buffer.from(whole);
      spoilt[at]! ^= 1 << (at % 8);
      writeFileSync(path, spoilt);
      await assert.rejects(reopen(folder), DAMAGED, `byte ${at}`);
    }
    writeFileSync(path, whole);
  }
  assert.equal((await reopen(folder)).length, 5);
});

test("a line taken away, moved, repeated or from another base is found", async (t) => {
  const { folder, base, journal } = await written(t);
  const [a, b, c] = readFileSync(journal, "utf8").trimEnd().split("\n") as [string, string, string];
  for (const lines of [
    [b, c],
    [a, c],
    [b, a, c],
    [a, a, b, c],
  ]) {
    writeFileSync(journal, lines.map((line) => `${line}\n`).join(""));
    await assert.rejects(reopen(folder), DAMAGED);
  }
  writeFileSync(journal, `${a}\n${b}\n${c}\n`);
  const [first] = readFileSync(base, "utf8").split("\n");
  writeFileSync(base, `${first}\n`);
  await assert.rejects(reopen(folder), DAMAGED, "a shorter base under the same journal");
});

test("a journal without its base, and a folder under another key, are damaged, not empty", async (t) => {
  const { folder, base } = await written(t);
  await assert.rejects(reopen(folder, new Uint8Array(32)), DAMAGED);
  rmSync(base);
  await assert.rejects(reopen(folder), DAMAGED);
});

test("a crash at any step of a rewrite leaves the old state or the new one", async (t) => {
  const { folder, changes } = await written(t);
  const before = await temporary(t);
  cpSync(folder, before, { recursive: true });
  const fresh = [config(8), config(9)];
  const file = await StateFile.open(folder, FILE_KEY, () => {});
  await file.rewrite(() => fresh);
  assert.equal(file.journalBytes, 0);
  await file.close();
  const base = readFileSync(join(folder, "base-2.jsonl"));

  const old = ["base-1.jsonl", "journal-1.jsonl"];
  const steps: { name: string; files: Record<string, Buffer>; gone?: string[]; state: Change[] }[] = [
    { name: "the draft is empty", files: { "base.new": Buffer.alloc(0) }, state: changes },
    { name: "the draft is half written", files: { "base.new": base.subarray(0, 60) }, state: changes },
    { name: "the draft is whole", files: { "base.new": base }, state: changes },
    { name: "renamed", files: { "base-2.jsonl": base }, state: fresh },
    {
      name: "the journal is begun",
      files: { "base-2.jsonl": base, "journal-2.jsonl": Buffer.alloc(0) },
      state: fresh,
    },
    {
      name: "the old base is gone",
      files: { "base-2.jsonl": base, "journal-2.jsonl": Buffer.alloc(0) },
      gone: old.slice(0, 1),
      state: fresh,
    },
  ];
  for (const { name, files, gone = [], state } of steps) {
    const crashed = await temporary(t);
    cpSync(before, crashed, { recursive: true });
    for (const [file, content] of Object.entries(files)) writeFileSync(join(crashed, file), content);
    for (const file of gone) rmSync(join(crashed, file));
    assert.deepEqual(await reopen(crashed), state, name);
    assert.equal(readdirSync(crashed).length, 2, `${name}: nothing else is left`);
    assert.deepEqual(await reopen(crashed), state, `${name}, again`);
  }
});

test("what is appended while the state is written anew is in the new pair, whenever that is", async (t) => {
  const { folder } = await written(t);
  const file = await StateFile.open(folder, FILE_KEY, () => {});
  const later = Array.from({ length: 40 }, (_, i) => config(100 + i));
  let appended = 0;
  function* fresh(): Generator<Change> {
    for (const change of [config(8), config(9), config(10)]) {
      yield change;
      for (let i = 0; i < 5; i++) void file.append([later[appended++]!]);
    }
  }
  const rewritten = file.rewrite(() => fresh());
  assert.ok(!file.isRewriteDue, "one at a time");
  while (appended < later.length) await file.append([later[appended++]!]);
  await rewritten;
  assert.deepEqual(readdirSync(folder).toSorted(), ["base-2.jsonl", "journal-2.jsonl"]);
  await file.append([config(77)]);
  await file.close();
  assert.deepEqual(await reopen(folder), [config(8), config(9), config(10), ...later, config(77)]);
});

test("an append waits for no rewrite but for its last step", async (t) => {
  const folder = await temporary(t);
  const file = await StateFile.open(folder, FILE_KEY, () => {});
  let appends = 0;
  function* endless(): Generator<Change> {
    while (appends < 3) yield config(1);
  }
  const rewritten = file.rewrite(() => endless());
  for (; appends < 3; appends++) await file.append([config(2)]);
  await rewritten;
  await file.close();
  assert.deepEqual((await reopen(folder)).slice(-3), [config(2), config(2), config(2)]);
});

test("closed while the state is written anew, it leaves the old pair", async (t) => {
  const { folder, changes } = await written(t);
  const file = await StateFile.open(folder, FILE_KEY, () => {});
  function* endless(): Generator<Change> {
    for (;;) yield config(1);
  }
  const rewritten = file.rewrite(() => endless());
  await Promise.all([assert.rejects(rewritten, /closed/), file.close()]);
  assert.deepEqual(await reopen(folder), changes);
});

test("a rewrite is due when the journal is long, for its base; after one that failed not at once again", async (t) => {
  const MB = 1024 * 1024;
  const folder = await temporary(t);
  const file = await StateFile.open(folder, FILE_KEY, () => {});
  const large: Change = {
    t: "config",
    version: 1,
    item: { kind: "remove-site", site: "x".repeat(MB), request: 0 },
  };
  for (let i = 0; i < 4; i++) {
    assert.ok(!file.isRewriteDue);
    await file.append([large]);
  }
  assert.ok(file.isRewriteDue);
  function* failing(): Generator<Change> {
    yield large;
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  }
  await assert.rejects(
    file.rewrite(() => failing()),
    { code: "ENOSPC" },
  );
  assert.ok(!file.isRewriteDue);
  await file.rewrite(() => Array(12).fill(large));
  for (let i = 0; i < 6; i++) {
    assert.ok(!file.isRewriteDue, `${i} MB beside a base of 12`);
    await file.append([large]);
  }
  await file.append([large]);
  assert.ok(file.isRewriteDue);
  await file.close();
  const again = await StateFile.open(folder, FILE_KEY, () => {});
  assert.ok(again.isRewriteDue);
  await again.close();
});

test("a write that failed half way is as if it had not been tried", async (t) => {
  const folder = await temporary(t);
  const file = await StateFile.open(folder, FILE_KEY, () => {});
  await file.append([config(1)]);
  const makeRoom = fullDisk(t);
  await assert.rejects(file.append([config(2)]), { code: "ENOSPC" });
  await assert.rejects(file.append([config(2)]), { code: "ENOSPC" });
  makeRoom();
  await file.append([config(2)]);
  await file.close();
  assert.deepEqual(await reopen(folder), [config(1), config(2)]);
});

test("whoever asks for a sync while one is under way shares the next", async (t) => {
  const file = await StateFile.open(await temporary(t), FILE_KEY, () => {});
  const syncs = await countedSyncs(t);
  await file.append([config(1)]);
  const first = file.sync();
  await new Promise(setImmediate); // under way
  const others = [2, 3, 4].map(async (version) => {
    await file.append([config(version)]);
    await file.sync();
  });
  await Promise.all([first, ...others]);
  assert.equal(syncs(), 2);
  await file.close();
});

test("after a failed sync nothing is appended before the file is written anew", async (t) => {
  const folder = await temporary(t);
  const file = await StateFile.open(folder, FILE_KEY, () => {});
  await file.append([config(1)]);
  const syncs = await failingSyncs(t);
  let taken = 0;
  const take = () => {
    taken += 1;
  };
  await file.append([config(2)], take);
  await assert.rejects(file.sync(), { code: "ENOSPC" });
  syncs.mend();
  assert.equal(taken, 1);
  assert.ok(file.isInDoubt);
  await assert.rejects(file.append([config(3)], take), /in doubt/);
  await file.rewrite(() => [config(1), config(2)]);
  assert.ok(!file.isInDoubt);
  await file.append([config(3)], take);
  await file.close();
  assert.deepEqual(await reopen(folder), [config(1), config(2), config(3)]);
});

test("no path, parameter or salt of what is refused or purged is in the files", async (t) => {
  const desk = new TestDesk();
  desk.measure("/salon/mirabelle/sujet/41", {
    params: [
      ["pageparam", "valeur-unique"],
      ["absentparam", null],
    ],
  });
  desk.measure("/dossier/secret", { grain: "path" });
  desk.measure("/salon/été", { readings: { foldCase: true } });
  const change = changeIn(EMPTY_RANGE, desk.batch(0), desk);
  const folder = await temporary(t);
  const file = await StateFile.open(folder, FILE_KEY, () => {});
  await file.append([{ t: "config", version: 1, item: { kind: "site", site: SITE } }]);
  await file.rewrite(() => [change]);
  await file.append([change]);
  await file.append([
    configChange(2, { kind: "purge", purge: { by: "url", site: SITE.id, path: "/purged/page" } }),
  ]);
  await file.close();
  const words = [
    "mirabelle",
    "sujet",
    "salon",
    "dossier",
    "secret",
    "pageparam",
    "valeur-unique",
    "absentparam",
    "été",
  ];
  words.push("purged", ...[...desk.openings.values()].map(({ salt }) => salt));
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    for (const word of words) assert.ok(!bytes.includes(word), `${word} in ${name}`);
  }
});
