import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { appendSynced, lockFolder, readIfPresent, removeIfPresent, writeAtomic } from "./files.ts";

/** A process that cannot be: pids are smaller than 2^22 (Linux, PID_MAX_LIMIT). */
const DEAD = "99999999 1\n";

async function temporary(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rempart-files-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test("a file is replaced whole, and nothing else stays", async (t) => {
  const folder = await temporary(t);
  const path = join(folder, "state");
  await writeAtomic(path, "first, and long");
  await writeAtomic(path, Uint8Array.of(1, 2));
  assert.deepEqual([...readFileSync(path)], [1, 2]);
  assert.deepEqual(readdirSync(folder), ["state"]);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test("a draft that a crash left behind is in nobody's way", async (t) => {
  const path = join(await temporary(t), "state");
  await writeAtomic(path, "old");
  writeFileSync(`${path}.new`, "half a dra");
  assert.equal((await readIfPresent(path))?.toString(), "old");
  await writeAtomic(path, "new");
  assert.equal((await readIfPresent(path))?.toString(), "new");
});

test("a failed replacement leaves the old content", async (t) => {
  const folder = await temporary(t);
  await assert.rejects(writeAtomic(join(folder, "no-such-folder", "state"), "x"), { code: "ENOENT" });
  const path = join(folder, "state");
  await writeAtomic(path, "old");
  await assert.rejects(writeAtomic(path, 7 as never));
  assert.equal(readFileSync(path, "utf8"), "old");
});

test("appends follow each other; an absent file is undefined, any other failure is thrown", async (t) => {
  const folder = await temporary(t);
  const path = join(folder, "journal");
  const handle = await open(path, "a");
  await appendSynced(handle, Buffer.from("a"));
  await appendSynced(handle, Buffer.from("b"));
  await handle.close();
  assert.equal((await readIfPresent(path))?.toString(), "ab");
  await removeIfPresent(path);
  await removeIfPresent(path);
  assert.equal(await readIfPresent(path), undefined);
  await assert.rejects(readIfPresent(folder), { code: "EISDIR" });
});

test("a live owner keeps its lock and is named; released, the lock is free", async (t) => {
  const folder = await temporary(t);
  const path = join(folder, "lock");
  const release = lockFolder(path);
  assert.throws(() => lockFolder(path), { code: "lock.held", details: { pid: process.pid } });
  release();
  assert.deepEqual(readdirSync(folder), []);
  lockFolder(path)();
  release();
  assert.ok(!existsSync(path), "a second release does nothing");
});

test("a dead owner's lock is taken over, also where its pid lives again as another process", async (t) => {
  const folder = await temporary(t);
  const path = join(folder, "lock");
  for (const owner of [DEAD, `${process.pid} 1\n`, "", "not a lock"]) {
    writeFileSync(path, owner);
    const release = lockFolder(path);
    assert.match(readFileSync(path, "utf8"), new RegExp(`^${process.pid} \\d+\\n$`));
    release();
    assert.deepEqual(readdirSync(folder), [], JSON.stringify(owner));
  }
});

test("a lock that another holds by now is not released by its former owner", async (t) => {
  const path = join(await temporary(t), "lock");
  const release = lockFolder(path);
  writeFileSync(path, DEAD);
  release();
  assert.equal(readFileSync(path, "utf8"), DEAD);
});

const CONTENDER = `
  const { lockFolder } = await import(process.argv[2]);
  process.on("message", ({ path, atMs }) => {
    while (Date.now() < atMs);
    let held = false;
    try { lockFolder(path); held = true; } catch (error) { if (!/^lock\\./.test(error.code)) throw error; }
    process.send(held);
  });
  process.send("ready");
`;

test("of two processes that find a dead owner's lock at once, one gets it", async (t) => {
  const folder = await temporary(t);
  writeFileSync(join(folder, "contender.mjs"), CONTENDER);
  const children = [1, 2].map(() =>
    fork(join(folder, "contender.mjs"), [new URL("./files.ts", import.meta.url).href], { execArgv: [] }),
  );
  t.after(() => children.map((child) => child.kill()));
  await Promise.all(children.map((child) => once(child, "message")));
  for (let round = 0; round < 40; round++) {
    const path = join(folder, `lock-${round}`);
    writeFileSync(path, DEAD);
    const answers = children.map(async (child) => (await once(child, "message"))[0] as boolean);
    for (const child of children) child.send({ path, atMs: Date.now() + 4 });
    assert.deepEqual((await Promise.all(answers)).filter(Boolean), [true], `round ${round}`);
  }
});
