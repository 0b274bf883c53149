import assert from "node:assert/strict";
import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { DAY, fakeClock, HOUR, rfc3339, SECOND } from "../lib/clock.ts";
import { EPOCH_MS, FORGET_AFTER_MS, WrapKeys } from "./wrap-keys.ts";

const LIST = "wrap-epochs.json";

describe("wrapping keys", () => {
  let folder: string;
  let clock: ReturnType<typeof fakeClock>;
  let keys: WrapKeys;
  /** As after the process has ended. */
  const restart = async (isFirstRun = false): Promise<void> => {
    keys = await WrapKeys.open(folder, isFirstRun, clock.now());
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "rempart-wrap-"));
    clock = fakeClock();
    await restart(true);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const path = (name: string) => join(folder, name);
  const files = () => readdirSync(folder).sort();
  const current = () => keys.current(clock.now());
  const forget = (before: number) => keys.forget(before, clock.now());
  const nextEpoch = () => {
    clock.advance(EPOCH_MS + SECOND);
    return current();
  };
  /** A write of this name fails while the work goes on. */
  const failing = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    mkdirSync(path(`${name}.new`));
    await work();
    rmSync(path(`${name}.new`), { recursive: true });
  };

  test("the first is epoch 0; another begins once the newest is older than 30 days, and is on the disk then", async () => {
    assert.deepEqual([keys.oldest, keys.newest.epoch], [0, 0]);
    assert.deepEqual(files(), [LIST, "wrap.key"]);
    clock.advance(EPOCH_MS);
    assert.equal((await current()).epoch, 0);
    clock.advance(1);
    const begun = await current();
    assert.equal(begun.epoch, 1);
    assert.equal(readFileSync(path("wrap-1.key"), "utf8"), `${Buffer.from(begun.key).toString("hex")}\n`);
    const [first] = [Buffer.from(keys.at(0))];
    await restart();
    assert.deepEqual([keys.oldest, keys.newest], [0, begun]);
    assert.deepEqual(Buffer.from(keys.at(0)), first);
    assert.deepEqual(JSON.parse(readFileSync(path(LIST), "utf8")), [
      { epoch: 0, began: "2026-12-01T00:00:00Z" },
      { epoch: 1, began: "2026-12-31T00:00:00Z" },
    ]);
  });

  test("two at once begin one", async () => {
    clock.advance(EPOCH_MS + 1);
    const both = await Promise.all([current(), current(), current()]);
    assert.deepEqual(
      both.map(({ epoch }) => epoch),
      [1, 1, 1],
    );
    assert.deepEqual(new Set(both).size, 1);
    assert.deepEqual(files(), ["wrap-1.key", LIST, "wrap.key"]);
  });

  test("a key from before there were epochs is epoch 0 and gives way at once", async () => {
    rmSync(path(LIST));
    writeFileSync(path("wrap.key"), `${"07".repeat(32)}\n`);
    await restart();
    assert.deepEqual(Buffer.from(keys.at(0)), Buffer.alloc(32, 7));
    assert.equal((await current()).epoch, 1);
    assert.deepEqual(Buffer.from(keys.at(0)), Buffer.alloc(32, 7));
  });

  test("a clock that is set back begins nothing, and forgets nothing", async () => {
    await nextEpoch();
    clock.advance(-10 * EPOCH_MS);
    assert.equal((await current()).epoch, 1);
    await assert.rejects(forget(1), { code: "vault.too-early" });
  });

  test("a key that cannot be written begins no epoch; the next time one begins", async () => {
    clock.advance(EPOCH_MS + 1);
    await failing("wrap-1.key", () => assert.rejects(current()));
    for (let start = 0; start < 2; start++) {
      assert.equal(keys.newest.epoch, 0);
      await restart();
    }
    assert.equal((await current()).epoch, 1);
    await restart();
    assert.equal(keys.newest.epoch, 1);
  });

  test("a key that was written and not listed has wrapped nothing: another takes its place", async () => {
    clock.advance(EPOCH_MS + 1);
    await failing(LIST, () => assert.rejects(current()));
    assert.equal(keys.newest.epoch, 0);
    assert.deepEqual(files(), ["wrap-1.key", LIST, "wrap.key"]);
    const { key } = await current();
    await restart();
    assert.deepEqual(keys.newest.key, key);
  });

  test("a crash between key and list: the epoch begins at the next start, and its seven days with it", async () => {
    clock.advance(EPOCH_MS + 1);
    await failing(LIST, () => assert.rejects(current()));
    clock.advance(10 * DAY); // in which epoch 0 went on
    await restart();
    assert.deepEqual([keys.newest.epoch, keys.newest.beganMs], [1, clock.now() - 1]);
    await assert.rejects(forget(1), { code: "vault.too-early" });
    await restart(); // it began once
    clock.advance(FORGET_AFTER_MS);
    assert.deepEqual(await forget(1), [0]);
  });

  test("a crash in the very first run, between key and list, is made good", async () => {
    rmSync(path(LIST));
    const before = Buffer.from(keys.at(0));
    await restart(true);
    assert.deepEqual([Buffer.from(keys.at(0)), keys.newest.beganMs], [before, clock.now()]);
  });

  test("a lost key is named and never replaced, wherever in the row it is", async () => {
    await nextEpoch();
    await nextEpoch();
    for (const name of ["wrap.key", "wrap-1.key", "wrap-2.key"]) {
      const bytes = readFileSync(path(name));
      rmSync(path(name));
      await assert.rejects(restart(), { code: "vault.key-missing", details: { key: name } });
      writeFileSync(path(name), bytes);
    }
    await restart();
  });

  describe("forgetting", () => {
    test("is refused for the newest, for what is not there, and for a week after the next began", async () => {
      await assert.rejects(forget(1), { code: "vault.epoch", message: /at most 0/ });
      await nextEpoch();
      clock.advance(FORGET_AFTER_MS - SECOND);
      const from = rfc3339(clock.now() + SECOND);
      await assert.rejects(forget(1), {
        code: "vault.too-early",
        details: { field: "before", epoch: 0, from },
      });
      await assert.rejects(forget(2), { code: "vault.epoch" });
      assert.equal(keys.oldest, 0);
      clock.advance(SECOND);
      assert.deepEqual(await forget(1), [0]);
      await assert.rejects(forget(2), { code: "vault.epoch" });
    });

    test("one that is too young keeps all: nothing is destroyed by half a request", async () => {
      await nextEpoch();
      await nextEpoch();
      clock.advance(HOUR);
      await assert.rejects(forget(2), { code: "vault.too-early", message: /^epoch 1 / });
    });

    test("can be asked for again and again", async () => {
      await nextEpoch();
      await nextEpoch();
      clock.advance(FORGET_AFTER_MS);
      assert.deepEqual(await forget(0), []);
      assert.deepEqual(await Promise.all([forget(2), forget(2)]), [[0, 1], []]);
      assert.deepEqual(await forget(1), []);
      assert.deepEqual([keys.oldest, keys.newest.epoch], [2, 2]);
      assert.deepEqual(files(), ["wrap-2.key", LIST]);
      await restart();
      assert.deepEqual(await forget(2), []);
      for (const epoch of [0, 1])
        assert.throws(() => keys.at(epoch), { code: "vault.forgotten", status: 410 });
      assert.throws(() => keys.at(3), { code: "vault.wrapped" });
      assert.equal((await nextEpoch()).epoch, 3);
    });

    test("overwrites the key where it lies, and in memory", async () => {
      const key = keys.at(0);
      linkSync(path("wrap.key"), path("another-name"));
      await nextEpoch();
      clock.advance(FORGET_AFTER_MS);
      await forget(1);
      assert.deepEqual(readFileSync(path("another-name")), Buffer.alloc(65));
      assert.deepEqual(Buffer.from(key), Buffer.alloc(32));
      assert.ok(!files().includes("wrap.key"));
    });

    test("that cannot be listed destroys nothing", async () => {
      await nextEpoch();
      clock.advance(FORGET_AFTER_MS);
      const key = Buffer.from(keys.at(0));
      await failing(LIST, () => assert.rejects(forget(1)));
      assert.deepEqual(Buffer.from(keys.at(0)), key);
      await restart();
      assert.deepEqual(Buffer.from(keys.at(0)), key);
    });

    test("that was listed is forgetting, whatever became of the file: the next start or request finishes it", async () => {
      const key = readFileSync(path("wrap.key"));
      await nextEpoch();
      clock.advance(FORGET_AFTER_MS);
      rmSync(path("wrap.key"));
      mkdirSync(path("wrap.key")); // which cannot be overwritten
      await assert.rejects(forget(1), { code: "EISDIR" });
      assert.throws(() => keys.at(0), { code: "vault.forgotten" });
      rmSync(path("wrap.key"), { recursive: true });
      writeFileSync(path("wrap.key"), key);
      assert.deepEqual(await forget(1), [0]);
      for (const left of [key, Buffer.alloc(key.length)]) {
        writeFileSync(path("wrap.key"), left); // not reached, or overwritten and not removed; or back from a backup
        linkSync(path("wrap.key"), path("another-name"));
        await restart();
        assert.throws(() => keys.at(0), { code: "vault.forgotten" });
        assert.deepEqual(readFileSync(path("another-name")), Buffer.alloc(65));
        rmSync(path("another-name"));
        assert.deepEqual(files(), ["wrap-1.key", LIST]);
      }
    });

    test("keys without their list are not taken for all that there were", async () => {
      await nextEpoch();
      clock.advance(FORGET_AFTER_MS);
      await forget(1);
      rmSync(path(LIST));
      await assert.rejects(restart(), { code: "vault.key-missing", details: { key: LIST } });
    });
  });
});
