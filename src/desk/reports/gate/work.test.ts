import assert from "node:assert/strict";
import { test } from "node:test";
import type { Payload } from "altcha-lib";
import fc from "fast-check";
import { fakeClock } from "../../../lib/clock.ts";
import { seededBytes } from "./testing/random.ts";
import { solve } from "./testing/solve.ts";
import { CHALLENGE_LIFE_MS, WORK, Work, workText } from "./work.ts";

const KEY = seededBytes(3)(32);
function works(key = KEY, mostUsed?: number) {
  // Far from the machine's own time: only the clock that was given may be asked.
  const clock = fakeClock(Date.UTC(2001, 0, 1));
  const difficulty = { cost: 2, most: 20 };
  const options = {
    clock,
    random: seededBytes(4),
    difficulty,
    ...(mostUsed === undefined ? {} : { mostUsed }),
  };
  return { clock, work: new Work(key, options) };
}
const payloadOf = (text: string): Payload => JSON.parse(Buffer.from(text, "base64").toString());

test("a solution is good once", async () => {
  const { work } = works();
  const solved = await solve(await work.challenge());
  assert.equal(await work.accepts(solved), true);
  assert.equal(await work.accepts(solved), false);
});

test("a solution that comes twice at the same moment is good once", async () => {
  const { work } = works();
  const solved = await solve(await work.challenge());
  const taken = await Promise.all([work.accepts(solved), work.accepts(solved), work.accepts(solved)]);
  assert.equal(taken.filter(Boolean).length, 1);
});

test("a solution is good until its challenge ends, by the clock that was given", async () => {
  const { clock, work } = works();
  const [early, late] = [await solve(await work.challenge()), await solve(await work.challenge())];
  clock.advance(CHALLENGE_LIFE_MS - 1);
  assert.equal(await work.accepts(early), true);
  clock.advance(1);
  assert.equal(await work.accepts(late), false);
});

test("another process with the same key accepts it, one with another key does not", async () => {
  const solved = await solve(await works().work.challenge());
  assert.equal(await works().work.accepts(solved), true);
  assert.equal(await works(seededBytes(5)(32)).work.accepts(solved), false);
});

test("no part of a payload can be changed", async () => {
  const { work } = works();
  const solved = await solve(await work.challenge());
  const { challenge, solution } = payloadOf(solved);
  const { parameters } = challenge;
  const other = payloadOf(await solve(await work.challenge()));
  const change = (changed: object): string => workText({ challenge, solution, ...changed } as Payload);
  const asked = (changed: object): string =>
    change({ challenge: { ...challenge, parameters: { ...parameters, ...changed } } });
  const forged: readonly string[] = [
    asked({ cost: 1 }),
    asked({ keyPrefix: "00" }),
    asked({ keySignature: other.challenge.parameters.keySignature }),
    asked({ nonce: other.challenge.parameters.nonce }),
    asked({ data: { ...parameters.data, endsAt: 1e15 } }),
    asked({ data: {} }),
    asked({ expiresAt: 4e9 }),
    asked({ algorithm: "SHA-256" }),
    change({ solution: other.solution }),
    change({ solution: { ...solution, derivedKey: "00" } }),
    change({ solution: { ...solution, derivedKey: solution.derivedKey.toUpperCase() } }),
    change({ solution: { ...solution, counter: -1 } }),
    change({ challenge: { ...challenge, signature: other.challenge.signature } }),
    change({ challenge: { parameters } }),
    change({ more: 1 }),
  ];
  for (const text of forged) assert.equal(await work.accepts(text), false, text);
  assert.equal(await work.accepts(solved), true);
});

test("the same solution in another spelling is still used", async () => {
  const { work } = works();
  const solved = await solve(await work.challenge());
  assert.equal(await work.accepts(solved), true);
  const { challenge, solution } = payloadOf(solved);
  const respelled = [
    workText({ challenge, solution: { ...solution, time: 5 } }),
    workText({ challenge, solution: { ...solution, counter: solution.counter + 1 } }),
    `${solved.replace(/=+$/, "")}`,
    Buffer.from(JSON.stringify({ solution, challenge }, null, 2)).toString("base64"),
  ];
  for (const text of respelled) assert.equal(await work.accepts(text), false);
});

test("any text is refused and none throws", async () => {
  const { work } = works();
  const json = fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString("base64"));
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), json, fc.constant("A".repeat(1e5))), async (text) => {
      assert.equal(await work.accepts(text), false);
    }),
  );
});

test("a bounded memory of used solutions never lets one in twice", async () => {
  const { work } = works(KEY, 2);
  const all = await Promise.all(Array.from({ length: 6 }, async () => solve(await work.challenge())));
  const taken = async (): Promise<number> => {
    let count = 0;
    for (const text of all) if (await work.accepts(text)) count++;
    return count;
  };
  assert.ok((await taken()) >= 2);
  assert.equal(await taken(), 0);
});

test("the number to find is anywhere up to the most that is said", async () => {
  const options = { clock: fakeClock(), difficulty: { cost: 1, most: 20 } };
  const numberFor = async (byte: number): Promise<number> => {
    const work = new Work(KEY, { ...options, random: (bytes) => new Uint8Array(bytes).fill(byte) });
    const challenge = await work.challenge();
    assert.deepEqual(challenge.parameters.data, {
      endsAt: options.clock.now() + CHALLENGE_LIFE_MS,
      most: 20,
    });
    return payloadOf(await solve(challenge)).solution.counter;
  };
  assert.deepEqual([await numberFor(0), await numberFor(0x80), await numberFor(0xff)], [0, 10, 20]);
});

test("by default it is a challenge of ALTCHA's form with the difficulty that was measured", async () => {
  const { parameters } = await new Work(KEY, { clock: fakeClock(), random: seededBytes(6) }).challenge();
  assert.deepEqual(
    [parameters.algorithm, parameters.cost, parameters.data?.most],
    ["PBKDF2/SHA-256", WORK.cost, WORK.most],
  );
});
