import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fakeClock, HOUR, MINUTE, SECOND } from "../../../lib/clock.ts";
import { BUDGETS } from "./budget.ts";
import { type Admitted, type Caller, FIRST_WAIT_MS, Gate, type Wait } from "./gate.ts";
import { seededBytes } from "./testing/random.ts";
import { solve } from "./testing/solve.ts";
import { tracesOf } from "./testing/traces.ts";

const ELLA = "198.51.100.7";
const FLOOD = "203.0.113.9";
const ordinary = { lane: "ordinary" } as const;
const life = { lane: "life" } as const;

function open() {
  const clock = fakeClock();
  const random = seededBytes(11);
  const gate = new Gate(seededBytes(12)(32), { clock, random, difficulty: { cost: 1, most: 10 } });
  const admit = (caller: Caller) => gate.admit(caller);
  return { clock, gate, admit };
}

async function admitted(answer: Promise<Admitted | Wait>): Promise<Admitted> {
  const given = await answer;
  assert.ok(given.admitted);
  return given;
}

async function waiting(answer: Promise<Admitted | Wait>): Promise<Wait> {
  const given = await answer;
  assert.ok(!given.admitted);
  return given;
}

/** As many ordinary reports as the host may file at once. */
async function spend(admit: (caller: Caller) => Promise<Admitted | Wait>, address: string): Promise<void> {
  for (let i = 0; i < BUDGETS.host.ordinary.burst; i++) {
    assert.equal((await admitted(admit({ ...ordinary, address }))).by, "budget");
  }
}

test("within the budget nothing is asked; beyond it there is work or a wait; time brings the budget back", async () => {
  const { clock, admit } = open();
  await spend(admit, ELLA);
  const wait = await waiting(admit({ ...ordinary, address: ELLA }));
  assert.equal(wait.waitMs, FIRST_WAIT_MS);
  clock.advance(HOUR / BUDGETS.host.ordinary.perHour);
  assert.deepEqual(await admit({ ...ordinary, address: ELLA }), { admitted: true, by: "budget", share: 0 });
  await waiting(admit({ ...ordinary, address: ELLA }));
});

test("a solution admits at once, and once", async () => {
  const { admit } = open();
  await spend(admit, ELLA);
  const { challenge } = await waiting(admit({ ...ordinary, address: ELLA }));
  const work = await solve(challenge);
  assert.equal((await admitted(admit({ ...ordinary, address: ELLA, work }))).by, "work");
  await waiting(admit({ ...ordinary, address: ELLA, work }));
});

test("a ticket admits when it is ripe, and once; who comes too early keeps her place", async () => {
  const { clock, admit } = open();
  await spend(admit, ELLA);
  const { ticket, waitMs } = await waiting(admit({ ...ordinary, address: ELLA }));
  clock.advance(10 * SECOND);
  const early = await waiting(admit({ ...ordinary, address: ELLA, ticket }));
  assert.deepEqual([early.ticket, early.waitMs], [ticket, waitMs - 10 * SECOND]);
  clock.advance(early.waitMs);
  assert.equal((await admitted(admit({ ...ordinary, address: ELLA, ticket }))).by, "ticket");
  const again = await waiting(admit({ ...ordinary, address: ELLA, ticket }));
  assert.notEqual(again.ticket, ticket);
});

test("a ticket is bound to no network: she may come back from another that is over its budget", async () => {
  const { clock, admit } = open();
  await spend(admit, ELLA);
  await spend(admit, FLOOD);
  const { ticket, waitMs } = await waiting(admit({ ...ordinary, address: ELLA }));
  clock.advance(waitMs);
  assert.equal((await admitted(admit({ ...ordinary, address: FLOOD, ticket }))).by, "ticket");
});

