import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { DAY, fakeClock, HOUR, MINUTE } from "../../../lib/clock.ts";
import { Clusters, KEY_LIFE_MS } from "./clusters.ts";
import { HONEST_EN, POLITE_EN } from "./testing/honest-en.ts";
import { HONEST_FR, POLITE_FR } from "./testing/honest-fr.ts";
import { DISGUISES, disguised, filled, RAID_TEMPLATES } from "./testing/raids.ts";
import { seededBytes, seededNumbers } from "./testing/random.ts";
import { tracesOf } from "./testing/traces.ts";

const HONEST = [...HONEST_FR, ...HONEST_EN, ...POLITE_FR, ...POLITE_EN];
const LETTER = HONEST_FR[2] as string;

function clusters(options: { most?: { near: number; short: number }; seed?: number } = {}) {
  const clock = fakeClock();
  const { seed = 41, ...rest } = options;
  return { clock, clusters: new Clusters({ clock, random: seededBytes(seed), ...rest }) };
}

interface Sent {
  readonly text: string;
  /** Which texts belong together, as whoever made them knows. */
  readonly truth: string;
}

const shuffled = <T>(list: readonly T[], next: () => number): T[] =>
  list
    .map((one) => ({ one, order: next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ one }) => one);

/** Of all pairs that were put together, how many belong together, and the reverse. */
function judged(sent: readonly Sent[], random: number) {
  const { clusters: ours } = clusters({ seed: random });
  const placed = sent.map(({ text, truth }) => ({ truth, cluster: ours.place(text) }));
  let [both, together, belong] = [0, 0, 0];
  for (const [at, a] of placed.entries()) {
    for (const b of placed.slice(0, at)) {
      if (a.cluster === b.cluster) together++;
      if (a.truth === b.truth) belong++;
      if (a.cluster === b.cluster && a.truth === b.truth) both++;
    }
  }
  return { precision: together === 0 ? 1 : both / together, recall: belong === 0 ? 1 : both / belong };
}

const honest = HONEST.map((text, at): Sent => ({ text, truth: `honest ${at}` }));
const EACH = 60;

const FLOORS: readonly (readonly [
  disguise: string,
  make: (text: string, next: () => number) => string,
  recall: number,
])[] = [
  ...Object.entries(DISGUISES).map(
    ([name, disguise]) => [name, disguise, name === "a sentence left out" ? 0.9 : 0.98] as const,
  ),
  ["several of these", disguised, 0.9],
];
for (const [name, disguise, floor] of FLOORS) {
  test(`six raids among honest letters are told apart, and from them: ${name}`, (t: TestContext) => {
    let least = { precision: 1, recall: 1 };
    for (const seed of [1, 2, 3]) {
      const next = seededNumbers(seed);
      const raids = RAID_TEMPLATES.flatMap((template, at) =>
        Array.from(
          { length: EACH },
          (): Sent => ({
            ...{ text: disguise(filled(template, next), next), truth: `raid ${at}` },
          }),
        ),
      );
      const { precision, recall } = judged(shuffled([...raids, ...honest], next), seed);
      least = { precision: Math.min(least.precision, precision), recall: Math.min(least.recall, recall) };
    }
    t.diagnostic(`precision ${least.precision.toFixed(3)}, recall ${least.recall.toFixed(3)}`);
    assert.equal(least.precision, 1);
    assert.ok(least.recall >= floor);
  });
}

test("honest letters about the same things, in two languages, are each alone, under any key", (t: TestContext) => {
  const seeds = Array.from({ length: 20 }, (_, seed) => 100 + seed);
  const together = seeds.map((seed) => {
    const { clusters: ours } = clusters({ seed });
    return HONEST.length - new Set(HONEST.map((text) => ours.place(text))).size;
  });
  t.diagnostic(
    `${HONEST.length} letters, ${seeds.length} keys: ${Math.max(...together)} put together at most`,
  );
  assert.ok(together.every((count) => count === 0));
});

