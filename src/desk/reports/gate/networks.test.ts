import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fakeClock, HOUR, MINUTE } from "../../../lib/clock.ts";
import { Networks, SALT_LIFE_MS } from "./networks.ts";
import { seededBytes } from "./testing/random.ts";
import { tracesOf } from "./testing/traces.ts";

function networks(most?: number) {
  const clock = fakeClock();
  const salts: Uint8Array[] = [];
  const bytes = seededBytes(1);
  const random = (count: number): Uint8Array => {
    salts.push(bytes(count));
    return salts.at(-1)!;
  };
  const options = { clock, random, fresh: () => ({ seen: 0 }), ...(most === undefined ? {} : { most }) };
  return { clock, salts, networks: new Networks(options) };
}

const PAIRS: readonly (readonly [a: string, b: string, sameHost: boolean, sameNetwork: boolean])[] = [
  ["192.0.2.1", "192.0.2.1", true, true],
  ["192.0.2.1", "::ffff:192.0.2.1", true, true],
  ["192.0.2.1", "::ffff:c000:201", true, true],
  ["64:ff9b::192.0.2.1", "64:ff9b::198.51.100.1", false, false],
  ["192.0.2.1", "192.0.2.2", false, true],
  ["192.0.2.1", "198.51.100.1", false, false],
  ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true, true],
  ["2001:db8:1:2::1", "2001:db8:1:3::1", false, true],
  ["2001:db8:1:2::1", "2001:db8:2:2::1", false, false],
  ["192.0.2.1", "c000:201::", false, false],
];
for (const [a, b, sameHost, sameNetwork] of PAIRS) {
  test(`${a} and ${b}: ${sameHost ? "one" : "two"} host, ${sameNetwork ? "one" : "two"} network`, () => {
    const { networks: known } = networks();
    const [first, second] = [known.at(a), known.at(b)];
    assert.equal(first.host === second.host, sameHost);
    assert.equal(first.network === second.network, sameNetwork);
    assert.notEqual(first.host, first.network);
  });
}

test("callers without an address, with none that can be read or of this machine are one network without hosts", () => {
  const { networks: known } = networks();
  const none = known.at(undefined);
  for (const address of ["unix", "", "127.0.0.1", "127.1.2.3", "::ffff:127.0.0.1", "::1"]) {
    assert.deepEqual(known.at(address), { host: undefined, network: none.network });
    assert.equal(known.at(address).network, none.network);
  }
  assert.notEqual(known.at("::2").host, undefined);
  assert.notEqual(known.at("192.0.2.1").network, none.network);
});

test("a key is no address, and each has its own standing", () => {
  const { networks: known } = networks();
  assert.equal(known.ofKey("a"), known.ofKey("a"));
  assert.notEqual(known.ofKey("a"), known.ofKey("b"));
  assert.notEqual(known.ofKey(""), known.at(undefined).network);
});

test("within the hour it is the same standing; then the salt is another, the old one is wiped, and nothing is left", () => {
  const { clock, salts, networks: known } = networks();
  const before = known.at("192.0.2.1");
  clock.advance(SALT_LIFE_MS - 1);
  known.sweep();
  assert.equal(known.at("192.0.2.1").host, before.host);
  clock.advance(1);
  known.sweep();
  assert.equal(known.size, 0);
  assert.ok(salts[0]!.every((byte) => byte === 0));
  assert.notEqual(known.at("192.0.2.1").host, before.host);
  assert.equal(salts.length, 2);
});

test("without a sweep, the next caller has the old standings forgotten", () => {
  const { clock, networks: known } = networks();
  for (let i = 0; i < 200; i++) known.at(`192.0.2.${i}`);
  assert.equal(known.size, 201);
  clock.advance(HOUR);
  known.at("198.51.100.1");
  assert.equal(known.size, 2);
});

test("a clock that is set back forgets at once, as nobody knows how long the salt stood", () => {
  const { clock, networks: known } = networks();
  known.at("192.0.2.1");
  clock.advance(-MINUTE);
  known.sweep();
  assert.equal(known.size, 0);
});

test("a salt never stands longer than an hour, whatever the traffic", () => {
  const steps = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (minutes) => {
      const { clock, salts, networks: known } = networks();
      let saltedAt = clock.now();
      for (const wait of minutes) {
        for (let minute = 0; minute < wait; minute++) {
          clock.advance(MINUTE);
          known.sweep();
          if (known.size > 0) assert.ok(clock.now() - saltedAt < HOUR);
        }
        const salted = salts.length;
        known.at("192.0.2.1");
        if (salts.length > salted) saltedAt = clock.now();
      }
    }),
  );
});

test("a flood of ranges takes no more memory than was given; what is used outlives it, what is not is forgotten", () => {
  const { networks: known } = networks(100);
  const [busy, idle] = [known.at("192.0.2.1"), known.at("198.51.100.1")];
  for (let i = 0; i < 5000; i++) {
    known.at(`2001:db8:${(i >> 8).toString(16)}:${(i & 255).toString(16)}::1`);
    assert.ok(known.size <= 100);
    assert.equal(known.at("192.0.2.1").host, busy.host);
  }
  assert.notEqual(known.at("198.51.100.1").host, idle.host);
});

test("nothing of an address can be printed, serialised or enumerated", () => {
  const { networks: known, salts } = networks();
  known.at("203.0.113.77");
  known.ofKey("key-of-a-helpline");
  const traces = tracesOf(known);
  for (const secret of ["203.0.113", "cb00714d", "\xcb\x00\x71\x4d", "helpline", "seen"]) {
    assert.ok(!traces.includes(secret));
  }
  assert.ok(!traces.includes(Buffer.from(salts[0]!).toString("latin1").slice(0, 8)));
  assert.deepEqual(Reflect.ownKeys(known), []);
  assert.equal(JSON.stringify(known), undefined);
});
