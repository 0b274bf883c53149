import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { SITE, TestDesk } from "../../feed/testing/desk.ts";
import { verifyBatch } from "../../feed/verify.ts";
import { EMPTY_RANGE } from "../../lib/merkle.ts";
import { type Change, changeOf, configChange } from "./replica.ts";
import { StateFile } from "./state-file.ts";
import { FILE_KEY, TAG_KEY, temporary } from "./testing/bench.ts";

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
  await file.rewrite(changes.slice(0, 2));
  for (const change of changes.slice(2)) await file.append(change);
  await file.close();
  return { folder, changes, base: join(folder, "base-1.jsonl"), journal: join(folder, "journal-1.jsonl") };
}

test("every change comes back, in order, hashes as hashes", async (t) => {
  const desk = new TestDesk();
  desk.measure("/fil/1");
  desk.measure("/fil/2");
  const change = changeOf(verifyBatch(EMPTY_RANGE, desk.batch(0), desk.keys), TAG_KEY);
  const folder = await temporary(t);
  const file = await StateFile.open(folder, FILE_KEY, () => assert.fail("nothing is there yet"));
  await file.append(change);
  await file.append(config(1));
  await file.close();
  assert.deepEqual(await reopen(folder), [change, config(1)]);
  await assert.rejects(file.append(config(2)), /closed/);
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
      await file.append(config(77));
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
  await file.rewrite(fresh);
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

test("a write that failed half way is as if it had not been tried", async (t) => {
  const folder = await temporary(t);
  const file = await StateFile.open(folder, FILE_KEY, () => {});
  await file.append(config(1));
  const handle = await open(join(folder, "journal-0.jsonl"));
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  const full = t.mock.method(
    prototype,
    "appendFile",
    async function (this: { write(b: Buffer): unknown }, line: Buffer) {
      await this.write(line.subarray(0, 20));
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    },
  );
  await assert.rejects(file.append(config(2)), { code: "ENOSPC" });
  await assert.rejects(file.append(config(2)), { code: "ENOSPC" });
  full.mock.restore();
  await file.append(config(2));
  await file.close();
  assert.deepEqual(await reopen(folder), [config(1), config(2)]);
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
  const change = changeOf(verifyBatch(EMPTY_RANGE, desk.batch(0), desk.keys), TAG_KEY);
  const folder = await temporary(t);
  const file = await StateFile.open(folder, FILE_KEY, () => {});
  await file.append({ t: "config", version: 1, item: { kind: "site", site: SITE } });
  await file.rewrite([change]);
  await file.append(change);
  await file.append(
    configChange(2, { kind: "purge", purge: { by: "url", site: SITE.id, path: "/purged/page" } }),
  );
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