test("work and tickets are not used up within the budget, nor a ticket where work was done", async () => {
  const { clock, admit } = open();
  await spend(admit, ELLA);
  const { challenge, ticket, waitMs } = await waiting(admit({ ...ordinary, address: ELLA }));
  const work = await solve(challenge);
  clock.advance(waitMs);
  assert.equal((await admitted(admit({ ...ordinary, address: FLOOD, work, ticket }))).by, "budget");
  assert.equal((await admitted(admit({ ...ordinary, address: ELLA, work, ticket }))).by, "work");
  assert.equal((await admitted(admit({ ...ordinary, address: ELLA, work, ticket }))).by, "ticket");
});

test("a host's tickets ripen one after the other, until its line is full", async () => {
  const { clock, admit } = open();
  await spend(admit, ELLA);
  const { burst, perHour } = BUDGETS.host.line;
  for (let i = 0; i < burst; i++) {
    const { waitMs, ticket } = await waiting(admit({ ...ordinary, address: ELLA }));
    assert.equal(waitMs, FIRST_WAIT_MS + (i * HOUR) / perHour);
    assert.ok(ticket !== undefined);
  }
  const full = await waiting(admit({ ...ordinary, address: ELLA }));
  assert.deepEqual([full.ticket, full.waitMs], [undefined, HOUR / perHour]);
  assert.equal(
    (await admitted(admit({ ...ordinary, address: ELLA, work: await solve(full.challenge) }))).by,
    "work",
  );
  clock.advance(full.waitMs);
  assert.ok((await waiting(admit({ ...ordinary, address: ELLA }))).ticket !== undefined);
});

test("tickets that a network hoards in a day are bounded by its line", async () => {
  const { clock, admit } = open();
  let tickets = 0;
  let taken = 0;
  for (let minute = 0; minute < 24 * 60; minute++) {
    for (let i = 0; i < 3; i++) {
      const answer = await admit({ ...ordinary, address: `203.0.113.${(minute * 3 + i) % 256}` });
      if (answer.admitted) taken++;
      else if (answer.ticket !== undefined) tickets++;
    }
    clock.advance(MINUTE);
  }
  const most = ({ perHour, burst }: { perHour: number; burst: number }): number => 24 * perHour + 25 * burst;
  assert.ok(tickets <= most(BUDGETS.network.line), String(tickets));
  assert.ok(taken <= most(BUDGETS.network.ordinary), String(taken));
});

test("an API key has its own budget, whatever its addresses do, and takes nothing of theirs or of the desk's", async () => {
  const { clock, admit } = open();
  const key = { id: "helpline", perHour: 400 };
  await spend(admit, ELLA);
  for (let i = 0; i < 400; i++) {
    assert.equal((await admitted(admit({ ...ordinary, address: ELLA, key }))).by, "budget");
  }
  const wait = await waiting(admit({ ...ordinary, address: ELLA, key }));
  assert.equal((await admitted(admit({ ...ordinary, key, work: await solve(wait.challenge) }))).by, "work");
  assert.equal((await admitted(admit({ ...ordinary, address: FLOOD }))).by, "budget");
  assert.equal((await admitted(admit({ ...ordinary, key: { id: "other", perHour: 1 } }))).by, "budget");
  clock.advance(MINUTE);
  assert.equal((await admitted(admit({ ...ordinary, key }))).by, "budget");
});

test("a key with no budget has work and a wait, and still the lane for risk to life", async () => {
  const { clock, admit } = open();
  const key = { id: "suspended", perHour: 0 };
  const { waitMs, ticket } = await waiting(admit({ ...ordinary, key }));
  assert.equal((await admitted(admit({ ...life, key }))).by, "life");
  clock.advance(waitMs);
  assert.equal((await admitted(admit({ ...ordinary, key, ticket }))).by, "ticket");
});

test("callers without an address are not refused for one another: only the desk's budget holds for them", async () => {
  const { admit } = open();
  for (let i = 0; i < BUDGETS.desk.ordinary.burst; i++) await admitted(admit(ordinary));
  await waiting(admit(ordinary));
  await admitted(admit(life));
});

