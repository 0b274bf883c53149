import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { fromUtf8 } from "../lib/bytes.ts";
import { leafHash, merkleRoot, rangeRoot } from "../lib/merkle.ts";
import { flipped, sign, signedBy, temporaryFolder } from "./fixture.test.ts";
import { inclusionProof, nodesOfTiles, verifyInclusion } from "./proofs.ts";
import { fileReader, readEntries } from "./reader.ts";
import { restoreEntries } from "./restore.ts";
import { LedgerStore } from "./store.ts";
import {
  decodeBundle,
  edgeViews,
  encodeBundle,
  entriesPath,
  parseTilePath,
  tilePath,
  viewPath,
  viewWidth,
} from "./tiles.ts";

const some = (count: number, from = 0): Buffer[] =>
  Array.from({ length: count }, (_, i) => Buffer.from(`entry ${from + i}`));
const rootOf = (entries: readonly Uint8Array[]) => merkleRoot(entries.map(leafHash));

async function all(store: LedgerStore): Promise<string[]> {
  const texts: string[] = [];
  for await (const entry of store.entries()) texts.push(fromUtf8(entry));
  return texts;
}

/** Opens, acts, closes: what a process does between two crashes. */
async function inStore<T>(path: string, act: (store: LedgerStore) => Promise<T>): Promise<T> {
  const store = await LedgerStore.open(path);
  try {
    return await act(store);
  } finally {
    store.close();
  }
}

test("what was appended is there after opening again, whatever the portions", async () => {
  const portions = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(portions, async (counts) => {
      using folder = temporaryFolder();
      let size = 0;
      for (const count of counts) {
        await inStore(folder.path, async (store) => {
          assert.equal(store.size, size);
          const range = await store.append(some(count, size));
          size += count;
          assert.equal(range.size, size);
          assert.deepEqual(rangeRoot(range), rootOf(some(size)));
        });
      }
      await inStore(folder.path, async (store) => {
        assert.deepEqual(await all(store), some(size).map(String));
        const half = Math.floor(size / 2);
        assert.deepEqual(rangeRoot(await store.range(half)), rootOf(some(half)));
        if (size > 0) assert.equal(fromUtf8(await store.entry(size - 1)), `entry ${size - 1}`);
        await assert.rejects(store.entry(size), RangeError);
      });
    }),
    { numRuns: 12 },
  );
});

test("one entry after the other gives the same files as all at once", async () => {
  using one = temporaryFolder();
  using many = temporaryFolder();
  await inStore(one.path, async (store) => {
    for (const entry of some(520)) await store.append([entry]);
  });
  await inStore(many.path, (store) => store.append(some(520)));
  for (const path of ["tile/entries/000", "tile/entries/002", "tile/0/001", "tile/0/002", "tile/1/000"]) {
    assert.deepEqual(readFileSync(join(one.path, path)), readFileSync(join(many.path, path)), path);
  }
});

test("two writers cannot have the folder at once", async () => {
  using folder = temporaryFolder();
  await inStore(folder.path, async () => {
    await assert.rejects(LedgerStore.open(folder.path), { code: "lock.held" });
  });
  await inStore(folder.path, async (store) => assert.equal(store.size, 0));
});

test("an append torn at any byte is cut to whole entries, and the store goes on from there", async () => {
  for (const before of [0, 254, 256]) {
    const whole = encodeBundle(some(2, before));
    for (let cut = 0; cut <= whole.length; cut++) {
      using folder = temporaryFolder();
      await inStore(folder.path, (store) => store.append(some(before)));
      // The torn bytes may end in the middle of an entry; hash tiles were not reached.
      const n = Math.floor(before / 256);
      const path = join(folder.path, entriesPath(n));
      const held = before % 256 === 0 ? Buffer.alloc(0) : readFileSync(path);
      const room = Buffer.concat([held, whole.subarray(0, cut)]);
      mkdirSync(join(folder.path, "tile/entries"), { recursive: true });
      writeFileSync(path, room);
      await inStore(folder.path, async (store) => {
        const kept = Math.min(store.size, 256 * (n + 1)) - before;
        assert.ok(kept >= 0 && kept <= 2);
        assert.deepEqual(await all(store), some(before + kept).map(String));
        await store.append(some(2, store.size));
        assert.deepEqual(rangeRoot(await store.range()), rootOf(some(before + kept + 2)));
      });
    }
  }
});

