import assert from "node:assert/strict";
import { test } from "node:test";
import { Signal } from "./signal.ts";

const LONG_MS = 60_000;

test("everybody who waits is woken by one notify; who comes later waits for the next", async () => {
  const signal = new Signal();
  const never = new AbortController().signal;
  const woken: string[] = [];
  const wait = (name: string) => signal.wait(LONG_MS, never).then(() => woken.push(name));
  const both = Promise.all([wait("a"), wait("b")]);
  signal.notify();
  await both;
  const later = wait("c");
  await Promise.resolve();
  assert.deepEqual(woken, ["a", "b"]);
  signal.notify();
  await later;
  assert.deepEqual(woken, ["a", "b", "c"]);
});

test("an abort or the end of the time ends the wait, and nobody is kept", async () => {
  const signal = new Signal();
  const gone = new AbortController();
  const aborted = signal.wait(LONG_MS, gone.signal);
  gone.abort();
  await aborted;
  await signal.wait(1, new AbortController().signal);
  await signal.wait(LONG_MS, gone.signal); // aborted before it began
  assert.equal(signal.waiting, 0);
});
