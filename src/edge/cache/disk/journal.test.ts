import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { DurableIndex } from "./durable-index.ts";
import { CacheFolder } from "./folder.ts";
import { nodeIo } from "./io.ts";
import { Journal } from "./journal.ts";
import type { IndexedObject } from "./object-index.ts";
import { fallibleIo, until } from "./testing/disk.ts";

/** So long that some thousands make the journal long. */
const object = (id: number): IndexedObject => ({
  ...{ id, key: `/${id}/${"k".repeat(1000)}`, vary: "[]", groups: [`group-of-${id}\n`] },
  place: { bodyBytes: id, headBytes: 1, room: 0 },
});

async function withFolder(use: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "rempart-journal-"));
  try {
    await mkdir(join(folder, "cache"));
    await use(join(folder, "cache"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a process leaves that dies now. */
function death(path: string): string {
  const left = mkdtempSync(`${path}-`);
  for (const name of ["life", ...segments(path)]) copyFileSync(join(path, name), join(left, name));
  return left;
}

const segments = (path: string): string[] => readdirSync(path).filter((name) => name.startsWith("journal-"));
const idsOf = ({ objects }: DurableIndex): number[] =>
  Array.from({ length: objects.end }, (_, slot) => slot)
    .filter((slot) => objects.holds(slot))
    .map((slot) => objects.id(slot))
    .sort((a, b) => a - b);

/** What another process finds in a folder. */
async function foundIn(path: string): Promise<number[]> {
  const index = await DurableIndex.open(new CacheFolder(path), nodeIo);
  await index.close();
  return idsOf(index);
}

/** Keeps some thousands, and adds and drops others until the journal is about to be written anew. */
async function lengthen(index: DurableIndex, path: string): Promise<void> {
  for (let i = 0; i < 4000; i++) index.add(object(index.newId()));
  while (segments(path).length < 2) {
    for (let i = 0; i < 50; i++) index.drop([index.add(object(index.newId()))]);
    await nextTurn();
  }
}

test("written anew while changes go on, and killed at any time of it: what was kept is found, what was dropped is not", async () => {
  await withFolder(async (path) => {
    const { io } = fallibleIo();
    const index = await DurableIndex.open(new CacheFolder(path), io);
    await lengthen(index, path);
    let [kept, gone] = [new Set(idsOf(index)), new Set<number>()];
    const deaths: { readonly left: string; readonly kept: Set<number>; readonly gone: Set<number> }[] = [];
    let calls = 0;
    const dieBefore = <A extends unknown[]>(call: (...args: A) => Promise<void>) => {
      return (...args: A): Promise<void> => {
        if (calls++ % 4 === 0)
          deaths.push({ left: death(path), kept: kept.intersection(new Set(idsOf(index))), gone });
        return call(...args);
      };
    };
    Object.assign(io, {
      ...{ write: dieBefore(io.write), sync: dieBefore(io.sync), unlink: dieBefore(io.unlink) },
    });
    while (segments(path).length > 1) {
      const slots = [index.add(object(index.newId())), index.objects.victim()!];
      const dropped = slots.map((slot) => index.objects.id(slot));
      index.drop(slots);
      index.add(object(index.newId()));
      await index.sync();
      [kept, gone] = [new Set(idsOf(index)), gone.union(new Set(dropped))];
    }
    assert.ok(deaths.length > 10, `${deaths.length} deaths`);
    for (const one of deaths) {
      const found = new Set<number>();
      await (await Journal.open(nodeIo, new CacheFolder(one.left), ({ id }) => found.add(id))).abandon();
      assert.ok(found.isSupersetOf(one.kept) && found.isDisjointFrom(one.gone));
    }
    await index.close();
    assert.deepEqual(await foundIn(path), idsOf(index));
    assert.deepEqual(segments(path), ["journal-2"]);
  });
});

test("a process that died while it was written anew is followed by one that ends it", async () => {
  await withFolder(async (path) => {
    const { io } = fallibleIo();
    const index = await DurableIndex.open(new CacheFolder(path), io);
    io.unlink = () => Promise.reject(new Error("refused"));
    await lengthen(index, path);
    await index.sync();
    const left = death(path);
    const next = await DurableIndex.open(new CacheFolder(left), nodeIo);
    assert.deepEqual(idsOf(next), idsOf(index));
    assert.equal(segments(left).length, 2);
    next.add(object(next.newId()));
    await until(() => segments(left).length === 1);
    await next.close();
    assert.deepEqual(await foundIn(left), idsOf(next));
    await index.close();
  });
});

test("a disk that takes no line in the new segment: the old one goes on, and it is tried again", async () => {
  await withFolder(async (path) => {
    const { io } = fallibleIo();
    const index = await DurableIndex.open(new CacheFolder(path), io);
    const { open, write } = io;
    let refuses = true;
    const fds = new Set<number>();
    io.open = async (name, flags) => {
      const fd = await open(name, flags);
      if (flags === "r+" && name.endsWith("journal-2")) fds.add(fd);
      return fd;
    };
    io.write = (fd, buffers, at) =>
      refuses && fds.has(fd) ? Promise.reject(new Error("refused")) : write(fd, buffers, at);
    await lengthen(index, path);
    await index.sync();
    assert.ok((await foundIn(death(path))).length >= 4000, "what the old one has is still there");
    refuses = false;
    index.add(object(index.newId()));
    await until(() => segments(path).length === 1);
    await index.close();
    assert.deepEqual(await foundIn(path), idsOf(index));
  });
});

test("what was dropped is nowhere in the journal once that is durable, whatever became of its line before", async () => {
  await withFolder(async (path) => {
    const index = await DurableIndex.open(new CacheFolder(path), nodeIo);
    const add = (): number => index.add(object(index.newId()));
    const [dropped, moved, expired, kept] = [add(), add(), add(), add()];
    await index.sync();
    const late = add();
    index.move(moved, { bodyBytes: 1, headBytes: 7, room: 1 });
    index.expire([expired], 5);
    const names = [dropped, moved, expired, late, kept].map((slot) => `/${index.objects.id(slot)}/`);
    index.drop([dropped, moved, expired, late]);
    await index.sync();
    const text = readFileSync(join(path, "journal-1"), "latin1");
    assert.deepEqual(
      names.map((name) => text.includes(name)),
      [false, false, false, false, true],
    );
    await index.close();
  });
});

test("durable means that nothing was written after the disk was last told to keep it", async () => {
  await withFolder(async (path) => {
    const { io } = fallibleIo();
    const calls: string[] = [];
    for (const call of ["write", "sync"] as const) {
      const run = io[call] as (...args: unknown[]) => Promise<void>;
      Object.assign(io, {
        [call]: async (...args: unknown[]) => {
          await run(...args);
          calls.push(call);
        },
      });
    }
    const index = await DurableIndex.open(new CacheFolder(path), io);
    const [slot] = [index.add(object(index.newId())), index.add(object(index.newId()))];
    await until(() => calls.includes("write"));
    assert.ok(!calls.includes("sync"), "keeping is not worth a sync");
    index.drop([slot]);
    await index.sync();
    assert.equal(calls.at(-1), "sync");
    await index.close();
  });
});

test("a soft purge and a newer head are found again", async () => {
  await withFolder(async (path) => {
    const index = await DurableIndex.open(new CacheFolder(path), nodeIo);
    const [expired, moved] = [index.add(object(index.newId())), index.add(object(index.newId()))];
    index.expire([expired, moved], 5);
    const place = { bodyBytes: 1, headBytes: 7, room: 1 } as const;
    index.move(moved, place);
    await index.close();
    const { objects } = await DurableIndex.open(new CacheFolder(path), nodeIo);
    const at = (slot: number): number => objects.slotsOf(index.objects.key(slot))[0]!;
    assert.equal(objects.expiredAtMs(at(expired)), 5);
    assert.equal(objects.expiredAtMs(at(moved)), undefined, "a 304 came after the purge");
    assert.deepEqual(objects.place(at(moved)), place);
  });
});

test("ids go on after those of every earlier process", async () => {
  await withFolder(async (path) => {
    let last = 0;
    for (let lives = 0; lives < 3; lives++) {
      const index = await DurableIndex.open(new CacheFolder(path), nodeIo);
      assert.ok(index.newId() > last);
      last = index.newId();
      await index.close();
    }
  });
});