test("when the desk's own budget is used up by many networks, work or a wait is asked of a first report too", async () => {
  const { admit } = open();
  for (let i = 0; i < BUDGETS.desk.ordinary.burst; i++) {
    await admitted(admit({ ...ordinary, address: `2001:db8:${i.toString(16)}::1` }));
  }
  const { challenge } = await waiting(admit({ ...ordinary, address: ELLA }));
  assert.equal(
    (await admitted(admit({ ...ordinary, address: ELLA, work: await solve(challenge) }))).by,
    "work",
  );
  assert.deepEqual(await admit({ ...life, address: ELLA }), { admitted: true, by: "life", share: 0 });
});

test("what was worked for counts as more and more of the share", async () => {
  const { admit } = open();
  await spend(admit, ELLA);
  const shares: number[] = [];
  for (let i = 0; i < 3; i++) {
    const { challenge } = await waiting(admit({ ...ordinary, address: ELLA }));
    shares.push((await admitted(admit({ ...ordinary, address: ELLA, work: await solve(challenge) }))).share);
  }
  assert.deepEqual(shares, [1, 2, 3]);
});

test("the first few reports of a risk to life from a host come with the share 0, then it grows", async () => {
  const { admit } = open();
  const shares: number[] = [];
  for (let i = 0; i < 12; i++) shares.push((await admitted(admit({ ...life, address: ELLA }))).share);
  assert.deepEqual(shares, [0, 0, 0, 1, 2, 3, 4, 5, 6, 8, 10, 12]);
});

test("in a flood, the first report of a neighbour comes before the flood's next, and anybody else's before both", async () => {
  const { admit } = open();
  for (let i = 0; i < 500; i++) await admit({ ...life, address: FLOOD });
  const { share: next } = await admitted(admit({ ...life, address: FLOOD }));
  const { share: neighbour } = await admitted(admit({ ...life, address: "203.0.113.200" }));
  const { share: other } = await admitted(admit({ ...life, address: ELLA }));
  assert.ok(other === 0 && other < neighbour && neighbour < next);
});

test("when the lane is crowded, a second report of a network comes after another's first", async () => {
  const { admit } = open();
  for (let i = 0; i < 2 * BUDGETS.desk.life.burst; i++) {
    await admit({ ...life, address: `2001:db8:${i.toString(16)}::1` });
  }
  const shares: number[] = [];
  for (const address of [ELLA, ELLA, FLOOD]) shares.push((await admitted(admit({ ...life, address }))).share);
  assert.equal(shares[0], 0);
  assert.ok(shares[1]! > 0);
  assert.equal(shares[2], 0);
});

/** Anything that anybody may send, over any time. */
const addresses = fc.oneof(
  fc.constantFrom(undefined, "", "unix", ELLA, FLOOD, "203.0.113.10", "2001:db8::1", "2001:db8:0:1::1"),
  fc.ipV4(),
  fc.ipV6(),
);
const traffic = (from: fc.Arbitrary<string | undefined>, lane: fc.Arbitrary<Caller["lane"]>) =>
  fc.array(
    fc.record({
      address: from,
      lane,
      keyed: fc.boolean(),
      times: fc.integer({ min: 1, max: 80 }),
      pauseMs: fc.oneof(fc.constant(0), fc.nat(30 * MINUTE)),
      junk: fc.option(fc.string(), { nil: undefined }),
      works: fc.boolean(),
    }),
    { maxLength: 12 },
  );

async function play(
  { clock, admit }: ReturnType<typeof open>,
  steps: ReturnType<typeof traffic> extends fc.Arbitrary<infer Steps> ? Steps : never,
): Promise<void> {
  for (const { address, lane, keyed, times, pauseMs, junk, works } of steps) {
    const caller: Caller = {
      address,
      lane,
      ...(keyed ? { key: { id: "k", perHour: 3 } } : {}),
      work: junk,
      ticket: junk,
    };
    let mayWork = works;
    for (let i = 0; i < times; i++) {
      const answer = await admit(caller);
      if (answer.admitted || !mayWork) continue;
      mayWork = false;
      await admit({ ...caller, work: await solve(answer.challenge) });
    }
    clock.advance(pauseMs);
  }
}
const RUNS = { numRuns: 40 };

