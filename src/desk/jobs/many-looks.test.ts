import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeClock, SECOND } from "../../lib/clock.ts";
import { manyLooks, unseen } from "./many-looks.ts";

const URLS = Array.from({ length: 61 }, (_, i) => `http://perchoir.example/porte/${i}`);

test("doors that all answer in time are all seen, in the order asked", async () => {
  const clock = fakeClock();
  const seen = await manyLooks(URLS, async (url) => ({ ...unseen(url), status: 200 }), clock);
  assert.deepEqual(
    seen.map(({ url, status }) => [url, status]),
    URLS.map((url) => [url, 200]),
  );
});

test("a site that lets each look wait gets a minute: what was seen is kept, the rest is unseen", async () => {
  const clock = fakeClock();
  const startMs = clock.now();
  let asked = 0;
  const slow = async (url: string, timeoutMs: number) => {
    if (asked++ % 4 === 0) clock.advance(Math.min(timeoutMs, 9 * SECOND));
    return { ...unseen(url), status: 200 };
  };
  const seen = await manyLooks(URLS, slow, clock);
  assert.equal(clock.now() - startMs, 60 * SECOND, "the last ones wait only for what is left");
  assert.deepEqual(
    seen.map(({ url }) => url),
    URLS,
  );
  assert.deepEqual([asked, seen.findIndex(({ status }) => status === null)], [28, 28]);
});