test("zeros that a power cut left at the end are no entries", async () => {
  using folder = temporaryFolder();
  await inStore(folder.path, (store) => store.append(some(3)));
  const path = join(folder.path, entriesPath(0));
  writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(4096)]));
  await inStore(folder.path, async (store) => assert.equal(store.size, 3));
  assert.deepEqual(readFileSync(path), encodeBundle(some(3)));
});

test("hash tiles that were torn, changed or lost in a crash are made again from the entries", async () => {
  const damages: ((path: string) => void)[] = [
    (path) => unlinkSync(path),
    (path) => truncateSync(path, 0),
    (path) => truncateSync(path, 17),
    (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(40)])),
    (path) => writeFileSync(path, flipped(readFileSync(path), 5)),
  ];
  for (const damage of damages) {
    for (const tile of ["tile/0/002", "tile/1/000"]) {
      using folder = temporaryFolder();
      await inStore(folder.path, (store) => store.append(some(700)));
      const intact = readFileSync(join(folder.path, tile));
      damage(join(folder.path, tile));
      await inStore(folder.path, async (store) => {
        assert.deepEqual(rangeRoot(await store.range()), rootOf(some(700)));
      });
      assert.deepEqual(readFileSync(join(folder.path, tile)), intact);
    }
  }
});

test("all hash tiles can be lost", async () => {
  using folder = temporaryFolder();
  await inStore(folder.path, async (store) => {
    await store.append(some(700));
    await store.publish(signedBy(some(700)));
  });
  rmSync(join(folder.path, "tile/0"), { recursive: true });
  rmSync(join(folder.path, "tile/1"), { recursive: true });
  await inStore(folder.path, async (store) => {
    assert.deepEqual(rangeRoot(await store.range()), rootOf(some(700)));
  });
});

test("an early hash tile that rotted is made again", async () => {
  using folder = temporaryFolder();
  await inStore(folder.path, async (store) => {
    await store.append(some(700));
    await store.publish(signedBy(some(700)));
  });
  const path = join(folder.path, tilePath(0, 0));
  const intact = readFileSync(path);
  writeFileSync(path, flipped(intact, 5));
  await inStore(folder.path, async (store) => {
    assert.deepEqual(rangeRoot(await store.range()), rootOf(some(700)));
  });
  assert.deepEqual(readFileSync(path), intact);
});

test("where a failed append cannot be undone, nothing more is taken until the store is opened again", async () => {
  using folder = temporaryFolder();
  const blocked = join(folder.path, entriesPath(2));
  await inStore(folder.path, async (store) => {
    await store.append(some(200));
    mkdirSync(blocked); // neither written nor unlinked
    await assert.rejects(store.append(some(500, 200)), { code: "EISDIR" });
    await assert.rejects(store.append(some(1, 200)), { code: "ledger.damaged" });
    await assert.rejects(store.publish(signedBy(some(200))), { code: "ledger.damaged" });
  });
  rmSync(blocked, { recursive: true });
  await inStore(folder.path, async (store) => {
    await store.truncate(200);
    await store.append(some(1, 200));
    assert.deepEqual(await all(store), some(201).map(String));
  });
});

test("entries changed on the disk are noticed at open", async () => {
  using folder = temporaryFolder();
  await inStore(folder.path, async (store) => {
    await store.append(some(5));
    await store.publish(signedBy(some(5)));
  });
  const path = join(folder.path, entriesPath(0));
  writeFileSync(path, flipped(readFileSync(path), 4));
  await assert.rejects(LedgerStore.open(folder.path), { code: "ledger.damaged" });
  writeFileSync(path, flipped(readFileSync(path), 4));
  await inStore(folder.path, async (store) => assert.equal(store.size, 5));
});

