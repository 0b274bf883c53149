import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeClock, HOUR, MINUTE, SECOND } from "../../lib/clock.ts";
import { turn } from "../testing/subjects.ts";
import { Addresses } from "./addresses.ts";

const at = (address: string) => [{ address, family: 4 }];
const fails = (code: string) => Object.assign(new Error(code), { code });

/** A resolver that the test tells what to say. */
function world() {
  const clock = fakeClock();
  const state = { asked: 0, says: at("192.0.2.1") as ReturnType<typeof at> | Error };
  const addresses = new Addresses(clock, async () => {
    state.asked += 1;
    if (state.says instanceof Error) throw state.says;
    return state.says;
  });
  return { clock, state, addresses };
}

test("a name is asked for once by many, and again after half a minute, while the old answer serves", async () => {
  const { clock, state, addresses } = world();
  await Promise.all([addresses.find("o.example"), addresses.find("o.example")]);
  assert.equal(state.asked, 1);
  clock.advance(29 * SECOND);
  await addresses.find("o.example");
  assert.equal(state.asked, 1);
  state.says = at("192.0.2.2");
  clock.advance(2 * SECOND);
  assert.deepEqual(await addresses.find("o.example"), at("192.0.2.1"));
  assert.equal(state.asked, 2);
  await turn();
  assert.deepEqual(await addresses.find("o.example"), at("192.0.2.2"));
});

test("an answer older than that is waited for", async () => {
  const { clock, state, addresses } = world();
  await addresses.find("o.example");
  clock.advance(6 * MINUTE);
  state.says = at("192.0.2.2");
  assert.deepEqual(await addresses.find("o.example"), at("192.0.2.2"));
});

test("while the resolver is down the last answer stands in, for a day", async () => {
  const { clock, state, addresses } = world();
  await addresses.find("o.example");
  state.says = fails("EAI_AGAIN");
  clock.advance(23 * HOUR);
  assert.deepEqual(await addresses.find("o.example"), at("192.0.2.1"));
  clock.advance(2 * HOUR);
  await assert.rejects(addresses.find("o.example"), { code: "EAI_AGAIN" });
});

test("a name that is said not to exist is gone at once", async () => {
  const { clock, state, addresses } = world();
  await addresses.find("o.example");
  state.says = fails("ENOTFOUND");
  clock.advance(6 * MINUTE);
  await assert.rejects(addresses.find("o.example"), { code: "ENOTFOUND" });
});

test("a failure is remembered for a moment, so that a broken name costs little", async () => {
  const { clock, state, addresses } = world();
  state.says = fails("ENOTFOUND");
  for (let i = 0; i < 5; i++) await assert.rejects(addresses.find("o.example"), { code: "ENOTFOUND" });
  assert.equal(state.asked, 1);
  clock.advance(6 * SECOND);
  state.says = at("192.0.2.3");
  assert.deepEqual(await addresses.find("o.example"), at("192.0.2.3"));
});

test("an empty answer is a failure", async () => {
  const { state, addresses } = world();
  state.says = [];
  await assert.rejects(addresses.find("o.example"), { code: "ENOTFOUND" });
});

test("names that hang hold two of the runtime's threads, and the others wait their turn", async () => {
  const waiting: (() => void)[] = [];
  const addresses = new Addresses(fakeClock(), async () => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return at("192.0.2.1");
  });
  const all = ["a.example", "b.example", "c.example", "d.example"].map((name) => addresses.find(name));
  await turn();
  assert.equal(waiting.length, 2);
  for (let i = 0; i < 4; i++) {
    waiting[i]!();
    await turn();
  }
  assert.equal((await Promise.all(all)).length, 4);
});

test("sockets get all addresses or the first, as they ask", async () => {
  const { state, addresses } = world();
  state.says = [...at("192.0.2.1"), { address: "2001:db8::1", family: 6 }];
  const all = await new Promise((resolve) =>
    addresses.lookup("o.example", { all: true }, (_error, found) => resolve(found)),
  );
  assert.deepEqual(all, state.says);
  const one = await new Promise((resolve) =>
    addresses.lookup("o.example", {}, (_error, address, family) => resolve([address, family])),
  );
  assert.deepEqual(one, ["192.0.2.1", 4]);
});
