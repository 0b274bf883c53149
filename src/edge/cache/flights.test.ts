import assert from "node:assert/strict";
import { test } from "node:test";
import { subjectOf } from "../testing/subjects.ts";
import { type Flight, Flights } from "./flights.ts";

const SUBJECT = subjectOf("/a");
const present = (): AbortSignal => new AbortController().signal;

test("one asks, all get the answer, and only the first led", async () => {
  const flights = new Flights<string>();
  let asked = 0;
  const { promise, resolve } = Promise.withResolvers<string>();
  const start = (): Promise<string> => {
    asked += 1;
    return promise;
  };
  const all = Array.from({ length: 1000 }, () => flights.join("k", SUBJECT, present(), start));
  assert.equal(flights.count, 1);
  resolve("answer");
  const outcomes = await Promise.all(all);
  assert.equal(asked, 1);
  assert.equal(outcomes.filter(({ led }) => led).length, 1);
  assert.ok(outcomes.every(({ outcome }) => outcome === "answer"));
  assert.equal(flights.count, 0);
});

test("another key is another flight", async () => {
  const flights = new Flights<string>();
  const [a, b] = await Promise.all(
    ["a", "b"].map((key) => flights.join(key, SUBJECT, present(), async () => key)),
  );
  assert.deepEqual([a!.outcome, b!.outcome], ["a", "b"]);
});

test("it is given up when all have left, not before, and nobody joins what was given up", async () => {
  const flights = new Flights<string>();
  const [one, two] = [new AbortController(), new AbortController()];
  let flight!: Flight;
  const start = (started: Flight): Promise<string> => {
    flight = started;
    return new Promise((_resolve, reject) => {
      started.signal.addEventListener("abort", () => reject(new Error("given up")));
    });
  };
  const waiting = [one, two].map(({ signal }) => flights.join("k", SUBJECT, signal, start));
  one.abort();
  assert.equal(flight.signal.aborted, false);
  two.abort();
  assert.equal(flight.signal.aborted, true);
  const later = await flights.join("k", SUBJECT, present(), async () => "fresh");
  assert.deepEqual(later, { outcome: "fresh", led: true });
  for (const each of waiting) await assert.rejects(each, /given up/);
});

test("a purge reaches what is on its way", async () => {
  const flights = new Flights<boolean>();
  const { promise, resolve } = Promise.withResolvers<void>();
  const start = async (flight: Flight): Promise<boolean> => {
    await promise;
    return flight.stale;
  };
  const shared = flights.join("a", subjectOf("/a"), present(), start);
  const alone = flights.alone(subjectOf("/a"), present(), start);
  const other = flights.alone(subjectOf("/b"), present(), start);
  flights.markStale(({ target }) => target === "/a");
  resolve();
  assert.deepEqual([(await shared).outcome, await alone, await other], [true, true, false]);
});

test("a key that cannot be shared is remembered for ten seconds", () => {
  const flights = new Flights<string>();
  flights.unshared.add("k", 1000);
  assert.equal(flights.unshared.has("k", 10_999), true);
  assert.equal(flights.unshared.has("k", 11_000), false);
  flights.unshared.add("k", 1000);
  flights.unshared.delete("k");
  assert.equal(flights.unshared.has("k", 1001), false);
});
