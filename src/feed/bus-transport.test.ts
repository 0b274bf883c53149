import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { appendLeaves, type CompactRange, EMPTY_RANGE } from "../lib/merkle.ts";
import { runThrough } from "../lib/slices.ts";
import { type BoxKeys, boxKeys, open, seal, sharedKey } from "./box.ts";
import { openFor, type Place, placeOf, readBusMessage, sealFor } from "./bus-message.ts";
import { busTransport } from "./bus-transport.ts";
import type { Bus } from "./nats.ts";
import type { DeskConnection } from "./sse.ts";
import { deskOf, SITE, type TestDesk } from "./testing/desk.ts";
import { verifyBatch } from "./verify.ts";
import type { FeedMessage, Position } from "./wire.ts";

const NAME = "edge-1";
const MAX_BYTES = 1024 * 1024;
const START: Position = { size: 0, config: 0, serves: 0 };

/** A desk on a bus that does whatever a test wants with what it sends. */
class BusDesk implements DeskConnection {
  readonly desk: TestDesk;
  readonly #keys: BoxKeys = boxKeys();
  /** How often it was asked for what was missed. */
  caughtUp = 0;
  hasBus = true;
  key: Uint8Array = new Uint8Array(32);

  constructor(desk: TestDesk) {
    this.desk = desk;
  }

  get publicKey(): string {
    return this.#keys.publicKey;
  }