test("entries that were not signed are dropped, published ones never", async () => {
  for (const keep of [3, 250, 256, 300, 512]) {
    using folder = temporaryFolder();
    await inStore(folder.path, async (store) => {
      await store.append(some(keep));
      await store.publish(signedBy(some(keep)));
      await store.append(some(600, keep));
      await store.truncate(keep);
      assert.deepEqual(await all(store), some(keep).map(String));
      assert.deepEqual(rangeRoot(await store.range()), rootOf(some(keep)));
      await assert.rejects(store.truncate(keep - 1), { code: "ledger.published" });
      await store.append(some(5, keep));
    });
    await inStore(folder.path, async (store) => {
      assert.deepEqual(rangeRoot(await store.range()), rootOf(some(keep + 5)));
    });
  }
});

test("an entry that is empty or too long is refused and leaves nothing", async () => {
  using folder = temporaryFolder();
  await inStore(folder.path, async (store) => {
    await store.append(some(1));
    await assert.rejects(store.append([Buffer.from("fits"), Buffer.alloc(65_536)]), { code: "ledger.entry" });
    await assert.rejects(store.append([Buffer.alloc(0)]), { code: "ledger.entry" });
    assert.equal(store.size, 1);
    await store.append([Buffer.alloc(65_535, 1)]);
    assert.equal((await store.entry(1)).length, 65_535);
  });
});

test("a full disk leaves the store as it was, and it goes on when there is room", async () => {
  for (const full of [entriesPath(1), entriesPath(2), tilePath(0, 1), tilePath(0, 2), tilePath(1, 0)]) {
    using folder = temporaryFolder();
    await inStore(folder.path, async (store) => {
      await store.append(some(200));
      const path = join(folder.path, full);
      mkdirSync(join(path, ".."), { recursive: true });
      symlinkSync("/dev/full", path); // every write there fails with ENOSPC
      await assert.rejects(store.append(some(500, 200)), { code: "ENOSPC" }, full);
      assert.deepEqual(await all(store), some(200).map(String));
      await store.append(some(500, 200));
      assert.deepEqual(await all(store), some(700).map(String));
    });
    await inStore(folder.path, async (store) => {
      assert.deepEqual(rangeRoot(await store.range()), rootOf(some(700)));
    });
  }
});

test("appends asked for at the same time are done one after the other", async () => {
  using folder = temporaryFolder();
  await inStore(folder.path, async (store) => {
    await Promise.all(some(40).map((entry) => store.append([entry])));
    assert.deepEqual(await all(store), some(40).map(String));
  });
});

test("only what a checkpoint covers is shown, at every width that a checkpoint could have asked for", async () => {
  using folder = temporaryFolder();
  await inStore(folder.path, async (store) => {
    await store.append(some(600));
    assert.equal(await store.readView("checkpoint"), undefined);
    assert.equal(await store.readView(entriesPath(0)), undefined);
    const note = sign(520, rootOf(some(520)));
    await store.publish(note);
    assert.equal(String(await store.readView("checkpoint")), note);
    assert.deepEqual(
      decodeBundle((await store.readView(entriesPath(2, 8)))!, 8).map(fromUtf8),
      some(8, 512).map(String),
    );
    assert.deepEqual(await store.readView(tilePath(0, 2, 8)), Buffer.concat(some(8, 512).map(leafHash)));
    assert.equal((await store.readView(entriesPath(0, 7)))?.length, encodeBundle(some(7)).length);
    assert.equal((await store.readView(tilePath(0, 1)))?.length, 8192);
    assert.equal((await store.readView(tilePath(1, 0, 2)))?.length, 64);
    for (const path of [
      entriesPath(2, 9),
      entriesPath(2),
      tilePath(0, 2, 9),
      tilePath(1, 0, 3),
      tilePath(2, 0, 1),
    ]) {
      assert.equal(await store.readView(path), undefined, path);
    }
    assert.equal(await store.readView("writer.lock"), undefined);
    assert.equal(await store.readView("tile/../writer.lock"), undefined);
  });
});

