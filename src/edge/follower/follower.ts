import { setTimeout as sleep } from "node:timers/promises";
import type { Purge, SignedConfig } from "../../feed/config.ts";
import type { FeedMessage, FeedTransport, Position, Traffic } from "../../feed/wire.ts";
import { type NoteKey, noteKeyOfHex } from "../../ledger/note.ts";
import { MINUTE, rfc3339, SECOND } from "../../lib/clock.ts";
import { RempartError } from "../../lib/errors.ts";
import { errorFields } from "../../lib/log.ts";
import { runInSlices } from "../../lib/slices.ts";
import type { EdgeView } from "../state.ts";
import { Acks } from "./acks.ts";
import { configChange } from "./change.ts";
import { ConfigLane, type LaneMessage } from "./config-lane.ts";
import { type Group, groupsOf } from "./config-run.ts";
import { Cosigned } from "./cosigned.ts";
import type { EdgeIdentity } from "./identity.ts";
import { KeptState, type KeptStateOptions } from "./kept-state.ts";
import { readBatch, readConfig, readSnapshot } from "./read-feed.ts";

const MAX_BACKOFF_MS = 5_000;
/** Refusals come first, and a burst of them shares one sync and one ack. */
const ACK_GAP_MS = 50;
/** The desk asks nobody about sites: it is told this often. */
const TRAFFIC_MS = MINUTE;

/** The two that come by one connection. */
type Stream = "measures" | "configuration";

export interface FollowerOptions extends KeptStateOptions {
  readonly identity: EdgeIdentity;
  readonly transport: FeedTransport;
  /** From a change to its ack, at least; for tests. */
  readonly ackGapMs?: number;
  /** Waits between two connections, or two tries; for tests. Rejects when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /**
   * Called before their versions are on disk, which waits until no copy can come back. A purge may be called for twice; where
   * it rejects it is.
   */
  readonly onPurges: (purges: readonly Purge[]) => unknown;
  /** The same for all that is kept: purges were missed. */
  readonly onForget: () => unknown;
  /** Outside witnesses whose cosignatures are looked for. */
  readonly witnesses?: readonly NoteKey[];
  /** What sites were asked for in the last hour; the desk is told now and then. */
  readonly traffic?: () => Promise<Traffic | undefined>;
}