  join = async (publicKey: string) => {
    this.key = sharedKey(this.#keys, publicKey, "desk");
    return this.hasBus ? { subject: "s", after: 7, key: this.#keys.publicKey } : null;
  };

  async *catchUp({ size, config }: Position): AsyncGenerator<FeedMessage> {
    this.caughtUp += 1;
    if (size < this.desk.size) yield { kind: "batch", batch: this.desk.batch(size) };
    const items = this.desk.configs.slice(config);
    if (items.length > 0) yield { kind: "config", items };
    yield { kind: "ping" };
  }

  async *subscribe(from: Position): AsyncGenerator<FeedMessage> {
    yield* this.catchUp(from);
  }

  /** What the bus carries from one place to another, for these edges. */
  message(before: Place, after: Place, { n = 1, names = [NAME], key = this.key } = {}): Uint8Array {
    const said: FeedMessage[] = [];
    if (after.size > before.size)
      said.push({ kind: "batch", batch: this.desk.batch(before.size, after.size) });
    if (after.config > before.config)
      said.push({ kind: "config", items: this.desk.configs.slice(before.config, after.config) });
    if (said.length === 0) said.push({ kind: "ping" });
    const keys = new Map(names.map((name) => [name, key]));
    return [...sealFor(keys, { desk: this.publicKey, n, before, after }, said, MAX_BYTES)][0]!;
  }

  snapshot = async () => this.desk.snapshot();
  ack = async () => {};
  renew = async () => "";
  comeWith(): void {}
  close(): void {}
}

/** A bus that carries these, made once the edge has joined, and then ends. */
const carrying = (make: () => readonly Uint8Array[]): Bus => ({
  maxBytes: MAX_BYTES,
  publish: async () => 0,
  read: async function* () {
    yield* make();
  },
  close: async () => {},
});

/** Follows to the end as an edge does, verifying each batch; returns how far it got. */
async function follow(
  desk: BusDesk,
  bus: () => Promise<Bus>,
): Promise<{ range: CompactRange; config: number }> {
  const transport = busTransport(desk, { name: NAME, connect: bus });
  let range: CompactRange = EMPTY_RANGE;
  let config = 0;
  for await (const message of transport.subscribe(START, new AbortController().signal)) {
    if (message.kind === "batch") range = runThrough(verifyBatch(range, message.batch, desk.desk.keys)).range;
    if (message.kind === "config")
      for (const { version } of message.items) {
        assert.ok(version > config, "no version twice or out of order");
        config = version;
      }
  }
  return { range, config };
}

const SIZE = 12;
const CONFIGS = 6;

/** Messages 0…n−1 of a bus on which ledger and configuration grow by one in turn. */
function placesOf(): readonly Place[] {
  const places: Place[] = [{ size: 0, config: 0 }];
  for (let size = 1; size <= SIZE; size++) {
    const config = places.at(-1)!.config;
    places.push({ size, config });
    if (config < CONFIGS) places.push({ size, config: config + 1 });
  }
  return places;
}

test("messages dropped, repeated, reordered or late: the edge ends with everything, in order, and believes nothing wrong", async () => {
  const places = placesOf();
  const steps = fc.array(fc.nat(places.length - 2), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(steps, async (order) => {
      const desk = new BusDesk(deskOf(SIZE));
      for (let i = 0; i < CONFIGS; i++) desk.desk.configure({ kind: "site", site: SITE });
      const whole = { size: SIZE, config: CONFIGS };
      // The desk's own answer comes first and is all there is: hide it, so that the bus has to bring something.
      const hidden = new BusDesk(deskOf(0));
      desk.catchUp = async function* (from) {
        desk.caughtUp += 1;
        yield* desk.caughtUp === 1 ? hidden.catchUp(from) : BusDesk.prototype.catchUp.call(desk, from);
      };
      const bus = carrying(() => [
        ...order.map((i) => desk.message(places[i]!, places[i + 1]!, { n: i + 1 })),
        desk.message(whole, whole, { n: places.length }), // a ping: whatever was missed is found by then
      ]);
      const { range, config } = await follow(desk, async () => bus);
      assert.deepEqual(range, appendLeaves(EMPTY_RANGE, desk.desk.leaves()));
      assert.equal(config, CONFIGS);
    }),
    { numRuns: 40 },
  );
});

test("in their order messages alone are enough: the desk is not asked again", async () => {
  const places = placesOf();
  const desk = new BusDesk(deskOf(SIZE));
  for (let i = 0; i < CONFIGS; i++) desk.desk.configure({ kind: "site", site: SITE });
  desk.catchUp = async function* () {
    desk.caughtUp += 1;
    yield { kind: "ping" };
  };
  const bus = carrying(() =>
    places.slice(1).map((place, i) => desk.message(places[i]!, place, { n: i + 1 })),
  );
  const { range, config } = await follow(desk, async () => bus);
  assert.deepEqual([range.size, config, desk.caughtUp], [SIZE, CONFIGS, 1]);

  const again = new BusDesk(desk.desk); // whose own answer has all of it already
  const late = carrying(() =>
    places.slice(1).map((place, i) => again.message(places[i]!, place, { n: i + 1 })),
  );
  assert.equal((await follow(again, async () => late)).range.size, SIZE);
  assert.equal(again.caughtUp, 1, "what an edge has had sends nobody to the desk");
});

test("what was not sealed by the desk for this edge is refused, what is for others is passed over", async () => {
  const desk = new BusDesk(deskOf(4));
  const none: Place = { size: 4, config: 0 };
  const others = carrying(() =>
    ["edge-2", "edge-3"].map((name) => desk.message(none, none, { names: [name] })),
  );
  const { range } = await follow(desk, async () => others);
  assert.deepEqual([range.size, desk.caughtUp], [4, 1]);
  await assert.rejects(
    follow(desk, async () => carrying(() => [Buffer.from('{"keys":{}}')])),
    {
      code: "feed.refused",
    },
  );
  const forged = carrying(() => [desk.message(none, none, { key: new Uint8Array(32).fill(9) })]);
  await assert.rejects(
    follow(desk, async () => forged),
    { code: "feed.refused" },
  );
  for (const change of [{ n: 2 }, { before: { size: 4, config: 0 }, after: { size: 5, config: 0 } }]) {
    const changed = carrying(() => {
      const message = JSON.parse(Buffer.from(desk.message(none, none)).toString());
      return [Buffer.from(JSON.stringify({ ...message, ...change }))];
    });
    await assert.rejects(
      follow(desk, async () => changed),
      { code: "feed.refused" },
    );
  }
});

test("a message without a body sends the edge to the desk, and nobody but the desk can write one", async () => {
  const desk = new BusDesk(deskOf(4));
  const none: Place = { size: 4, config: 0 };
  const bodyless = (options: { n: number; key?: Uint8Array }): Uint8Array => {
    const { body: _, ...rest } = JSON.parse(Buffer.from(desk.message(none, none, options)).toString());
    return Buffer.from(JSON.stringify(rest));
  };
  await follow(desk, async () => carrying(() => [bodyless({ n: 1 }), bodyless({ n: 1 })]));
  assert.equal(desk.caughtUp, 2, "at the start, and for the one that was new");
  const forged = { n: Number.MAX_SAFE_INTEGER, key: new Uint8Array(32).fill(9) };
  await assert.rejects(
    follow(desk, async () => carrying(() => [bodyless(forged)])),
    { code: "feed.refused" },
  );
});

test("a message that is sent again does not say that the desk is there", async () => {
  const desk = new BusDesk(deskOf(4));
  const none: Place = { size: 4, config: 0 };
  let pings = 0;
  const bus = carrying(() => [1, 2, 1, 2, 2].map((n) => desk.message(none, none, { n })));
  const transport = busTransport(desk, { name: NAME, connect: async () => bus });
  for await (const { kind } of transport.subscribe(START, new AbortController().signal))
    pings += Number(kind === "ping");
  assert.equal(pings, 3, "one of the desk itself, two of the bus");
});

test("a desk that has started again is joined anew, and not only when the silence is long enough", async () => {
  const desk = new BusDesk(deskOf(4));
  const none: Place = { size: 4, config: 0 };
  const next = new BusDesk(desk.desk); // it knows of nobody yet
  const bus = carrying(() => [next.message(none, none, { names: [] })]);
  await assert.rejects(
    follow(desk, async () => bus),
    { code: "feed.desk" },
  );
});

test("without a bus, or a server that answers, the desk itself is followed", async () => {
  for (const hasBus of [true, false]) {
    const desk = new BusDesk(deskOf(3));
    desk.hasBus = hasBus;
    const { range } = await follow(desk, async () => {
      throw new Error("nobody answers");
    });
    assert.equal(range.size, 3);
  }
});

test("many edges or much to say: several messages, or one that sends the edge to the desk", () => {
  const key = new Uint8Array(32).fill(1);
  const keys = new Map(Array.from({ length: 1000 }, (_, i) => [`edge-${i}`, key]));
  const heading = {
    desk: boxKeys().publicKey,
    n: 1,
    before: { size: 0, config: 0 },
    after: { size: 1, config: 0 },
  };
  const sent = [...sealFor(keys, heading, [{ kind: "ping" }], 20_000)];
  assert.ok(sent.length > 1);
  for (const data of sent) assert.ok(data.length <= 20_000);
  const read = sent.map(readBusMessage);
  assert.deepEqual(
    read.flatMap(({ keys: for_ }) => Object.keys(for_)),
    [...keys.keys()],
  );
  for (const message of read) {
    const [name] = Object.keys(message.keys);
    assert.deepEqual(openFor(name!, key, message), [{ kind: "ping" }]);
  }
  const long: FeedMessage = { kind: "batch", batch: deskOf(200).batch(0) };
  const [short] = [...sealFor(new Map([["e", key]]), heading, [long], 20_000)];
  assert.equal(openFor("e", key, readBusMessage(short!)), undefined);
  assert.ok(short!.length < 1000);
});

test("a place is past, next or behind a gap, in each of the two streams by itself", () => {
  const place = (size: number, config: number): Place => ({ size, config });
  const of = (before: Place, after: Place) => placeOf({ before, after }, place(5, 5));
  assert.equal(of(place(4, 5), place(5, 5)), "past");
  assert.equal(of(place(5, 5), place(6, 5)), "next");
  assert.equal(of(place(5, 4), place(6, 4)), "next", "the configuration is further already");
  assert.equal(of(place(5, 6), place(6, 6)), "gap");
  assert.equal(of(place(6, 5), place(7, 5)), "gap");
  assert.equal(of(place(4, 5), place(6, 5)), "gap", "part of it is known");
  assert.equal(of(place(5, 5), place(5, 5)), "next", "a ping");
  assert.equal(of(place(6, 5), place(6, 5)), "gap", "a ping behind what was missed");
});

test("a box opens with the other side's key, and with nothing changed", () => {
  const [desk, edge, stranger] = [boxKeys(), boxKeys(), boxKeys()];
  const key = sharedKey(desk, edge.publicKey, "desk");
  assert.deepEqual(key, sharedKey(edge, desk.publicKey, "edge"));
  const sealed = seal(key, Buffer.from("opening"), "about");
  assert.equal(Buffer.from(open(key, sealed, "about")).toString(), "opening");
  const refused = { code: "feed.refused" };
  assert.throws(() => open(key, sealed, "another"), refused);
  assert.throws(() => open(sharedKey(stranger, desk.publicKey, "edge"), sealed, "about"), refused);
  for (let at = 0; at < sealed.length; at++) {
    const spoilt = Uint8Array.from(sealed);
    spoilt[at]! ^= 1;
    assert.throws(() => open(key, spoilt, "about"), refused);
  }
  for (let length = 0; length < sealed.length; length++)
    assert.throws(() => open(key, sealed.subarray(0, length), "about"), refused);
  for (const bad of ["", "x", "A".repeat(43), "A".repeat(44)])
    assert.throws(() => sharedKey(desk, bad, "desk"), { code: "box.key" }, bad);
});
