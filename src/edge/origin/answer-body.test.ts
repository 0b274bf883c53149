import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { AnswerBody } from "./answer-body.ts";

const KIB = 1024;

/** A source that a test drives, and what it was told. */
function source() {
  const told = { paused: false, pauses: 0, aborted: false };
  const body = new AnswerBody({
    pause: () => {
      told.paused = true;
      told.pauses += 1;
    },
    resume: () => {
      told.paused = false;
    },
    abort: () => {
      told.aborted = true;
    },
  });
  return { body, told };
}

const bytes = (length: number): Buffer => Buffer.alloc(length, "x");

test("a body that is all here goes out in one piece; one that is not, or has no bytes, does not", async () => {
  const { body } = source();
  body.push(bytes(3));
  assert.equal(body.takeWhole(), undefined);
  body.end("whole");
  assert.deepEqual(body.takeWhole(), [bytes(3)]);
  assert.equal(body.takeWhole(), undefined);
  assert.deepEqual(await body.next(), { done: true, value: undefined });
});

test("a reader who waits gets the next chunk, the end, or the failure", async () => {
  const { body } = source();
  const first = body.next();
  body.push(bytes(2));
  assert.deepEqual(await first, { done: false, value: bytes(2) });
  const second = body.next();
  body.end(new Error("torn"));
  await assert.rejects(second, /torn/);
  await assert.rejects(body.next(), /torn/);
});

test("who lets go of a body that is still arriving lets go of the connection", async () => {
  const { body, told } = source();
  const waiting = body.next();
  await body.return();
  assert.equal(told.aborted, true);
  assert.deepEqual(await waiting, { done: true, value: undefined });
  const ended = source();
  ended.body.end("whole");
  await ended.body.return();
  assert.equal(ended.told.aborted, false);
});

test("at any pace: all bytes in order, a bounded amount held, and nobody waits for somebody who waits", async () => {
  const steps = fc.array(fc.oneof(fc.constant("read" as const), fc.integer({ min: 1, max: 64 * KIB })), {
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const { body, told } = source();
      let [pushed, read, held] = [0, 0, 0];
      for (const step of all) {
        if (step !== "read") {
          if (told.paused) continue;
          body.push(bytes(step));
          pushed += step;
        } else if (pushed > read) {
          const { value } = await body.next();
          read += value!.length;
        }
        held = Math.max(held, pushed - read);
        if (pushed === read) assert.equal(told.paused, false);
      }
      body.end("whole");
      for await (const chunk of body) read += chunk.length;
      assert.equal(read, pushed);
      assert.ok(held < 192 * KIB);
    }),
  );
});