/**
 * Follows the desk: verify → file → view → disk → ack. Measures are taken on as they arrive and wait for nothing but their own
 * write; configuration goes through a lane of its own, in order; acks follow when they can. Nothing here is in the path of a
 * request, and whatever happens to the desk or the network, the last verified state stays in force.
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #state: KeptState;
  readonly #lane = new ConfigLane((message) => this.#carryOut(message));
  readonly #acks: Acks;
  readonly #stop = new AbortController();
  readonly #cosigned: Cosigned;
  #connection = new AbortController();
  /** A connection by which something came that found no room. */
  #lacking: AbortController | undefined;
  #hasCaughtUp = false;
  #heardAtMs = 0;
  #trafficAtMs = 0;
  #refusals = 0;
  /** Why the last thing of a stream was refused, or does not get on. */
  readonly #reasons = new Map<Stream, string>();
  #running: Promise<void> = Promise.resolve();

  private constructor(options: FollowerOptions, state: KeptState) {
    this.#options = options;
    this.#state = state;
    this.#cosigned = new Cosigned(options.witnesses ?? [], options.identity.feed.origin);
    this.#cosigned.follow(state.replica.range, options.clock.now());
    this.#acks = new Acks(
      options.ackGapMs ?? ACK_GAP_MS,
      () => this.#ack(),
      (error) => this.#warn("feed.ack", error),
    );
  }

  /** Loads what the disk has; throws `state.damaged` rather than serve without measures that it once held. */
  static async open(options: FollowerOptions): Promise<Follower> {
    return new Follower(options, await KeptState.open(options));
  }

  get view(): EdgeView {
    return this.#state.view;
  }

  /** Whether this edge has yet to get its first state: what an earlier life of its cache holds may have been purged since. */
  get isNew(): boolean {
    return !this.#state.isShown;
  }

  /** Whether all that the desk had at some time in this life is in force: until then old purges may be on their way. */
  get hasCaughtUp(): boolean {
    return this.#hasCaughtUp;
  }

  /** Facts for the admin listener. `heardAtMs` is when the desk was last heard; 0 if never in this life. */
  status() {
    const nowMs = this.#options.clock.now();
    const { ledger } = this.#state.replica;
    return {
      ...this.#position,
      // These two go through all measures: only for those who ask.
      get known() {
        return ledger.digests(nowMs).known;
      },
      get held() {
        return ledger.digests(nowMs).held;
      },
      heardAtMs: this.#heardAtMs,
      uncosignedMs: this.#cosigned.ageMs(nowMs),
      refusals: this.#refusals,
      refused: this.#reasons.get("measures") ?? this.#reasons.get("configuration"),
    };
  }

  start(): void {
    this.#running = this.#follow();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#options.transport.close(); // ends calls under way, so that a desk that hangs does not hold us up
    await this.#lane.close();
    await this.#running;
    await this.#acks.close();
    await this.#state.close();
  }

  async #follow(): Promise<void> {
    const { clock } = this.#options;
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      const from = this.#position;
      const sinceMs = clock.now();
      try {
        await this.#connect();
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (!this.#connection.signal.aborted) this.#note(error, "measures");
      }
      // A desk that greets and then sends the same bad batch each time must not be met in a hot loop: only progress, or
      // a connection that lasted, makes the next pause a short one.
      const { size, config } = this.#position;
      const good = size > from.size || config > from.config || clock.now() - sinceMs > MAX_BACKOFF_MS;
      failures = good ? 1 : failures + 1;
      await this.#pause(failures);
    }
  }

  /** One connection to its end. Throws what ended it, if that was no good end. */
  async #connect(): Promise<void> {
    const connection = new AbortController();
    this.#connection = connection;
    const signal = AbortSignal.any([this.#stop.signal, connection.signal]);
    if (this.#state.replica.ledger.needsOpenings) await this.#resync();
    this.#acks.ask();
    this.#lane.reopen();
    const { size, config, serves } = this.#position;
    const from = { size, config: this.#lane.newest ?? config, serves };
    for await (const message of this.#options.transport.subscribe(from, signal)) {
      if (signal.aborted) return;
      await this.#receive(message);
    }
  }

  get #position(): Position {
    const { range, config, ledger } = this.#state.replica;
    return { size: range.size, config, serves: ledger.serves };
  }

  /** Full jitter, so that a desk that comes back is not met by all edges at once. */
  async #pause(failures: number): Promise<void> {
    const { pause = (ms, signal) => sleep(ms, undefined, { signal }) } = this.#options;
    const ms = Math.random() * Math.min(MAX_BACKOFF_MS, 100 * 2 ** Math.min(failures, 10));
    await pause(ms, this.#stop.signal).catch(() => {}); // stopped: whoever waits sees it
  }

  async #receive(message: FeedMessage): Promise<void> {
    const { replica } = this.#state;
    if (message.kind === "batch") {
      const change = await runInSlices(readBatch(replica.range, message.batch, this.#keys));
      await this.#state.keep([change]);
      this.#cosigned.follow(change.range, this.#options.clock.now());
      this.#hear("measures");
    } else if (message.kind === "resync") {
      await this.#resync();
      this.#hear("measures");
    } else {
      if (message.kind === "ping") {
        this.#hear();
        this.#witness(message.checkpoint);
      }
      await this.#queue(message);
    }
  }

  /** What is in force stays in force: witnesses are looked at after the fact (docs/design.md §8). */
  #witness(checkpoint: string | undefined): void {
    const nowMs = this.#options.clock.now();
    this.#cosigned.follow(this.#state.replica.range, nowMs);
    if (checkpoint !== undefined && !this.#cosigned.hear(checkpoint))
      this.#refuse("witnesses vouch for another ledger than the one that this edge was sent", "measures");
    if (this.#cosigned.isAlarmDue(nowMs))
      this.#options.log.error("ledger.uncosigned", { seconds: this.#cosigned.ageMs(nowMs) / SECOND });
  }

  /** What does not find room is asked for again, on another connection, once the rest is carried out. */
  async #queue(message: LaneMessage): Promise<void> {
    const connection = this.#connection;
    if ((await this.#lane.add(message)) || this.#lacking === connection) return;
    this.#lacking = connection;
    void this.#lane.empty().then(() => connection.abort());
  }

  /** The identity's keys, that of the ledger replaced by the one that its entries have led to. */
  get #keys(): Pick<EdgeIdentity, "feed" | "tagKey"> {
    const { feed, tagKey } = this.#options.identity;
    const { ledgerKey } = this.#state.replica.ledger;
    return ledgerKey === undefined
      ? { feed, tagKey }
      : { tagKey, feed: { ...feed, ledger: noteKeyOfHex(feed.origin, ledgerKey) } };
  }

  /** A whole new state of the ledger, put together beside the old one and taken on in one step. */
  async #resync(): Promise<void> {
    const { clock, transport } = this.#options;
    const { ledger } = this.#state.replica;
    const snapshot = await transport.snapshot(ledger.range.size, this.#stop.signal);
    await this.#state.replaceLedger(await readSnapshot(ledger, snapshot, this.#keys, clock.now()));
  }

  async #carryOut(message: LaneMessage): Promise<boolean> {
    try {
      if (message.kind === "config") await this.#configure(message.items);
      else if (message.kind === "forget") await this.#forget();
      else this.#catchUp();
      return true;
    } catch (error) {
      if (this.#stop.signal.aborted) return false;
      this.#note(error, "configuration");
      this.#connection.abort();
      return false;
    }
  }

  /** All that was sent before is in force. */
  #catchUp(): void {
    this.#hasCaughtUp = true;
    this.#state.show();
  }

  async #forget(): Promise<void> {
    await this.#persist(() => this.#lane.holdUp(this.#options.onForget));
    this.#hear("configuration");
  }

  /** An item that this edge may not follow is left out and reported; what follows it goes on. */
  async #configure(items: readonly SignedConfig[]): Promise<void> {
    const { taken, problems } = await runInSlices(
      readConfig(items, this.#state.replica, this.#options.identity),
    );
    for (const group of groupsOf(taken)) await this.#apply(group);
    this.#hear("configuration");
    for (const problem of problems) this.#refuse(problem, "configuration");
  }

  async #apply({ kind, items }: Group): Promise<void> {
    if (kind === "purges") {
      const purges = items.flatMap(({ item }) => (item.kind === "purge" ? [item.purge] : []));
      await this.#persist(() => this.#lane.holdUp(() => this.#options.onPurges(purges)));
    }
    const changes = items.map(({ version, item }) => configChange(version, item));
    await this.#persist(() => this.#state.keep(changes));
  }

  /** Tries until it is done: a disk that is full has room again some day, and only configuration waits for it. */
  async #persist(work: () => Promise<unknown>): Promise<void> {
    const { signal } = this.#stop;
    for (let failures = 1; ; failures++) {
      try {
        await work();
        return;
      } catch (error) {
        signal.throwIfAborted();
        const fields = errorFields(error);
        this.#options.log.error("config.stuck", fields);
        this.#reasons.set("configuration", `configuration is stuck: ${fields.error}`);
        this.#acks.ask();
        await this.#lane.holdUp(() => this.#pause(failures));
        signal.throwIfAborted();
      }
    }
  }

  /** The desk is there; and what it sent by that stream was good. */
  #hear(stream?: Stream): void {
    this.#heardAtMs = this.#options.clock.now();
    if (stream !== undefined) this.#reasons.delete(stream);
    this.#acks.ask();
  }

  #note(error: unknown, stream: Stream): void {
    if (error instanceof RempartError && error.code === "feed.refused") this.#refuse(error.message, stream);
    else this.#warn("feed.lost", error);
  }

  #warn(event: string, error: unknown): void {
    if (!this.#stop.signal.aborted) this.#options.log.warn(event, errorFields(error));
  }

  #refuse(why: string, stream: Stream): void {
    this.#refusals += 1;
    this.#reasons.set(stream, why);
    this.#options.log.error("feed.refused", { why, ...this.#position });
    this.#acks.ask();
  }

  /** Says what is on disk and in force at that time, and no more. */
  async #ack(): Promise<void> {
    const { ledger } = this.#state.replica;
    const traffic = await this.#traffic();
    const nowMs = this.#options.clock.now();
    await ledger.prepareDigests(nowMs);
    const { size, config, refused } = this.status();
    const { known, held } = this.#state.replica.ledger.digests(nowMs);
    await this.#state.settle();
    await this.#options.transport.ack({
      ...{ size, config, known, held, at: rfc3339(nowMs) },
      ...(refused === undefined ? {} : { refused }),
      ...(traffic === undefined ? {} : { traffic }),
    });
  }

  async #traffic(): Promise<Traffic | undefined> {
    const nowMs = this.#options.clock.now();
    if (Math.abs(nowMs - this.#trafficAtMs) < TRAFFIC_MS) return undefined;
    this.#trafficAtMs = nowMs;
    return this.#options.traffic?.();
  }
}