test("no traffic makes a report of a risk to life wait, and no ordinary traffic gives it a share", async () => {
  const some = fc.tuple(traffic(addresses, fc.constant("ordinary")), addresses);
  await fc.assert(
    fc.asyncProperty(some, async ([steps, address]) => {
      const desk = open();
      await play(desk, steps);
      assert.deepEqual(await desk.admit({ ...life, address }), { admitted: true, by: "life", share: 0 });
    }),
    RUNS,
  );
  await fc.assert(
    fc.asyncProperty(
      traffic(addresses, fc.constantFrom("ordinary", "life")),
      addresses,
      async (steps, address) => {
        const desk = open();
        await play(desk, steps);
        assert.equal((await admitted(desk.admit({ ...life, address, work: "x", ticket: "y" }))).by, "life");
      },
    ),
    RUNS,
  );
});

test("what one network sends never delays another network's first report, in either lane", async () => {
  const one = fc.oneof(
    fc.nat(255).map((last) => `203.0.113.${last}`),
    fc.constant("::ffff:203.0.113.4"),
  );
  await fc.assert(
    fc.asyncProperty(traffic(one, fc.constantFrom("ordinary", "life")), async (steps) => {
      const desk = open();
      // Without keys: they are given to people by name.
      await play(
        desk,
        steps.map((step) => ({ ...step, keyed: false })),
      );
      for (const lane of ["ordinary", "life"] as const) {
        const first = await admitted(desk.admit({ lane, address: ELLA }));
        assert.deepEqual([first.share, first.by], [0, lane === "life" ? "life" : "budget"]);
      }
    }),
    RUNS,
  );
});

test("the hardest that one network can try for a day leaves room for another's first report at every minute", async () => {
  const { clock, gate, admit } = open();
  for (let minute = 0; minute < 24 * 60; minute++) {
    for (let i = 0; i < 35; i++) {
      const answer = await admit({ ...ordinary, address: `203.0.113.${(minute + i) % 256}` });
      if (!answer.admitted) break;
    }
    const first = await admit({ ...ordinary, address: `2001:db8:${minute.toString(16)}::1` });
    // Its own firsts take of the desk's budget too, one a minute.
    assert.ok(first.admitted && first.by === "budget", `minute ${minute}`);
    clock.advance(MINUTE);
    gate.sweep();
  }
});

test("an address cannot be had from the gate, however it is printed, serialised or enumerated", async () => {
  const { gate, admit } = open();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.ipV4(), fc.ipV6()),
      fc.constantFrom("ordinary", "life"),
      async (address, lane) => {
        const answer = await admit({ address, lane: lane as Caller["lane"], key: undefined });
        const traces = tracesOf(gate) + tracesOf(answer);
        assert.ok(!traces.includes(address));
      },
    ),
    { numRuns: 60 },
  );
  assert.deepEqual(Reflect.ownKeys(gate), []);
  assert.equal(JSON.stringify(gate), undefined);
  assert.ok(gate.remembered > 0);
});

test("after an hour nothing of anybody is left", async () => {
  const { clock, gate, admit } = open();
  await spend(admit, ELLA);
  for (let i = 0; i < 20; i++) await admit({ ...life, address: ELLA });
  await admit({ ...ordinary, key: { id: "k", perHour: 1 } });
  for (let minute = 0; minute < 60; minute++) {
    clock.advance(MINUTE);
    gate.sweep();
  }
  assert.equal(gate.remembered, 0);
  assert.equal((await admitted(admit({ ...life, address: ELLA }))).share, 0);
});