test("every tile of the edge is served and gives the range of any size", async () => {
  using folder = temporaryFolder();
  await inStore(folder.path, async (store) => {
    await store.append(some(530));
    await store.publish(signedBy(some(530)));
    for (const view of edgeViews(530)) {
      const bytes = await store.readView(viewPath(view));
      assert.equal(bytes?.length, view.width * 32);
    }
    const proof = await inclusionProof(300, 530, nodesOfTiles(store, 530));
    assert.ok(verifyInclusion(300, 530, leafHash(some(1, 300)[0]!), proof, rootOf(some(530))));
  });
});

test("a checkpoint of another tree, or of a smaller one than published, is not shown", async () => {
  using folder = temporaryFolder();
  await inStore(folder.path, async (store) => {
    await store.append(some(10));
    const wrong = [sign(10, rootOf(some(9))), sign(11, rootOf(some(11)))];
    for (const note of wrong) await assert.rejects(store.publish(note), { code: "ledger.publish" });
    await store.publish(sign(8, rootOf(some(8))));
    await assert.rejects(store.publish(sign(7, rootOf(some(7)))), { code: "ledger.publish" });
    await store.publish(signedBy(some(10)));
    assert.equal(store.publishedSize, 10);
  });
  await inStore(folder.path, async (store) => {
    assert.equal(store.publishedSize, 10);
    assert.equal(store.checkpoint(), readFileSync(join(folder.path, "checkpoint"), "utf8"));
  });
});

test("a copy that shows other entries the second time is not believed", async () => {
  using original = temporaryFolder();
  using folder = temporaryFolder();
  await inStore(original.path, (store) => store.append(some(5)));
  const copy = fileReader(original.path);
  let reads = 0;
  const changing = {
    readView: async (path: string) =>
      ++reads > 1 ? encodeBundle([...some(4), Buffer.from("forged")]) : copy.readView(path),
  };
  await inStore(folder.path, async (store) => {
    const checkpoint = { origin: "", size: 5, root: rootOf(some(5)) };
    await assert.rejects(restoreEntries(store, changing, checkpoint), { code: "ledger.restore" });
    assert.equal(store.size, 0);
  });
});

test("a store that lost published entries opens, says so, and takes them back", async () => {
  using original = temporaryFolder();
  using other = temporaryFolder();
  using folder = temporaryFolder();
  for (const path of [original.path, folder.path]) {
    await inStore(path, async (store) => {
      await store.append(some(600));
      await store.publish(signedBy(some(600)));
    });
  }
  unlinkSync(join(folder.path, entriesPath(2)));
  truncateSync(join(folder.path, entriesPath(1)), 100);
  await inStore(other.path, (store) => store.append([...some(599), Buffer.from("forged")]));
  await inStore(folder.path, async (store) => {
    assert.ok(store.size < store.publishedSize);
    const published = { origin: "", size: 600, root: rootOf(some(600)) };
    await assert.rejects(restoreEntries(store, fileReader(other.path), published), {
      code: "ledger.restore",
    });
    await restoreEntries(store, fileReader(original.path), {
      origin: "",
      size: 600,
      root: rootOf(some(600)),
    });
    assert.equal(store.size, 600);
  });
});

test("entries can be read from any place to any other", async () => {
  using folder = temporaryFolder();
  await inStore(folder.path, (store) => store.append(some(600)));
  const reader = fileReader(folder.path);
  for (const [from, to] of [
    [0, 0],
    [0, 1],
    [255, 257],
    [256, 512],
    [3, 600],
    [599, 600],
  ] as const) {
    const texts: string[] = [];
    for await (const run of readEntries(reader, from, to)) texts.push(...run.map(fromUtf8));
    assert.deepEqual(texts, some(to - from, from).map(String));
  }
  assert.ok(existsSync(join(folder.path, "tile/1/000")));
  assert.equal(viewWidth(1, 0, 600), 2);
  assert.ok(parseTilePath("tile/1/000.p/2"));
});
