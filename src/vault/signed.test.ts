import assert from "node:assert/strict";
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { appendLeaves, leafHash } from "../lib/merkle.ts";
import { type Approved, type Head, NO_HEAD, SignedFiles } from "./signed.ts";

const root = mkdtempSync(join(tmpdir(), "rempart-signed-"));
after(() => rmSync(root, { recursive: true }));

const newFolder = (): string => mkdtempSync(join(root, "vault-"));
const journalOf = (folder: string): string =>
  join(folder, readdirSync(folder).find((name) => /^head-\d+\.jsonl$/.test(name))!);

const approvedAt = (index: number): Approved => ({
  ...{ hash: `hash-${index}`, people: [`person-${index % 3}`], indices: [index] },
});

/** The head after the first `size` entries. */
function headAt(size: number): Head {
  let { range } = NO_HEAD;
  for (let i = 0; i < size; i++) range = appendLeaves(range, [leafHash(Buffer.from(String(i)))]);
  return { ...NO_HEAD, range, checkpoint: `signed ${size}`, atMs: size, config: 7, policy: "policy" };
}

async function withEntries(folder: string, count: number): Promise<void> {
  const { files } = await SignedFiles.open(folder);
  for (let i = 0; i < count; i++) await files.keep([approvedAt(i)], headAt(i + 1));
  files.close();
}

async function reopened(folder: string) {
  const { files, head, approved } = await SignedFiles.open(folder);
  files.close();
  return { head, approved: approved.map(({ hash }) => hash) };
}

const hashes = (count: number): string[] => Array.from({ length: count }, (_, i) => `hash-${i}`);

test("what was kept is there again, approvals and head alike, however often it is opened", async () => {
  const folder = newFolder();
  assert.deepEqual(await reopened(folder), { head: undefined, approved: [] });
  await withEntries(folder, 5);
  for (let i = 0; i < 3; i++)
    assert.deepEqual(await reopened(folder), { head: headAt(5), approved: hashes(5) });
});

test("wherever a power cut cuts the journal, head and approvals are those of one moment", async () => {
  const whole = newFolder();
  await withEntries(whole, 4);
  const { length } = readFileSync(journalOf(whole));
  const seen = new Set<number>();
  for (const at of [
    ...Array(Math.ceil(length / 7))
      .keys()
      .map((i) => i * 7),
    length,
  ]) {
    const folder = newFolder();
    cpSync(whole, folder, { recursive: true });
    truncateSync(journalOf(folder), at);
    appendFileSync(join(folder, "approved.jsonl"), '{"hash":"torn'); // was never synced
    const { head, approved } = await reopened(folder);
    const { size } = head!.range;
    seen.add(size);
    assert.deepEqual(head, headAt(size));
    assert.deepEqual(approved, hashes(size));
    assert.deepEqual(await reopened(folder), { head, approved }, "and stay so");
  }
  assert.deepEqual([...seen], [1, 2, 3, 4]);
});

test("a long journal is folded, and nothing of it is lost", async () => {
  const folder = newFolder();
  await withEntries(folder, 1);
  const { files } = await SignedFiles.open(folder);
  const first = journalOf(folder);
  const head = headAt(2);
  for (let i = 1; i <= 1_001; i++) await files.keep([approvedAt(i)], head);
  assert.notEqual(journalOf(folder), first);
  files.close();
  assert.deepEqual(await reopened(folder), { head, approved: hashes(1_002) });
});

test("a journal that is gone is no empty one", async () => {
  const folder = newFolder();
  await withEntries(folder, 2);
  rmSync(journalOf(folder));
  await assert.rejects(SignedFiles.open(folder), { code: "vault.head" });
});
