import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { nodeIo } from "./io.ts";
import { type IndexChange, Journal } from "./journal.ts";
import type { IndexedObject } from "./object-index.ts";
import { openLine, sealLine } from "./sealed-line.ts";
import { fallibleIo } from "./testing/disk.ts";

const object = (id: number): IndexedObject => ({
  ...{ id, key: `/${id}`, vary: "[]", groups: ["é\n"] },
  place: { bodyBytes: id, headBytes: 1, room: 0 },
});

/** What a replay makes of changes. */
class Model {
  readonly kept = new Set<number>();
  apply = (change: IndexChange | "damage"): void => {
    if (change === "damage") this.kept.clear();
    else if ("put" in change) this.kept.add(change.put.id);
    else if ("drop" in change) for (const id of change.drop) this.kept.delete(id);
  };
}

async function withFolder(use: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "rempart-journal-"));
  try {
    await use(join(folder, "journal"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("a line is read as it was written, or not at all", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), (value, at) => {
      const line = sealLine(value).subarray(0, -1);
      assert.deepEqual(openLine(line), JSON.parse(JSON.stringify(value)));
      line[at % line.length]! ^= 1 << (at % 8);
      assert.equal(openLine(line), undefined);
    }),
  );
});

test("changes that go on while it is rewritten are all in the new one, and sync still means the disk", async () => {
  await withFolder(async (path) => {
    const model = new Model();
    const journal = await Journal.open(nodeIo, path, () => {});
    let id = 0;
    const change = (): void => {
      const one: IndexChange = id % 3 === 2 ? { drop: [id - 2] } : { put: object(id) };
      id += 1;
      model.apply(one);
      journal.append(one);
    };
    for (let i = 0; i < 3000; i++) change();
    await journal.sync();
    function* all(): Generator<IndexedObject> {
      for (const kept of [...model.kept]) if (model.kept.has(kept)) yield object(kept);
    }
    const rewritten = journal.rewrite(1, all());
    let over = false;
    void rewritten.then(() => {
      over = true;
    });
    for (let i = 0; !over; i++) {
      change();
      if (i % 10 === 0) await journal.sync();
      await nextTurn();
    }
    change();
    await journal.sync();
    const read = new Model();
    const again = await Journal.open(nodeIo, path, read.apply);
    assert.deepEqual([...read.kept].sort(), [...model.kept].sort());
    assert.equal(again.bytes, journal.bytes);
    await again.close();
    await journal.close();
  });
});

test("a write that fails in part is taken back and tried again", async () => {
  await withFolder(async (path) => {
    const { io, state } = fallibleIo();
    const write = io.write;
    const journal = await Journal.open(io, path, () => {});
    journal.append({ put: object(1) });
    await journal.sync();
    Object.assign(io, {
      write: async (fd: number, [line]: readonly Uint8Array[], at: number) => {
        await write(fd, [line!.subarray(0, 10)], at);
        throw Object.assign(new Error(), { code: "ENOSPC" });
      },
    });
    journal.append({ put: object(2) });
    await assert.rejects(journal.sync(), { code: "ENOSPC" });
    Object.assign(io, { write });
    journal.append({ put: object(3) });
    await journal.sync();
    state.refuses = { write: "EIO", truncate: "EIO" };
    journal.append({ put: object(4) });
    await assert.rejects(journal.sync());
    state.refuses = {};
    await assert.rejects(journal.sync(), /takes no more/, "nothing follows what may be half a line");
    await journal.abandon();
    const read = new Model();
    await (await Journal.open(io, path, read.apply)).close();
    assert.deepEqual([...read.kept], [1, 2, 3]);
  });
});