test("fewer than eight words are one cluster only when equal after normalisation", () => {
  const { clusters: ours } = clusters();
  const id = ours.place("Mon adresse est sur cette page !");
  assert.equal(ours.place("mon ADRESSE est\u200b sur cette page"), id);
  assert.notEqual(ours.place("Mon adresse est sur cette pagee"), id);
  assert.notEqual(ours.place("Mon adresse est sur la page"), id);
  assert.equal(ours.place("Appelez le 06 39 98 00 14"), ours.place("appelez le 06 39 98 00 77"));
});

test("what holds no word is alone each time, and nothing is kept of it", () => {
  const { clusters: ours } = clusters();
  for (const text of ["", " ", "🔥🔥", "…"]) assert.notEqual(ours.place(text), ours.place(text));
  assert.equal(ours.size, 0);
});

test("any text has a cluster, and has it again", () => {
  const { clusters: ours } = clusters();
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.lorem({ maxCount: 60 })), (text) => {
      const id = ours.place(`${text} end`);
      assert.match(id, /^[0-9a-z]{26}$/);
      assert.equal(ours.place(`${text} end`), id);
    }),
  );
});

test("a thousand copies take one place; a flood of texts no more than was given", () => {
  const { clusters: ours } = clusters({ most: { near: 50, short: 20 } });
  for (let i = 0; i < 1000; i++) ours.place(LETTER);
  assert.equal(ours.size, 1);
  for (let i = 0; i < 500; i++) {
    const unlike = Array.from({ length: 12 }, (_, at) => `${"x".repeat(i % 26)}w${"abcdefghijkl"[at]}`);
    ours.place(unlike.map((word, at) => word + "y".repeat((i * (at + 3)) % 41)).join(" "));
    ours.place(`court ${"z".repeat(i)}`);
    assert.ok(ours.size <= 70);
  }
  assert.equal(ours.size, 70);
});

test("within a day it is the same cluster; then the key is another and nothing is left", () => {
  const { clock, clusters: ours } = clusters();
  const [long, short] = [ours.place(LETTER), ours.place("trop court")];
  clock.advance(KEY_LIFE_MS - 1);
  ours.sweep();
  assert.deepEqual([ours.place(LETTER), ours.place("trop court")], [long, short]);
  clock.advance(1);
  ours.sweep();
  assert.equal(ours.size, 0);
  assert.notEqual(ours.place(LETTER), long);
  assert.notEqual(ours.place("trop court"), short);
});

test("nothing stands longer than a day, with a sweep a minute or with the next text", () => {
  const { clock, clusters: ours } = clusters();
  ours.place(LETTER);
  for (let minute = 0; minute < DAY / MINUTE; minute++) {
    clock.advance(MINUTE);
    ours.sweep();
  }
  assert.equal(ours.size, 0);
  ours.place(LETTER);
  clock.advance(DAY);
  ours.place("un autre texte, seul ici");
  assert.equal(ours.size, 1);
});

test("a clock that is set back forgets at once", () => {
  const { clock, clusters: ours } = clusters();
  ours.place(LETTER);
  clock.advance(-HOUR);
  ours.sweep();
  assert.equal(ours.size, 0);
});

test("nothing of a text can be printed, serialised or enumerated; an id says nothing of it", () => {
  const { clusters: ours } = clusters();
  ours.place(LETTER);
  ours.place("Mirabelle au 14");
  const traces = tracesOf(ours);
  for (const word of ["signale", "mirabelle", "message", "amie"])
    assert.ok(!traces.toLowerCase().includes(word));
  assert.deepEqual(Reflect.ownKeys(ours), []);
  assert.equal(JSON.stringify(ours), undefined);
  assert.notEqual(
    clusters({ seed: 42 }).clusters.place(LETTER),
    clusters({ seed: 43 }).clusters.place(LETTER),
  );
});
