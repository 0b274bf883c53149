import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Connector, startConnector } from "../../src/connectors/follow/connector.ts";
import type { Engine } from "../../src/connectors/follow/enforcer.ts";
import type { LeftOut, Plan } from "../../src/connectors/plan.ts";
import { Follower } from "../../src/edge/follower/follower.ts";
import type { EdgeIdentity } from "../../src/edge/follower/identity.ts";
import { FakeTransport } from "../../src/edge/follower/testing/bench.ts";
import { SITE, START_MS, TestDesk } from "../../src/feed/testing/desk.ts";
import type { Batch } from "../../src/feed/wire.ts";
import { DAY, fakeClock, SECOND } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/log.ts";
import { until } from "../world/world.ts";

const TAG_KEY = new Uint8Array(32).fill(1);

/** An engine that holds what it is given, unless it is down. */
class FakeEngine implements Engine {
  plans: Plan[] = [];
  isDown = false;
  life = 1;
  gate: Promise<void> | undefined;

  async apply(plan: Plan): Promise<readonly LeftOut[]> {
    if (this.isDown) throw new Error("the engine does not answer");
    await this.gate;
    this.plans.push(plan);
    return plan.leftOut;
  }

  async stamp(): Promise<string> {
    if (this.isDown) throw new Error("the engine does not answer");
    return String(this.life);
  }

  /** What the last plan refuses on the main hostname. */
  get pages(): readonly string[] | undefined {
    const plan = this.plans.at(-1);
    return (
      plan && (plan.hosts.find(({ host }) => host === SITE.hostnames[0])?.pages ?? []).map(({ path }) => path)
    );
  }
}

/** A connector on a folder of its own, with a desk, an engine and a clock that the test moves. */
class Bench {
  readonly desk = new TestDesk();
  readonly clock = fakeClock(START_MS + DAY);
  readonly engine = new FakeEngine();
  readonly folder: string;
  transport = new FakeTransport();
  connector!: Connector;
  #hasSites = false;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async start(t: TestContext): Promise<Bench> {
    const bench = new Bench(await mkdtemp(join(tmpdir(), "rempart-connector-")));
    t.after(async () => {
      await bench.connector.close();
      await rm(bench.folder, { recursive: true });
    });
    bench.desk.configure({ kind: "site", site: SITE });
    await bench.restart();
    return bench;
  }

  async restart(): Promise<void> {
    await this.connector?.close();
    this.#hasSites = false;
    const identity: EdgeIdentity = {
      ...{ name: "connector-1", cert: "", key: "", ca: "" },
      ...{ feed: this.desk.keys, tagKey: TAG_KEY, fileKey: new Uint8Array(32).fill(2) },
    };
    const { clock } = this;
    this.connector = await startConnector({
      ...{ folder: this.folder, tagKey: TAG_KEY, engine: this.engine, clock, log: silentLog },
      follow: ({ stateFolder, through, onView }) => {
        this.transport = new FakeTransport();
        const transport = through(this.transport);
        const hooks = { onView, onPurges: () => {}, onForget: () => {}, pause: async () => {}, ackGapMs: 0 };
        return Follower.open({ folder: stateFolder, identity, clock, log: silentLog, transport, ...hooks });
      },
    });
  }

  /** Sends all since a size, the sites before the first, and the word that this is all. */
  send(from = 0): void {
    this.transport.send(
      ...(this.desk.size > from ? [{ kind: "batch" as const, batch: this.desk.batch(from) }] : []),
      // Once on a connection: a version that is not newer is refused, and told of in the next ack.
      ...(this.#hasSites ? [] : [{ kind: "config" as const, items: this.desk.configs }]),
      { kind: "ping" },
    );
    this.#hasSites = true;
  }

  refuses = (...pages: readonly string[]): Promise<boolean> =>
    until(`the engine refuses ${pages}`, async () => String(this.engine.pages) === String(pages), 5000);
}

test("what is decided reaches the engine; the ack waits until it holds it", async (t) => {
  const bench = await Bench.start(t);
  const gate = Promise.withResolvers<void>();
  bench.engine.gate = gate.promise;
  bench.desk.measure("/a");
  bench.send();
  await until("the state is known", async () => bench.connector.following.status().size === 1);
  assert.deepEqual(bench.transport.acks, []);
  gate.resolve();
  const { size, known, held } = await bench.transport.acked((ack) => ack.size === 1);
  assert.deepEqual([size, held], [1, known]);
  await bench.refuses("/a");
});

