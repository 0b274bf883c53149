import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import fc from "fast-check";
import { formatEvent, readEvents } from "./sse.ts";
import { SITE, TestDesk } from "./testing/desk.ts";
import type { FeedMessage } from "./wire.ts";

const desk = new TestDesk();
desk.measure("/été/🔥");
const MESSAGES: readonly FeedMessage[] = [
  { kind: "ping" },
  { kind: "batch", batch: desk.batch(0) },
  { kind: "config", items: [desk.configure({ kind: "site", site: SITE })] },
  { kind: "resync" },
];
const STREAM = Buffer.from(MESSAGES.map(formatEvent).join(""));

const eventsOf = (...chunks: Buffer[]): Promise<FeedMessage[]> =>
  Array.fromAsync(readEvents(Readable.from(chunks)));

test("events are the same at whatever byte the stream is split", async () => {
  for (let at = 0; at <= STREAM.length; at++) {
    assert.deepEqual(await eventsOf(STREAM.subarray(0, at), STREAM.subarray(at)), MESSAGES, `${at}`);
  }
});

test("events are the same in any number of pieces", () => {
  return fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (bytes) => {
      const count = Math.ceil(STREAM.length / bytes);
      const chunks = Array.from({ length: count }, (_, i) => STREAM.subarray(i * bytes, (i + 1) * bytes));
      assert.deepEqual(await eventsOf(...chunks), MESSAGES);
    }),
  );
});

test("comments and other fields are passed over", async () => {
  const stream = Buffer.concat([Buffer.from(": hello\nid: 7\nretry: 10\nevent: x\n\n"), STREAM]);
  assert.deepEqual(await eventsOf(stream), MESSAGES);
});

test("what cannot be read is refused as what it is", async () => {
  const batch = desk.batch(0);
  const bad = [
    "{",
    "null",
    "[]",
    '{"kind":"reboot"}',
    '{"kind":"ping","and":1}',
    JSON.stringify({ kind: "batch", batch: { ...batch, to: -1 } }),
    JSON.stringify({ kind: "batch", batch: { ...batch, entries: ["<b>"] } }),
    JSON.stringify({ kind: "batch", batch: { ...batch, entries: Array(10_001).fill("") } }),
  ];
  for (const text of bad) {
    const stream = Buffer.from(`data: ${text}\n\n`);
    await assert.rejects(eventsOf(stream), { code: "feed.refused", status: 400 }, text.slice(0, 60));
  }
});

test("what came before something unreadable has been read", async () => {
  const seen: FeedMessage[] = [];
  await assert.rejects(async () => {
    for await (const message of readEvents(Readable.from([STREAM, Buffer.from("data: {\n\n")])))
      seen.push(message);
  });
  assert.deepEqual(seen, MESSAGES);
});

test("a line without an end is given up at 64 MiB", async () => {
  const chunk = Buffer.alloc(1024 * 1024, "x");
  let sent = 0;
  const endless = Readable.from(
    (function* () {
      for (;;) {
        sent += 1;
        yield chunk;
      }
    })(),
    { highWaterMark: 1 },
  );
  await assert.rejects(Array.fromAsync(readEvents(endless)), /longer than/);
  assert.ok(sent < 70, `${sent} MiB were taken`);
});
