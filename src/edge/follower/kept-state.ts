import type { Clock } from "../../lib/clock.ts";
import { errorFields, type Log } from "../../lib/log.ts";
import type { EdgeView } from "../state.ts";
import type { Change } from "./change.ts";
import type { EdgeIdentity } from "./identity.ts";
import type { LedgerState } from "./ledger-state.ts";
import { Replica } from "./replica.ts";
import { StateFile } from "./state-file.ts";

export interface KeptStateOptions {
  readonly folder: string;
  readonly identity: Pick<EdgeIdentity, "tagKey" | "fileKey">;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when a change is written: swap, drop, cut. */
  onView(view: EdgeView): void;
}

/**
 * What an edge has verified, on disk and in memory. File first: what a visitor was refused once must still be refused after a
 * kill -9. A refusal does not wait for the disk itself, whose sync comes before the ack. Changes may come from several sides at
 * once; each is in the file, in memory and in the view in one step.
 */
export class KeptState {
  readonly replica: Replica;
  readonly #options: KeptStateOptions;
  readonly #file: StateFile;
  #view: EdgeView;
  #isShown: boolean;
  #isClosing = false;

  private constructor(options: KeptStateOptions, replica: Replica, file: StateFile) {
    this.#options = options;
    this.replica = replica;
    this.#file = file;
    this.#view = replica.view();
    this.#isShown = replica.range.size > 0 && replica.config > 0;
  }

  /** Loads what the disk has; throws `state.damaged` rather than serve without measures that it once held. */
  static async open(options: KeptStateOptions): Promise<KeptState> {
    const { folder, identity } = options;
    const replica = new Replica(identity.tagKey);
    const file = await StateFile.open(folder, identity.fileKey, (change) => replica.apply(ofToday(change)));
    return new KeptState(options, replica, file);
  }

  /** Whether requests see it. A new edge has no state to show before it has all of it. */
  get isShown(): boolean {
    return this.#isShown;
  }

  get view(): EdgeView {
    return this.#isShown ? this.replica.view() : this.#view;
  }

  show(): void {
    if (this.#isShown) return;
    this.#isShown = true;
    this.#swap();
  }

  /** On return what was in force when this was called is on the disk, and may be acked. */
  settle(): Promise<void> {
    return this.#file.isInDoubt ? this.#rewrite() : this.#file.sync();
  }

  /** On return the changes are in force. */
  async keep(changes: readonly Change[]): Promise<void> {
    if (this.#file.isInDoubt) await this.#rewrite();
    await this.#file.append(changes, () => {
      for (const change of changes) this.replica.apply(change);
      this.#swap();
    });
    // Beside the stream: a refusal must not wait until a million sites are written.
    if (this.#file.isRewriteDue) void this.#inBackground("state.rewrite", () => this.#rewrite());
    if (this.replica.ledger.isMergeDue) void this.#inBackground("state.merge", () => this.#merge());
  }

  /** Puts a whole state of the ledger, made beside this one's, in its place. The sites go on changing meanwhile. */
  async replaceLedger(ledger: LedgerState): Promise<void> {
    const changes = () => this.replica.changes(this.#options.clock.now(), ledger);
    await this.#file.rewrite(changes, () => {
      this.replica.take(ledger);
      this.#swap();
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#file.close();
  }

  #swap(): void {
    if (!this.#isShown) return;
    this.#view = this.replica.view();
    this.#options.onView(this.#view);
  }

  #rewrite(): Promise<void> {
    return this.#file.rewrite(() => this.replica.changes(this.#options.clock.now()));
  }

  async #merge(): Promise<void> {
    const { ledger } = this.replica;
    while (ledger.isMergeDue) await ledger.merge();
  }

  /** What only saves room and time: where it fails the state is as good as before, and it is tried again when it changes. */
  async #inBackground(event: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#isClosing) this.#options.log.warn(event, errorFields(error));
    }
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
