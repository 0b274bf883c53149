import { setTimeout as sleep } from "node:timers/promises";
import type { Purge, SignedConfig } from "../../feed/config.ts";
import { type Verified, verifyBatch, verifyConfig, verifySnapshot } from "../../feed/verify.ts";
import type { FeedMessage, FeedTransport } from "../../feed/wire.ts";
import type { Clock } from "../../lib/clock.ts";
import { RempartError } from "../../lib/errors.ts";
import { errorFields, type Log } from "../../lib/log.ts";
import type { EdgeView } from "../state.ts";
import { judge } from "./config-run.ts";
import type { EdgeIdentity } from "./identity.ts";
import { type Change, changeOf, configChange, Replica } from "./replica.ts";
import { StateFile } from "./state-file.ts";

const MAX_BACKOFF_MS = 5_000;

export interface FollowerOptions {
  readonly folder: string;
  readonly identity: EdgeIdentity;
  readonly transport: FeedTransport;
  readonly clock: Clock;
  readonly log: Log;
  /** Waits between two connections; for tests. Rejects when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Called after a change is on disk and before it is acked: swap, drop, cut. */
  onView(view: EdgeView): void;
  /** Called before its version is on disk, which waits until no copy can come back. A purge may be called for twice. */
  onPurge(purge: Purge): unknown;
}

/**
 * Follows the desk: verify → disk → view → ack, one change at a time. Nothing here is in the path of a request, and
 * whatever happens to the desk or the network, the last verified state stays in force. A new edge has no state to show until
 * the desk has said that it has sent all of it.
 */
export class Follower {
  readonly #options: FollowerOptions;
  #replica: Replica;
  readonly #file: StateFile;
  readonly #stop = new AbortController();
  #view: EdgeView;
  /** Nothing was on the disk, and the desk has not sent everything yet. */
  #isNew: boolean;
  #hasCaughtUp = false;
  #heardAtMs = 0;
  #refused: string | undefined;
  #refusals = 0;
  #running: Promise<void> = Promise.resolve();

  private constructor(options: FollowerOptions, replica: Replica, file: StateFile) {
    this.#options = options;
    this.#replica = replica;
    this.#file = file;
    this.#view = replica.view();
    this.#isNew = replica.range.size === 0 || replica.config === 0;
  }

  /** Loads what the disk has; throws `state.damaged` rather than serve without measures that it once held. */
  static async open(options: FollowerOptions): Promise<Follower> {
    const replica = new Replica(options.identity.tagKey);
    const file = await StateFile.open(options.folder, options.identity.fileKey, (change) =>
      replica.apply(ofToday(change)),
    );
    return new Follower(options, replica, file);
  }

  get view(): EdgeView {
    return this.#isNew ? this.#view : this.#replica.view();
  }

  /** Whether this edge has yet to get its first state: what an earlier life of its cache holds may have been purged since. */
  get isNew(): boolean {
    return this.#isNew;
  }

  /** Whether the desk has said in this life that it has sent everything: until then purges may be on their way. */
  get hasCaughtUp(): boolean {
    return this.#hasCaughtUp;
  }

  /** Facts for the admin listener. `heardAtMs` is when the desk was last heard; 0 if never in this life. */
  status() {
    const nowMs = this.#options.clock.now();
    const replica = this.#replica;
    return {
      size: replica.range.size,
      config: replica.config,
      // These two go through all measures: only for those who ask.
      get known() {
        return replica.known(nowMs);
      },
      get held() {
        return replica.held(nowMs);
      },
      heardAtMs: this.#heardAtMs,
      refusals: this.#refusals,
      refused: this.#refused,
    };
  }

  start(): void {
    this.#running = this.#follow();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#options.transport.close(); // ends calls under way, so that a desk that hangs does not hold us up
    await this.#running;
    await this.#file.close();
  }

