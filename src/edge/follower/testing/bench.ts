import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Purge } from "../../../feed/config.ts";
import { START_MS, TestDesk } from "../../../feed/testing/desk.ts";
import type { Ack, Batch, FeedMessage, FeedTransport, Position, Snapshot } from "../../../feed/wire.ts";
import type { NoteKey } from "../../../ledger/note.ts";
import { DAY, fakeClock } from "../../../lib/clock.ts";
import { silentLog } from "../../../lib/log.ts";
import type { CompactRange } from "../../../lib/merkle.ts";
import { runThrough } from "../../../lib/slices.ts";
import { requestIdentities } from "../../../policy/identity.ts";
import type { EdgeView } from "../../state.ts";
import { measuresOn } from "../../subject.ts";
import type { LedgerChange } from "../change.ts";
import { Follower } from "../follower.ts";
import type { EdgeIdentity } from "../identity.ts";
import { readBatch } from "../read-feed.ts";

export const TAG_KEY = new Uint8Array(32).fill(7);
export const FILE_KEY = new Uint8Array(32).fill(8);

export async function temporary(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rempart-follower-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What an edge at `own` keeps of a batch. */
export const changeIn = (own: CompactRange, batch: Batch, { keys }: TestDesk): LedgerChange =>
  runThrough(readBatch(own, batch, { feed: keys, tagKey: TAG_KEY }));

/** Ledger index of the measure that refuses a page of a view's site, if one does. */
export function refusalOf(
  view: EdgeView,
  target: string,
  nowMs: number,
  host = "perchoir.example",
): number | undefined {
  const site = view.siteOf.get(host);
  const identities = requestIdentities(host, target, site?.readings);
  return site && identities && measuresOn(view, { site, target, identities }, nowMs).refusal?.index;
}

/** The desk's end of the wire: what it sends is put in by hand, connection after connection. */
export class FakeTransport implements FeedTransport {
  readonly acks: Ack[] = [];
  readonly subscribed: Position[] = [];
  next: Snapshot | undefined;
  /** While set, an ack waits for it. */
  ackGate: Promise<void> | undefined;
  closed = false;
  #queue: (FeedMessage | Error | "end")[] = [];
  #wake = Promise.withResolvers<void>();
  #ackWaiters: (() => void)[] = [];

  /** Queues messages; an error breaks the connection, "end" closes it. */
  send(...items: (FeedMessage | Error | "end")[]): void {
    this.#queue.push(...items);
    this.#wake.resolve();
  }

  async *subscribe(from: Position, signal: AbortSignal): AsyncGenerator<FeedMessage> {
    this.subscribed.push(from);
    signal.addEventListener("abort", () => this.#wake.resolve(), { once: true });
    for (;;) {
      const item = this.#queue.shift();
      if (signal.aborted) throw signal.reason;
      if (item === undefined) {
        this.#wake = Promise.withResolvers<void>();
        await this.#wake.promise;
      } else if (item === "end") return;
      else if (item instanceof Error) throw item;
      else yield item;
    }
  }

  async snapshot(): Promise<Snapshot> {
    if (this.next === undefined) throw new Error("no snapshot");
    return this.next;
  }

  async ack(ack: Ack): Promise<void> {
    this.acks.push(ack);
    for (const wake of this.#ackWaiters.splice(0)) wake();
    await this.ackGate;
  }

  close(): void {
    this.closed = true;
  }

  /** The first ack from now on, or the last one already there, that the predicate likes. */
  async acked(likes: (ack: Ack) => boolean): Promise<Ack> {
    for (;;) {
      const last = this.acks.at(-1);
      if (last !== undefined && likes(last)) return last;
      await new Promise<void>((resolve) => this.#ackWaiters.push(resolve));
    }
  }
}

/** A follower on a folder of its own, with a desk and a clock that the test moves. Nothing waits unless told. */
export class Bench {
  readonly desk = new TestDesk();
  readonly clock = fakeClock(START_MS + DAY);
  readonly views: EdgeView[] = [];
  readonly purges: Purge[] = [];
  /** Lengths of the pauses so far, ms. */
  readonly pauses: number[] = [];
  witnesses: readonly NoteKey[] = [];
  transport = new FakeTransport();
  follower!: Follower;
  readonly folder: string;
  #resume = Promise.withResolvers<void>();
  #pausing = Promise.withResolvers<void>();
  /** Called with each new view, before the rest of the follower goes on. */
  onView: (view: EdgeView) => void = () => {};
  /** Called with purges that are carried out together; configuration waits for it. */
  onPurges: (purges: readonly Purge[]) => unknown = () => {};
  /** How often everything kept was to be forgotten. */
  forgotten = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async start(t: TestContext): Promise<Bench> {
    const bench = new Bench(await temporary(t));
    t.after(() => bench.follower.close());
    t.mock.method(Math, "random", () => 1);
    await bench.restart();
    return bench;
  }

  /** A new life of the edge on what is on its disk. */
  async restart(): Promise<void> {
    await this.follower?.close();
    this.transport = new FakeTransport();
    const identity: EdgeIdentity = {
      ...{ name: "edge-1", cert: "", key: "", ca: "" },
      feed: this.desk.keys,
      tagKey: TAG_KEY,
      fileKey: FILE_KEY,
    };
    this.follower = await Follower.open({
      folder: this.folder,
      identity,
      transport: this.transport,
      clock: this.clock,
      log: silentLog,
      ackGapMs: 0,
      witnesses: this.witnesses,
      pause: async (ms, signal) => {
        this.pauses.push(ms);
        this.#pausing.resolve();
        const stopped = new Promise<void>((resolve) =>
          signal.addEventListener("abort", () => resolve(), { once: true }),
        );
        await Promise.race([this.#resume.promise, stopped]);
      },
      onView: (view) => {
        this.views.push(view);
        this.onView(view);
      },
      onPurges: async (purges) => {
        await this.onPurges(purges);
        this.purges.push(...purges);
      },
      onForget: () => {
        this.forgotten += 1;
      },
    });
    this.follower.start();
  }

  /** Resolves when the follower waits between two connections. */
  async paused(): Promise<void> {
    await this.#pausing.promise;
  }

  /** Lets it dial again. */
  resume(): void {
    this.#pausing = Promise.withResolvers<void>();
    const { resolve } = this.#resume;
    this.#resume = Promise.withResolvers<void>();
    resolve();
  }

  refused = (target: string, host?: string): number | undefined =>
    refusalOf(this.follower.view, target, this.clock.now(), host);
}
