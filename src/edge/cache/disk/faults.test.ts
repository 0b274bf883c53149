import assert from "node:assert/strict";
import { fstatSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { copyFile, mkdir, rename, rmdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { MINUTE, SECOND } from "../../../lib/clock.ts";
import { readAll, turn } from "../../testing/subjects.ts";
import { SITE } from "../../testing/world.ts";
import { selectionOf } from "../purge-selection.ts";
import type { StoredResponse } from "../stored.ts";
import { Bench, bytesOf, fallibleIo, inChunks, KIB, listeningLog, MIB, until } from "./testing/disk.ts";

const OF_SITE = selectionOf({ by: "site", site: SITE.id });
const SMALL = bytesOf(5000);
const LARGE = bytesOf(MIB + 333);

const flip = (path: string, at: number): void => {
  const bytes = readFileSync(path);
  bytes[at]! ^= 1;
  writeSync(openSync(path, "r+"), bytes, at, 1, at);
};

test("a small file that was changed anywhere is dropped and never served", async () => {
  const { length } = await fileOf(SMALL);
  await fc.assert(
    fc.asyncProperty(fc.nat(length - 1), async (at) => {
      await using bench = await Bench.open();
      await bench.keep("/a", SMALL);
      flip(bench.objectFiles()[0]!, at);
      await bench.restart();
      assert.equal((await bench.find("/a")).stored, undefined);
      assert.equal(bench.disk.errors, 1);
      await until(() => bench.objectFiles().length === 0);
    }),
    { numRuns: 15 },
  );
});

test("a large file that was changed ends the transfer where it was changed, and is not found again", async () => {
  await using bench = await Bench.open();
  await bench.keep("/a", LARGE);
  flip(bench.objectFiles()[0]!, 500 * KIB);
  await bench.restart();
  const { stored } = await bench.find("/a");
  const got: Uint8Array[] = [];
  const reading = (async () => {
    for await (const chunk of stored!.body.open()) got.push(chunk);
  })();
  await assert.rejects(reading, /as it was written/);
  const bytes = Buffer.concat(got);
  assert.equal(bytes.length, 384 * KIB, "the blocks before the changed one");
  assert.ok(bytes.equals(LARGE.subarray(0, bytes.length)));
  assert.equal(stored!.body.readable, false);
  assert.equal((await bench.find("/a")).stored, undefined);
  assert.equal(bench.disk.objects, 0);
});

test("a file that is cut short or gone is dropped", async () => {
  await using bench = await Bench.open();
  for (const [target, bytes] of [
    ["/a", SMALL],
    ["/b", LARGE],
  ] as const) {
    await bench.keep(target, bytes);
    await bench.restart();
    await truncate(bench.objectFiles()[0]!, 4000);
    assert.equal((await bench.find(target)).stored, undefined);
    await until(() => bench.objectFiles().length === 0);
  }
  assert.equal(bench.disk.errors, 1, "counted since the last start");
});

test("a large file cut short while it is read ends the transfer", async () => {
  await using bench = await Bench.open();
  await bench.keep("/a", LARGE);
  await bench.restart();
  const { stored } = await bench.find("/a");
  await truncate(bench.objectFiles()[0]!, 300 * KIB);
  await assert.rejects(readAll(stored!.body.open()), /as it was written/);
  assert.equal((await bench.find("/a")).stored, undefined);
});

test("a file in the place of another one is not taken for it", async () => {
  await using bench = await Bench.open();
  await bench.keep("/a", SMALL);
  const [a] = bench.objectFiles();
  await bench.keep("/b", bytesOf(5000, 2));
  const b = bench.objectFiles().find((path) => path !== a)!;
  await copyFile(a!, b);
  await bench.restart();
  assert.equal((await bench.find("/b")).stored, undefined);
  assert.ok((await bench.read("/a"))?.equals(SMALL));
});

test("foreign files in the folder are neither served nor touched; leftovers of an earlier life go", async () => {
  await using bench = await Bench.open();
  await bench.keep("/a", SMALL);
  await bench.store.close();
  const foreign = ["README", "objects/00/notes.txt", "objects/00/UPPER.object"].map((name) =>
    join(bench.folder, name),
  );
  for (const path of foreign) await writeFile(path, "not ours");
  const leftover = join(bench.folder, "objects/00/1.object");
  await writeFile(leftover, "half");
  await mkdir(join(bench.folder, "discarded-0123456789abcdef"));
  await bench.start();
  await until(() => !bench.objectFiles().includes(leftover));
  for (const path of foreign) assert.equal(readFileSync(path, "utf8"), "not ours");
  assert.ok((await bench.read("/a"))?.equals(SMALL));
});

test("a folder is one process's at a time", async () => {
  await using bench = await Bench.open();
  await assert.rejects(bench.start(), { code: "lock.held" });
});

for (const [call, code] of [
  ["write", "ENOSPC"],
  ["write", "EIO"],
  ["open", "EROFS"],
] as const) {
  test(`${code} when an answer is written: memory serves on, it is counted, said once a minute and tried again later`, async () => {
    const { io, state } = fallibleIo();
    const log = listeningLog();
    await using bench = await Bench.open({ io, log });
    state.refuses = { [call]: code };
    for (let i = 0; i < 5; i++) await bench.keep(`/${i}`, SMALL);
    assert.equal(bench.disk.droppedWrites, 5);
    assert.equal(bench.disk.errors, 1, "after the first the disk is left alone");
    for (let i = 0; i < 5; i++) assert.ok((await bench.read(`/${i}`))?.equals(SMALL));
    bench.clock.advance(31 * SECOND);
    await bench.keep("/x", SMALL);
    assert.equal(bench.disk.errors, 2);
    assert.equal(log.lines.length, 1);
    bench.clock.advance(MINUTE);
    state.refuses = {};
    await bench.keep("/y", SMALL);
    assert.equal(bench.disk.objects, 1);
    await until(() => bench.objectFiles().length === 1);
  });
}

test("a disk that is full gives back some of the cache", async () => {
  const { io, state } = fallibleIo();
  await using bench = await Bench.open({ io });
  for (let i = 0; i < 40; i++) await bench.keep(`/${i}`, SMALL);
  state.refuses = { write: "ENOSPC" };
  await bench.keep("/x", SMALL);
  assert.ok(bench.disk.evictions >= 2);
  assert.ok(bench.disk.objects < 40);
});

test("a disk that fails under an arriving body: its readers get all of it, and the next one asks the origin", async () => {
  const { io, state } = fallibleIo();
  await using bench = await Bench.open({ io });
  const stored = bench.answer("/large");
  const bytes = bytesOf(4 * MIB);
  bench.store.put(stored);
  const fast = readAll(stored.body.open());
  const slow = (stored.body.open() as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const filled = stored.body.fill(inChunks(bytes));
  await until(() => stored.body.bytes > 2 * MIB);
  state.refuses = { write: "ENOSPC" };
  await until(() => bench.disk.errors > 0);
  assert.equal((await bench.find("/large")).stored, undefined);
  const late = readAll({ [Symbol.asyncIterator]: () => slow });
  await filled;
  assert.ok((await fast).equals(bytes));
  assert.ok((await late).equals(bytes));
  await until(() => bench.objectFiles().length === 0);
});

test("a disk that cannot be read costs a hit, not an answer", async () => {
  const { io, state } = fallibleIo();
  await using bench = await Bench.open({ io });
  await bench.keep("/a", SMALL);
  await bench.restart();
  state.refuses = { read: "EIO" };
  assert.equal((await bench.find("/a")).stored, undefined);
  assert.equal(bench.disk.errors, 1);
});

test("a folder that cannot be used leaves memory alone", async () => {
  const log = listeningLog();
  const { io, state } = fallibleIo();
  state.refuses = { open: "EACCES" };
  await using bench = await Bench.open();
  await bench.store.close();
  await bench.start({ io, log });
  assert.equal(bench.store.disk, undefined);
  assert.deepEqual(log.lines, ["edge.no-disk-cache"]);
  const stored: StoredResponse = bench.answer("/a");
  bench.store.put(stored);
  assert.equal((await bench.find("/a")).stored, stored);
});

test("an edge that stops removes what it has just dropped, on a slow disk too", async () => {
  const { io } = fallibleIo();
  await using bench = await Bench.open({ io });
  for (let i = 0; i < 20; i++) await bench.keep(`/${i}`, SMALL);
  const { unlink } = io;
  io.unlink = async (path) => {
    for (let turns = 0; turns < 5; turns++) await turn();
    await unlink(path);
  };
  await bench.store.dropWhere(OF_SITE);
  await bench.store.close();
  assert.deepEqual(bench.objectFiles(), []);
  await bench.start();
});

// The journal.

test("on a disk that takes no more byte a purge is durable all the same, and costs nothing else", async () => {
  const { io } = fallibleIo();
  await using bench = await Bench.open({ io });
  for (const target of ["/a", "/b"]) await bench.keep(target, SMALL);
  await bench.store.settled();
  const write = io.write;
  io.write = async (fd, buffers, at) => {
    const end = buffers.reduce((sum, { length }) => sum + length, at);
    if (end > fstatSync(fd).size) throw Object.assign(new Error(), { code: "ENOSPC" });
    await write(fd, buffers, at);
  };
  await bench.keep("/c", SMALL);
  assert.equal(bench.disk.droppedWrites, 1);
  assert.equal(await bench.store.dropWhere(({ target }) => target === "/a"), 1);
  io.write = write;
  await bench.restart();
  assert.equal((await bench.find("/a")).stored, undefined);
  assert.ok((await bench.read("/b"))?.equals(SMALL));
});

test("a journal that cannot be changed: all is forgotten rather than one purge; later the disk is used again", async () => {
  const { io, state } = fallibleIo();
  await using bench = await Bench.open({ io });
  for (const target of ["/a", "/b"]) await bench.keep(target, SMALL);
  await bench.store.settled();
  state.refuses = { write: "EIO" };
  assert.equal(await bench.store.dropWhere(({ target }) => target === "/a"), 1);
  assert.equal(bench.disk.objects, 0);
  assert.ok((await bench.read("/b"))?.equals(SMALL), "from memory");
  state.refuses = {};
  await bench.restart();
  assert.equal(bench.disk.objects, 0, "and nothing comes back");
  await bench.keep("/c", SMALL);
  bench.clock.advance(MINUTE);
  assert.equal(bench.disk.objects, 1);
});

test("a purge that no disk can be told of is not said to be done, and is once it can", async () => {
  const { io, state } = fallibleIo();
  await using bench = await Bench.open({ io });
  await bench.keep("/a", SMALL);
  await bench.store.settled();
  const journal = join(bench.folder, "journal-1");
  state.refuses = { write: "EIO" };
  await rename(journal, `${journal}.aside`);
  await mkdir(journal); // a name that cannot be taken away
  await assert.rejects(async () => bench.store.dropWhere(OF_SITE));
  assert.equal((await bench.find("/a")).stored, undefined, "in force all the same");
  await rmdir(journal);
  await rename(`${journal}.aside`, journal);
  await bench.store.settled();
  state.refuses = {};
  await bench.restart();
  assert.equal(bench.disk.objects, 0);
});

test("a last line that was not finished is cut off; what came before it holds", async () => {
  await using bench = await Bench.open();
  await bench.keep("/a", SMALL);
  await bench.store.close();
  const journal = join(bench.folder, "journal-1");
  writeFileSync(journal, Buffer.concat([readFileSync(journal), Buffer.from('0123abcd {"id":1')]));
  for (let lives = 0; lives < 2; lives++) {
    await bench.start();
    assert.ok((await bench.read("/a"))?.equals(SMALL));
    await bench.store.close();
    assert.ok(!readFileSync(journal, "latin1").includes("0123abcd"));
  }
  await bench.start();
});

test("damage in the journal costs the lines that it hits, and never brings back what was purged", async () => {
  const { io, state } = fallibleIo();
  state.refuses = { unlink: "EIO" }; // the files are still there
  await using bench = await Bench.open({ io });
  for (let i = 0; i < 5; i++) {
    await bench.keep(`/${i}`, SMALL);
    if (i % 2 === 0) await bench.store.dropWhere(({ target }) => target === `/${i}`);
  }
  await bench.store.close();
  const journal = join(bench.folder, "journal-1");
  const whole = readFileSync(journal);
  const files = bench.objectFiles().map((path) => [path, readFileSync(path)] as const);
  const random = fc.sample(fc.nat(whole.length - 1), { numRuns: 40, seed: 7 });
  for (const at of [whole.length - 1, whole.length - 2, ...random]) {
    writeFileSync(journal, whole);
    for (const [path, bytes] of files) writeFileSync(path, bytes);
    flip(journal, at);
    await bench.start();
    for (const i of [0, 2, 4]) assert.equal((await bench.find(`/${i}`)).stored, undefined, `flip at ${at}`);
    const isOfLine = (i: number) => {
      const from = whole.lastIndexOf("\n", whole.indexOf(`/${i}"`));
      return at >= from && at <= whole.indexOf("\n", from + 1);
    };
    for (const i of [1, 3]) {
      const read = await bench.read(`/${i}`);
      assert.equal(read?.equals(SMALL), isOfLine(i) ? undefined : true, `flip at ${at}`);
    }
    await bench.store.close();
    assert.ok(
      ![1, 3].some((i) => isOfLine(i) && readFileSync(journal).includes(`/${i}"`)),
      "no damaged line stays",
    );
  }
  await bench.start();
});

for (const [what, damage] of [
  ["a life that cannot be read", (folder: string) => flip(join(folder, "life"), 3)],
  ["a segment too many", (folder: string) => writeFileSync(join(folder, "journal-3"), "")],
] as const) {
  test(`${what}: the folder is begun anew`, async () => {
    await using bench = await Bench.open();
    await bench.keep("/a", SMALL);
    await bench.store.close();
    damage(bench.folder);
    await bench.start();
    assert.equal((await bench.find("/a")).stored, undefined);
    await bench.keep("/b", SMALL);
    await bench.restart();
    assert.ok((await bench.read("/b"))?.equals(SMALL));
    await until(() => bench.objectFiles().length === 1);
  });
}

async function fileOf(bytes: Buffer): Promise<Buffer> {
  await using bench = await Bench.open();
  await bench.keep("/a", bytes);
  return readFileSync(bench.objectFiles()[0]!);
}
