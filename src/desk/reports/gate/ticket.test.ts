import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fakeClock, MINUTE, SECOND } from "../../../lib/clock.ts";
import { seededBytes } from "./testing/random.ts";
import { TICKET_LIFE_MS, Tickets } from "./ticket.ts";

const KEY = seededBytes(7)(32);
function tickets(key = KEY, mostUsed?: number) {
  const clock = fakeClock();
  const options = { clock, random: seededBytes(8), ...(mostUsed === undefined ? {} : { mostUsed }) };
  return { clock, tickets: new Tickets(key, options) };
}

test("a ticket is good once, not before it is ripe and not after it ended", () => {
  const { clock, tickets: ours } = tickets();
  const ticket = ours.issue(30 * SECOND);
  assert.deepEqual(ours.accepts(ticket), { state: "too-early", waitMs: 30 * SECOND });
  clock.advance(30 * SECOND - 1);
  assert.deepEqual(ours.accepts(ticket), { state: "too-early", waitMs: 1 });
  clock.advance(1);
  assert.deepEqual(ours.accepts(ticket), { state: "ok" });
  assert.deepEqual(ours.accepts(ticket), { state: "used" });
  clock.advance(TICKET_LIFE_MS);
  assert.deepEqual(ours.accepts(ticket), { state: "ended" });
  ours.sweep();
  assert.deepEqual(ours.accepts(ticket), { state: "ended" });
});

test("a ticket that nobody used is good until just before it ends", () => {
  const { clock, tickets: ours } = tickets();
  const ticket = ours.issue(0);
  clock.advance(TICKET_LIFE_MS - 1);
  assert.equal(ours.accepts(ticket).state, "ok");
});

test("another process with the same key accepts it, one with another key does not", () => {
  const ticket = tickets().tickets.issue(0);
  assert.equal(tickets().tickets.accepts(ticket).state, "ok");
  assert.equal(tickets(seededBytes(9)(32)).tickets.accepts(ticket).state, "foreign");
});

test("any change of a ticket makes it none of ours", () => {
  const { tickets: ours } = tickets();
  const ticket = ours.issue(0);
  fc.assert(
    fc.property(fc.nat(ticket.length - 1), fc.constantFrom(..."AZaz09-_=. "), (at, character) => {
      fc.pre(ticket[at] !== character);
      const changed = ticket.slice(0, at) + character + ticket.slice(at + 1);
      assert.equal(ours.accepts(changed).state, "foreign");
    }),
  );
  for (const other of [`${ticket}A`, ticket.slice(1), `${ticket} `, `${ticket}==`]) {
    assert.equal(ours.accepts(other).state, "foreign");
  }
  assert.equal(ours.accepts(ticket).state, "ok");
});

test("any text is a ticket of ours or is not; none throws", () => {
  const { tickets: ours } = tickets();
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.constant("A".repeat(1e5))), (text) => {
      assert.equal(ours.accepts(text).state, "foreign");
    }),
  );
});

test("it holds a random number and two times", () => {
  const { clock, tickets: ours } = tickets();
  const bytes = Buffer.from(ours.issue(MINUTE), "base64url");
  assert.equal(bytes.length, 16 + 8 + 8 + 16);
  assert.deepEqual(new Uint8Array(bytes.subarray(0, 16)), seededBytes(8)(16));
  assert.equal(Number(bytes.readBigUInt64BE(16)), clock.now() + MINUTE);
  assert.equal(Number(bytes.readBigUInt64BE(24)), clock.now() + MINUTE + TICKET_LIFE_MS);
});

test("a bounded memory of used tickets never lets one in twice", () => {
  const { tickets: ours } = tickets(KEY, 3);
  const all = Array.from({ length: 10 }, () => ours.issue(0));
  const first = all.filter((ticket) => ours.accepts(ticket).state === "ok").length;
  const again = all.filter((ticket) => ours.accepts(ticket).state === "ok").length;
  assert.ok(first >= 3);
  assert.equal(again, 0);
});
