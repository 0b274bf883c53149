/**
 * What the gate before reports costs: `node --conditions=rempart-src --expose-gc bench/gate.ts`.
 * A question to the gate by how it is answered, a text placed among as many as are remembered, and the memory of both.
 * Exits 1 where placing 2,000 characters takes more than a ms on the median.
 */

import { Clusters, MOST } from "../src/desk/reports/gate/clusters.ts";
import { type Caller, Gate } from "../src/desk/reports/gate/gate.ts";
import { HONEST_EN } from "../src/desk/reports/gate/testing/honest-en.ts";
import { HONEST_FR } from "../src/desk/reports/gate/testing/honest-fr.ts";
import { seededNumbers } from "../src/desk/reports/gate/testing/random.ts";
import { solve } from "../src/desk/reports/gate/testing/solve.ts";
import { fakeClock, MINUTE } from "../src/lib/clock.ts";
import { memory, print, printTitle, report } from "./measuring.ts";

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Prints what one call takes, µs, after a tenth as many to warm up; `make` is not counted. */
async function measure<T>(
  what: string,
  count: number,
  make: (i: number) => T | Promise<T>,
  call: (made: T) => unknown,
): Promise<number> {
  const spent = new Float64Array(count);
  const warm = Math.ceil(count / 10);
  for (let i = -warm; i < count; i++) {
    const made = await make(i + warm);
    const start = process.hrtime.bigint();
    await call(made);
    if (i >= 0) spent[i] = Number(process.hrtime.bigint() - start) / 1000;
  }
  report(what, spent, "µs");
  return spent.toSorted()[Math.floor(count / 2)] as number;
}

const clock = fakeClock();
const key = new Uint8Array(32).fill(1);
const v4 = (i: number): string => `${1 + ((i >> 24) & 127)}.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
const v6 = (i: number): string => `2001:db8:${(i >> 8).toString(16)}:${(i & 255).toString(16)}::1`;
const ordinary = (address: string): Caller => ({ lane: "ordinary", address });

async function gate(): Promise<void> {
  printTitle("Gate.admit");
  const open = () => new Gate(key, { clock });
  let ours = open();
  const ask = (caller: Caller) => ours.admit(caller);
  const later = (address: string): Caller => {
    clock.advance(3000);
    return ordinary(address);
  };
  await measure("within budget", 20_000, (i) => later(v4(i << 8)), ask);
  await measure("within budget, IPv6", 20_000, (i) => later(v6(i << 8)), ask);
  const life: Caller = { lane: "life", address: "203.0.113.9" };
  await measure("life, all from one network", 20_000, () => life, ask);

  const over = ordinary("198.51.100.7");
  ours = open();
  for (let i = 0; i < 6; i++) await ours.admit(over);
  await measure("beyond it: a challenge, the line full", 5000, () => over, ask);
  const noWork = { ...over, work: "A".repeat(2000), ticket: "A".repeat(64) };
  await measure("beyond it, with work and ticket that are none", 5000, () => noWork, ask);
  const easy = new Gate(key, { clock, difficulty: { cost: 1, most: 1 } });
  for (let i = 0; i < 6; i++) await easy.admit(over);
  const worked = async (): Promise<Caller> => {
    const answer = await easy.admit(over);
    return answer.admitted ? over : { ...over, work: await solve(answer.challenge) };
  };
  await measure("beyond it, with work done", 3000, worked, (caller) => easy.admit(caller));
  const waited = async (): Promise<Caller> => {
    clock.advance(10 * MINUTE);
    for (;;) {
      const answer = await easy.admit(over);
      if (answer.admitted) continue;
      clock.advance(answer.waitMs);
      for (let i = 0; i < 40; i++) await easy.admit({ ...over, address: `198.51.100.${100 + i}` });
      return { ...over, ticket: answer.ticket };
    }
  };
  await measure("beyond it, with a ripe ticket", 300, waited, (caller) => easy.admit(caller));

  const solving = open();
  for (let i = 0; i < 6; i++) await solving.admit(over);
  await measure(
    "the work of one challenge, altcha-lib in Node (20 times)",
    20,
    async () => {
      const answer = await solving.admit(over);
      if (answer.admitted) throw new Error("there is nothing to solve");
      return answer.challenge;
    },
    solve,
  );

  ours = open();
  const before = memory();
  for (let i = 0; i < 200_000; i++) await ours.admit(ordinary(v4(i << 8)));
  print("memory of 200,000 ranges", `${megabytes(memory().held - before.held)} for ${ours.remembered}`);
  await measure(
    "in the life lane, a new network each, memory full",
    20_000,
    (i) => ({ ...life, address: v4(i + 2 ** 29) }),
    ask,
  );
}

const WORDS = [...HONEST_FR, ...HONEST_EN].join(" ").split(" ");
const next = seededNumbers(1);

/** As long as said, from words of honest letters in any order. */
function written(units: number): string {
  let text = "";
  while (text.length < units) text += `${WORDS[Math.floor(next() * WORDS.length)]} `;
  return text.slice(0, units);
}

async function clusters(): Promise<void> {
  printTitle("Clusters.place");
  const before = memory();
  const ours = new Clusters({ clock: fakeClock() });
  const place = (text: string) => ours.place(text);
  let median = await measure("2,000 characters, few remembered", 2000, () => written(2000), place);
  while (ours.size < MOST.near) ours.place(written(300));
  for (let i = 0; i < MOST.short; i++) ours.place(`court ${"y".repeat(i % 97)} ${written(20)}`);
  print("memory when full", `${megabytes(memory().held - before.held)} for ${ours.size} texts`);
  await measure("300 characters, all places taken", 5000, () => written(300), place);
  median = Math.max(
    median,
    await measure("2,000 characters, all places taken", 3000, () => written(2000), place),
  );
  await measure("20,000 characters, all places taken", 300, () => written(20_000), place);
  await measure("a short text", 5000, (i) => `page ${i % 97} encore`, place);
  const raid = written(1200);
  const like = (i: number): string => `${raid} ${written(800 + (i % 50))}`;
  await measure("2,000 characters, in a raid of thousands half alike", 3000, like, place);
  const dense = "é\u0301\u200bа".repeat(500);
  await measure("2,000 units of marks, look-alikes and invisible ones", 1000, (i) => `${dense} ${i}`, place);
  if (median > 1000) process.exitCode = 1;
}

await gate();
await clusters();
