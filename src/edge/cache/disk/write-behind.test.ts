import assert from "node:assert/strict";
import { test } from "node:test";
import { storedAt, turn } from "../../testing/subjects.ts";
import { KeptBody } from "../kept-body.ts";
import type { StoredResponse } from "../stored.ts";
import { type Job, WriteBehind } from "./write-behind.ts";

const MIB = 1024 * 1024;
const answer = (target: string, bytes: number): StoredResponse => ({
  ...storedAt(target),
  body: KeptBody.of(Buffer.alloc(bytes)),
});

/** A disk that writes when told. */
function slowDisk() {
  const writing: { readonly job: Job; done(): void }[] = [];
  const behind = new WriteBehind((job) => new Promise((done) => writing.push({ job, done })));
  const finish = async (): Promise<void> => {
    writing.shift()!.done();
    await turn();
  };
  return { behind, writing, finish };
}

test("a disk that is slower than what is to be written holds a bounded amount of memory", async () => {
  const { behind, writing, finish } = slowDisk();
  let taken = 0;
  for (let i = 0; i < 100; i++) if (behind.add(answer(`/${i}`, MIB))) taken += 1;
  assert.equal(writing.length, 2);
  assert.equal(taken, 18, "two being written, 16 MiB that wait");
  await finish();
  assert.ok(behind.add(answer("/next", MIB)));
  assert.ok(!behind.add(answer("/beyond", MIB)));
});

test("what is cancelled while it waits is not written; while it is written, it is told", async () => {
  const { behind, writing, finish } = slowDisk();
  for (const target of ["/a", "/b", "/c", "/d"]) behind.add(answer(target, 10));
  behind.cancel("/a");
  behind.cancelWhere(({ key }) => key === "/c");
  assert.equal(writing[0]!.job.cancelled, true);
  await finish();
  await finish();
  assert.deepEqual(
    writing.map(({ job }) => job.stored.key),
    ["/d"],
  );
  assert.equal(writing[0]!.job.cancelled, false);
});

test("idle: when nothing waits, is written, or was begun by the caller", async () => {
  const { behind, finish } = slowDisk();
  await behind.idle();
  behind.add(answer("/a", 10));
  const own = behind.begin(answer("/b", 10));
  let idle = false;
  void behind.idle().then(() => {
    idle = true;
  });
  await finish();
  assert.equal(idle, false);
  behind.end(own);
  await turn();
  assert.equal(idle, true);
});
