import type { Ack, FeedTransport } from "../../feed/wire.ts";
import { knownDigest } from "../../ledger/active.ts";
import type { Enforcer } from "./enforcer.ts";

const NOTHING: Ack = { size: 0, config: 0, known: knownDigest([]), held: knownDigest([]) };

/**
 * Acks that say what the engine holds instead of what the follower knows: they wait until it does. Where the engine does not
 * take the newest state, the last ack that was true is sent again, with the reason.
 */
export class EngineAcks {
  readonly #enforcer: Pick<Enforcer, "applied" | "problem">;
  #transport: FeedTransport | undefined;
  #wanted: Ack | undefined;
  #last = NOTHING;

  constructor(enforcer: Pick<Enforcer, "applied" | "problem">) {
    this.#enforcer = enforcer;
  }

  /** The same transport with these acks. */
  through(transport: FeedTransport): FeedTransport {
    this.#transport = transport;
    return {
      subscribe: (...from) => transport.subscribe(...from),
      snapshot: (...wanted) => transport.snapshot(...wanted),
      close: () => transport.close(),
      ack: (ack) => {
        this.#wanted = ack;
        return this.#send();
      },
    };
  }

  /** The engine holds something new, or fails: an ack that waited for it goes now. One that is lost comes with the next ping. */
  again(): void {
    this.#send().catch(() => {});
  }

  async #send(): Promise<void> {
    const wanted = this.#wanted;
    const { applied, problem } = this.#enforcer;
    if (wanted === undefined) return;
    if (applied?.size === wanted.size && applied.config >= wanted.config) {
      this.#wanted = undefined;
      this.#last = { ...wanted, held: applied.held };
    } else if (problem === undefined) return; // not yet, or the follower is about to ack something newer
    await this.#transport?.ack(problem === undefined ? this.#last : { ...this.#last, refused: problem });
  }
}
