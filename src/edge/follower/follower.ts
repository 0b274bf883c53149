import type { Purge, SignedConfig } from "../../feed/config.ts";
import { type Verified, verifyBatch, verifyConfig, verifySnapshot } from "../../feed/verify.ts";
import type { FeedMessage, FeedTransport } from "../../feed/wire.ts";
import type { Clock } from "../../lib/clock.ts";
import { RempartError } from "../../lib/errors.ts";
import { errorFields, type Log } from "../../lib/log.ts";
import type { EdgeView } from "../state.ts";
import type { EdgeIdentity } from "./identity.ts";
import { type Change, changeOf, Replica } from "./replica.ts";
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
    await this.#running;
    this.#options.transport.close();
    await this.#file.close();
  }

  async #follow(): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#ack();
        const from = { size: this.#replica.range.size, config: this.#replica.config };
        for await (const message of this.#options.transport.subscribe(from, this.#stop.signal)) {
          failures = 0;
          await this.#receive(message);
        }
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#note(error);
        failures += 1;
      }
      await this.#pause(failures);
    }
  }

  /** Full jitter, so that a desk that comes back is not met by all edges at once. */
  async #pause(failures: number): Promise<void> {
    if (failures === 0) return;
    const ms = Math.random() * Math.min(MAX_BACKOFF_MS, 100 * 2 ** Math.min(failures, 10));
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#stop.signal.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    clearTimeout(timer);
  }

  async #receive(message: FeedMessage): Promise<void> {
    if (message.kind === "batch") {
      await this.#accept(verifyBatch(this.#replica.range, message.batch, this.#options.identity.feed));
    } else if (message.kind === "config") {
      await this.#configure(message.config);
    } else if (message.kind === "resync") {
      await this.#resync();
    }
    this.#heardAtMs = this.#options.clock.now();
    if (message.kind !== "ping") this.#refused = undefined;
    await this.#ack();
  }

  async #accept(verified: Verified): Promise<void> {
    await this.#keep(changeOf(verified, this.#options.identity.tagKey));
  }

  async #configure(signed: SignedConfig): Promise<void> {
    verifyConfig(signed, this.#options.identity.feed);
    this.#replica.checkConfig(signed.version, signed.item);
    await this.#keep({ t: "config", version: signed.version, item: signed.item });
    if (signed.item.kind === "purge") this.#options.onPurge(signed.item.purge);
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

  /**
   * A whole new state, put together beside the old one and taken on in one step. A ledger smaller than the one this edge
   * has verified is refused: measures would vanish.
   */
  async #resync(): Promise<void> {
    const { identity, transport } = this.#options;
    const snapshot = await transport.snapshot(this.#stop.signal);
    const verified = verifySnapshot(snapshot, identity.feed);
    if (verified.range.size < this.#replica.range.size) {
      throw new RempartError("feed.refused", 400, "the snapshot is older than what this edge has verified");
    }
    // The sites it serves are carried over: a snapshot may not make an edge forget one without a request either.
    const draft = new Replica(identity.tagKey, this.#replica.sites);
    draft.apply(changeOf(verified, identity.tagKey));
    for (const signed of snapshot.config) {
      verifyConfig(signed, identity.feed);
      draft.checkConfig(signed.version, signed.item);
      draft.apply({ t: "config", version: signed.version, item: signed.item });
    }
    await this.#file.rewrite(draft.changes(this.#options.clock.now()));
    this.#replica = draft;
    this.#swap();
  }

  #swap(): void {
    this.#view = this.#replica.view();
    this.#options.onView(this.#view);
  }

  #note(error: unknown): void {
    if (error instanceof RempartError && error.code === "feed.refused") {
      this.#refusals += 1;
      this.#refused = error.message;
      this.#options.log.error("feed.refused", { why: error.message, size: this.#replica.range.size });
    } else {
      this.#options.log.warn("feed.lost", errorFields(error));
    }
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