test("nothing is taken from an engine before all that the desk has is there", async (t) => {
  const bench = await Bench.start(t);
  for (const page of ["/a", "/b"]) bench.desk.measure(page);
  bench.transport.send({ kind: "batch", batch: bench.desk.batch(0, 1) });
  await until("the first batch", async () => bench.connector.following.status().size === 1);
  await bench.connector.look();
  assert.deepEqual(bench.engine.plans, [], "the second one stands in the engine's files");
  bench.send(1);
  await bench.refuses("/a", "/b");
});

test("what it cannot carry out is left out of what it says it holds", async (t) => {
  const bench = await Bench.start(t);
  bench.desk.measure("/a");
  bench.desk.measure("/b", {}, { verb: "no-cache" });
  bench.desk.measure("/c", {}, { verb: "notify" });
  bench.send();
  const { known, held } = await bench.transport.acked((ack) => ack.size === 3);
  assert.notEqual(held, known);
  assert.deepEqual(
    bench.connector.applied?.leftOut.map(({ index }) => index),
    [1, 1],
    "once for each hostname; a notification asks nothing of an engine",
  );
});

test("an engine that is down is acked as what it last held, with the reason, and tried again", async (t) => {
  const bench = await Bench.start(t);
  bench.desk.measure("/a");
  bench.send();
  await bench.transport.acked((ack) => ack.size === 1);
  bench.engine.isDown = true;
  bench.desk.measure("/b");
  bench.send(1);
  const ack = await bench.transport.acked((one) => one.refused !== undefined);
  assert.deepEqual([ack.size, ack.refused], [1, "the engine does not answer"]);
  bench.engine.isDown = false;
  await bench.connector.look();
  await bench.refuses("/a", "/b");
  bench.transport.send({ kind: "ping" });
  await bench.transport.acked((one) => one.size === 2 && one.refused === undefined);
});

test("measures end, and begin, at their time, without the desk", async (t) => {
  const bench = await Bench.start(t);
  bench.desk.measure("/ends"); // thirty days after START_MS
  const starts = new Date(START_MS + 10 * DAY).toISOString().replace(".000", "");
  bench.desk.measure("/begins", {}, { starts, ends: null, verb: "terminate" });
  bench.send();
  await bench.refuses("/ends");
  bench.clock.set(START_MS + 10 * DAY);
  await bench.connector.look();
  await bench.refuses("/begins", "/ends");
  bench.clock.set(START_MS + 30 * DAY + SECOND);
  await bench.connector.look();
  await bench.refuses("/begins");
});

test("an engine that was restarted is given everything again; a lift takes it away", async (t) => {
  const bench = await Bench.start(t);
  const measure = bench.desk.measure("/a");
  bench.send();
  await bench.refuses("/a");
  const { length } = bench.engine.plans;
  await bench.connector.look();
  assert.equal(bench.engine.plans.length, length, "nothing to do");
  bench.engine.life = 2;
  await bench.connector.look();
  await until("it is given again", async () => bench.engine.plans.length > length);
  bench.desk.lift(measure);
  bench.send(1);
  await bench.refuses();
});

test("after a restart without the desk the engine is brought to what the disk says, expiry included", async (t) => {
  const bench = await Bench.start(t);
  bench.desk.measure("/a");
  bench.desk.measure("/b", {}, { ends: new Date(START_MS + 2 * DAY).toISOString().replace(".000", "") });
  bench.send();
  await bench.refuses("/a", "/b");
  bench.clock.set(START_MS + 3 * DAY);
  bench.engine.plans = [];
  await bench.restart();
  await bench.refuses("/a");
  assert.equal((await stat(join(bench.folder, "openings.jsonl"))).mode & 0o777, 0o600);
});

test("a page is taken from no batch that was refused, and from no file that was altered", async (t) => {
  const bench = await Bench.start(t);
  bench.desk.measure("/a");
  const other = new TestDesk();
  other.measure("/innocente");
  const forged: Batch = { ...bench.desk.batch(0), openings: other.sent(0, 1) };
  bench.transport.send({ kind: "batch", batch: forged });
  await until("it is noted", async () => (await openings(bench)).includes("innocente"));
  bench.send();
  await bench.refuses("/a");

  await writeFile(
    join(bench.folder, "openings.jsonl"),
    (await openings(bench)).replaceAll('"/a"', '"/autre"'),
  );
  bench.engine.plans = [];
  await bench.restart();
  assert.equal(bench.connector.following.status().size, 0, "all is asked for again");
  assert.deepEqual(bench.engine.plans, [], "and the engine keeps what its files say");
  bench.send();
  await bench.refuses("/a");
});

const openings = ({ folder }: Bench): Promise<string> => readFile(join(folder, "openings.jsonl"), "utf8");