  async #follow(): Promise<void> {
    const { clock, transport } = this.#options;
    const { signal } = this.#stop;
    let failures = 0;
    while (!signal.aborted) {
      const from = this.#position;
      const sinceMs = clock.now();
      try {
        if (this.#replica.needsOpenings) await this.#resync();
        await this.#ack();
        for await (const message of transport.subscribe(this.#position, signal)) {
          if (signal.aborted) return;
          await this.#receive(message);
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#note(error);
      }
      // A desk that greets and then sends the same bad batch each time must not be met in a hot loop: only progress, or
      // a connection that lasted, makes the next pause a short one.
      const { size, config } = this.#position;
      const good = size > from.size || config > from.config || clock.now() - sinceMs > MAX_BACKOFF_MS;
      failures = good ? 1 : failures + 1;
      await this.#pause(failures);
    }
  }

  get #position() {
    return { size: this.#replica.range.size, config: this.#replica.config };
  }

  /** Full jitter, so that a desk that comes back is not met by all edges at once. */
  async #pause(failures: number): Promise<void> {
    const { pause = (ms, signal) => sleep(ms, undefined, { signal }) } = this.#options;
    const ms = Math.random() * Math.min(MAX_BACKOFF_MS, 100 * 2 ** Math.min(failures, 10));
    await pause(ms, this.#stop.signal).catch(() => {}); // stopped: the loop sees it
  }

  async #receive(message: FeedMessage): Promise<void> {
    const refusals = this.#refusals;
    if (message.kind === "batch") {
      await this.#accept(verifyBatch(this.#replica.range, message.batch, this.#options.identity.feed));
    } else if (message.kind === "config") {
      await this.#configure(message.items);
    } else if (message.kind === "resync") {
      await this.#resync();
    } else {
      this.#catchUp();
    }
    this.#heardAtMs = this.#options.clock.now();
    if (message.kind !== "ping" && this.#refusals === refusals) this.#refused = undefined;
    await this.#ack();
  }

  #catchUp(): void {
    this.#hasCaughtUp = true;
    if (!this.#isNew) return;
    this.#isNew = false;
    this.#swap();
  }

  async #accept(verified: Verified): Promise<void> {
    await this.#keep(changeOf(verified, this.#options.identity.tagKey));
  }

  /** An item that this edge may not follow is left out and reported; the stream goes on, for measures come by it too. */
  async #configure(items: readonly SignedConfig[]): Promise<void> {
    for (const signed of items) verifyConfig(signed, this.#options.identity.feed);
    const { taken, problems } = judge(items, this.#replica.config, this.#replica.facts);
    for (let from = 0; from < taken.length; ) from = await this.#takeOn(taken, from);
    for (const problem of problems) this.#refuse(problem);
  }

  /**
   * Takes on the items from `from` to the next that is of the other sort, and returns where that one stands. Neither sort
   * overtakes the other: a copy made from the origin that a site has just left would outlive the purge that followed.
   */
  async #takeOn(items: readonly SignedConfig[], from: number): Promise<number> {
    const isPurge = items[from]!.item.kind === "purge";
    let to = from;
    for (; to < items.length && (items[to]!.item.kind === "purge") === isPurge; to++) {
      const { item } = items[to]!;
      if (item.kind === "purge") await this.#options.onPurge(item.purge);
    }
    await this.#keep(...items.slice(from, to).map(({ version, item }) => configChange(version, item)));
    return to;
  }

  /** Disk first: what a visitor was refused once must still be refused after a kill -9. */
  async #keep(...changes: Change[]): Promise<void> {
    await this.#file.append(...changes);
    for (const change of changes) this.#replica.apply(change);
    this.#swap();
    // Beside the stream: a refusal must not wait until a million sites are written.
    if (this.#file.isRewriteDue) void this.#rewrite();
  }

  async #rewrite(): Promise<void> {
    try {
      await this.#file.rewrite(this.#replica.changes(this.#options.clock.now()));
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#options.log.warn("state.rewrite", errorFields(error));
    }
  }

  /** A whole new state, put together beside the old one and taken on in one step. */
  async #resync(): Promise<void> {
    const { identity, transport } = this.#options;
    const snapshot = await transport.snapshot(this.#stop.signal);
    const verified = verifySnapshot(this.#replica.range, snapshot, identity.feed);
    // The sites it serves are carried over: their stream has a position of its own, and goes on from there.
    const draft = new Replica(identity.tagKey, this.#replica);
    draft.apply(changeOf(verified, identity.tagKey));
    await this.#file.rewrite(draft.changes(this.#options.clock.now()));
    this.#replica = draft;
    this.#swap();
  }

  #swap(): void {
    if (this.#isNew) return;
    this.#view = this.#replica.view();
    this.#options.onView(this.#view);
  }

  #note(error: unknown): void {
    if (error instanceof RempartError && error.code === "feed.refused") {
      this.#refuse(error.message);
    } else {
      this.#options.log.warn("feed.lost", errorFields(error));
    }
  }

  #refuse(why: string): void {
    this.#refusals += 1;
    this.#refused = why;
    this.#options.log.error("feed.refused", { why, size: this.#replica.range.size });
  }

  async #ack(): Promise<void> {
    await this.#replica.prepareDigests(this.#options.clock.now());
    const { size, config, known, held, refused } = this.status();
    await this.#options.transport.ack({
      size,
      config,
      known,
      held,
      ...(refused === undefined ? {} : { refused }),
    });
  }
}

/** Version 0.1.0 wrote a site's origin as one URL. */
function ofToday(change: Change): Change {
  if (change.t !== "config" || change.item?.kind !== "site") return change;
  const { site } = change.item;
  const origin: unknown = site.origin;
  if (typeof origin !== "string") return change;
  return { ...change, item: { ...change.item, site: { ...site, origin: { servers: [{ url: origin }] } } } };
}
