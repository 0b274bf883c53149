import { setTimeout as sleep } from "node:timers/promises";
import type { Purge, SignedConfig } from "../../feed/config.ts";
import { type Verified, verifyBatch, verifyConfig, verifySnapshot } from "../../feed/verify.ts";
import type { FeedMessage, FeedTransport } from "../../feed/wire.ts";
import type { Clock } from "../../lib/clock.ts";
import { RempartError } from "../../lib/errors.ts";
import { errorFields, type Log } from "../../lib/log.ts";
import type { EdgeView } from "../state.ts";
import type { EdgeIdentity } from "./identity.ts";
import { type Change, changeOf, configChange, Replica } from "./replica.ts";
import { StateFile } from "./state-file.ts";

/** Journal size at which the state is written anew. */
const REWRITE_BYTES = 4 * 1024 * 1024;
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
  onPurge(purge: Purge): void;
}

/**
 * Follows the desk: verify → disk → view → ack, one change at a time. Nothing here is in the path of a request, and
 * whatever happens to the desk or the network, the last verified state stays in force.
 */
export class Follower {
  readonly #options: FollowerOptions;
  #replica: Replica;
  readonly #file: StateFile;
  readonly #stop = new AbortController();
  #view: EdgeView;
  #heardAtMs = 0;
  #refused: string | undefined;
  #refusals = 0;
  #running: Promise<void> = Promise.resolve();

  private constructor(options: FollowerOptions, replica: Replica, file: StateFile) {
    this.#options = options;
    this.#replica = replica;
    this.#file = file;
    this.#view = replica.view();
  }

  /** Loads what the disk has; throws `state.damaged` rather than serve without measures that it once held. */
  static async open(options: FollowerOptions): Promise<Follower> {
    const replica = new Replica(options.identity.tagKey);
    const file = await StateFile.open(options.folder, options.identity.fileKey, (change) =>
      replica.apply(change),
    );
    return new Follower(options, replica, file);
  }

  get view(): EdgeView {
    return this.#view;
  }

  /** Facts for the admin listener. `heardAtMs` is when the desk was last heard; 0 if never in this life. */
  status() {
    const nowMs = this.#options.clock.now();
    return {
      size: this.#replica.range.size,
      config: this.#replica.config,
      known: this.#replica.known(nowMs),
      held: this.#replica.held(nowMs),
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
        await this.#ack();
        for await (const message of transport.subscribe(from, signal)) {
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
      await this.#configure(message.config);
    } else if (message.kind === "resync") {
      await this.#resync();
    }
    this.#heardAtMs = this.#options.clock.now();
    if (message.kind !== "ping" && this.#refusals === refusals) this.#refused = undefined;
    await this.#ack();
  }

  async #accept(verified: Verified): Promise<void> {
    await this.#keep(changeOf(verified, this.#options.identity.tagKey));
  }

  /** An item that this edge may not follow is left out and reported; the stream goes on, for measures come by it too. */
  async #configure(signed: SignedConfig): Promise<void> {
    verifyConfig(signed, this.#options.identity.feed);
    const { version, item } = signed;
    const problem = this.#replica.configProblem(version, item);
    if (problem !== undefined) return this.#refuse(problem);
    await this.#keep(configChange(version, item));
    if (item.kind === "purge") this.#options.onPurge(item.purge);
  }

  /** Disk first: what a visitor was refused once must still be refused after a kill -9. */
  async #keep(change: Change): Promise<void> {
    await this.#file.append(change);
    this.#replica.apply(change);
    this.#swap();
    if (this.#file.journalBytes > REWRITE_BYTES) {
      await this.#file.rewrite(this.#replica.changes(this.#options.clock.now()));
    }
  }

  /** A whole new state, put together beside the old one and taken on in one step. */
  async #resync(): Promise<void> {
    const { identity, transport } = this.#options;
    const snapshot = await transport.snapshot(this.#stop.signal);
    const verified = verifySnapshot(this.#replica.range, snapshot, identity.feed);
    for (const signed of snapshot.config) verifyConfig(signed, identity.feed);
    // The sites it serves are carried over: a snapshot may not make an edge forget one without a request either.
    const draft = new Replica(identity.tagKey, this.#replica);
    draft.apply(changeOf(verified, identity.tagKey));
    for (const { version, item } of snapshot.config) {
      if (version <= this.#replica.config) continue;
      const problem = draft.configProblem(version, item);
      if (problem === undefined) draft.apply(configChange(version, item));
      else this.#refuse(problem);
    }
    await this.#file.rewrite(draft.changes(this.#options.clock.now()));
    const skipped = draft.config > this.#replica.config;
    this.#replica = draft;
    this.#swap();
    // A snapshot tells of no purges: those that were among the versions it jumped over may have been about anything.
    if (skipped) for (const site of draft.sites.keys()) this.#options.onPurge({ by: "site", site });
  }

  #swap(): void {
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
