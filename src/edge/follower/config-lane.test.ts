import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { SignedConfig } from "../../feed/config.ts";
import { ConfigLane, type LaneMessage } from "./config-lane.ts";

const MIB = 1024 * 1024;
const MAX_BYTES = 8 * MIB;
const PING: LaneMessage = { kind: "ping" };
const FORGET: LaneMessage = { kind: "forget" };

/** Configuration of these versions, about as long as said. */
const config = (versions: readonly number[], bytes = 0): LaneMessage => ({
  kind: "config",
  items: versions.map(
    (version): SignedConfig => ({
      ...{ version, note: "x".repeat(bytes / versions.length) },
      item: { kind: "purge", purge: { by: "site", site: "s" } },
    }),
  ),
});

const told = (message: LaneMessage): readonly number[] | string =>
  message.kind === "config" ? message.items.map(({ version }) => version) : message.kind;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A lane whose work ends when the test says so. */
class Bench {
  readonly runs: (readonly number[] | string)[] = [];
  #end = Promise.withResolvers<boolean>();
  readonly lane = new ConfigLane((message) => {
    this.runs.push(told(message));
    this.#end = Promise.withResolvers();
    return this.#end.promise;
  });

  async end(isGood = true): Promise<void> {
    this.#end.resolve(isGood);
    await turn();
  }

  async endAll(): Promise<void> {
    for (let runs = -1; runs !== this.runs.length; ) {
      runs = this.runs.length;
      await this.end();
    }
  }
}

test("what came while something was carried out is carried out together, up to a marker", async () => {
  const bench = new Bench();
  for (const message of [
    config([1]),
    config([2, 3]),
    config([4]),
    PING,
    PING,
    config([5]),
    FORGET,
    config([6]),
  ])
    assert.ok(await bench.lane.add(message));
  assert.equal(bench.lane.newest, 6);
  await bench.endAll();
  assert.deepEqual(bench.runs, [[1], [2, 3, 4], "ping", [5], "forget", [6]]);
  assert.equal(bench.lane.newest, undefined, "all is carried out");
});

test("while the work goes on the stream waits for room", async () => {
  const bench = new Bench();
  for (let i = 1; i <= 3; i++) assert.ok(await bench.lane.add(config([i], 3 * MIB)));
  let taken: boolean | undefined;
  void bench.lane.add(config([4])).then((is) => {
    taken = is;
  });
  await turn();
  assert.equal(taken, undefined);
  await bench.end();
  assert.equal(taken, true);
});

test("where the work is held up nothing waits: what has no room is asked for again when there is", async () => {
  const bench = new Bench();
  const released = Promise.withResolvers<void>();
  for (let i = 1; i <= 3; i++) assert.ok(await bench.lane.add(config([i], 3 * MIB)));
  const waited = bench.lane.add(config([4]));
  const held = bench.lane.holdUp(() => released.promise);
  assert.equal(await waited, false, "also what waited for room already");
  released.resolve();
  await held;
  await bench.endAll();
  assert.equal(await bench.lane.add(config([5])), false, "4 is missing before it");
  bench.lane.reopen();
  assert.ok(await bench.lane.add(config([4])));
  assert.deepEqual(bench.runs, [[1], [2, 3], [4]]);
});

test("after something bad what waits is dropped, and nothing more taken from that stream", async () => {
  const bench = new Bench();
  for (const version of [1, 2]) await bench.lane.add(config([version]));
  await bench.end(false);
  assert.equal(await bench.lane.add(config([3])), false);
  await bench.lane.empty();
  bench.lane.reopen();
  assert.equal(bench.lane.newest, undefined, "from what is in force");
  assert.ok(await bench.lane.add(config([1])));
  assert.deepEqual(bench.runs, [[1], [1]]);
});

test("closing waits for what is under way, not for what is held up, and begins nothing more", async () => {
  const bench = new Bench();
  for (const version of [1, 2]) await bench.lane.add(config([version]));
  let isClosed = false;
  const closed = bench.lane.close().then(() => {
    isClosed = true;
  });
  await turn();
  assert.equal(isClosed, false);
  await bench.end();
  await closed;
  assert.deepEqual(bench.runs, [[1]]);
  bench.lane.reopen();
  assert.equal(await bench.lane.add(config([3])), false);

  const hung = new Bench();
  await hung.lane.add(config([1]));
  void hung.lane.holdUp(() => new Promise(() => {}));
  await hung.lane.close();
});

test("whatever comes, however long it takes and whatever is dropped: in order, nothing twice, no gap, within bounds", () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 4 * MIB }), { minLength: 1, maxLength: 12 });
  const plans = fc.array(fc.record({ turns: fc.nat(4), isHeldUp: fc.boolean(), isBad: fc.boolean() }));
  return fc.assert(
    fc.asyncProperty(sizes, plans, async (bytes, runs) => {
      const carriedOut: number[] = [];
      const lane = new ConfigLane(async (message) => {
        const { turns, isHeldUp, isBad } = runs.shift() ?? { turns: 0, isHeldUp: false, isBad: false };
        const work = async (): Promise<void> => {
          for (let i = 0; i < turns; i++) await turn();
        };
        await (isHeldUp ? lane.holdUp(work) : work());
        if (!isBad) carriedOut.push(...(told(message) as readonly number[]));
        return !isBad;
      });
      const last = (): number => carriedOut.at(-1) ?? 0;
      /** The desk's end of one connection. */
      const follow = async (): Promise<void> => {
        for (let at = lane.newest ?? last(); at < bytes.length; at++) {
          if (!(await lane.add(config([at + 1], bytes[at])))) break;
          const waiting = bytes.slice(last(), at).reduce((sum, one) => sum + one, 0);
          assert.ok(waiting < MAX_BYTES + at * 200, `${waiting} bytes were waiting`);
        }
        await lane.empty();
      };
      for (let connections = 0; last() < bytes.length; connections++) {
        assert.ok(connections < 200);
        lane.reopen();
        await follow();
      }
      assert.deepEqual(
        carriedOut,
        bytes.map((_, i) => i + 1),
      );
    }),
    { numRuns: 100 },
  );
});
