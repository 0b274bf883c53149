import { randomBytes } from "node:crypto";
import { MINUTE } from "../../lib/clock.ts";
import { RempartError } from "../../lib/errors.ts";
import type { DeskContext } from "../context.ts";
import { getSetting, setSettingOnce } from "../db/settings.ts";
import type { Lane } from "./gate/budget.ts";
import { Clusters } from "./gate/clusters.ts";
import { type Admitted, Gate, type Wait } from "./gate/gate.ts";
import type { Flagger } from "./senders/flaggers.ts";
import type { ReportInput } from "./types.ts";

const KEY = "gate.key";

/** What a caller shows who was told to wait. */
export interface Shown {
  readonly work?: string | undefined;
  readonly ticket?: string | undefined;
}

/** Too many reports from there: a second of a machine's work admits at once, a ticket when it is ripe. Nothing is stored. */
export class TooMany extends RempartError {
  readonly wait: Wait;

  constructor(wait: Wait) {
    const seconds = Math.ceil(wait.waitMs / 1000);
    super(
      "report.wait",
      429,
      "many reports are arriving; do the work in `challenge`, or send this again with `ticket` after `retryAfterSeconds`. A risk to life never waits",
      { challenge: wait.challenge, ticket: wait.ticket ?? null, retryAfterSeconds: seconds },
    );
    this.wait = wait;
  }
}

/** Where reports come in: who may file how many is counted here, in memory, and forgotten within an hour. */
export class Door {
  readonly #gate: Gate;
  readonly #clusters: Clusters;

  private constructor(gate: Gate, clusters: Clusters) {
    this.#gate = gate;
    this.#clusters = clusters;
  }

  /** Desks on one database share the key, so that each takes the tickets of the others. It opens nothing else. */
  static async open({ clock, database }: DeskContext): Promise<Door> {
    await setSettingOnce(database.db, KEY, randomBytes(32).toString("base64"));
    const key = Buffer.from(String(await getSetting(database.db, KEY)), "base64");
    return new Door(new Gate(key, { clock }), new Clusters({ clock }));
  }

  /** Throws {@link TooMany}; never for the lane of life. */
  async admit(
    lane: Lane,
    from: { readonly address: string | undefined; readonly flagger?: Flagger | undefined },
    shown: Shown = {},
  ): Promise<Admitted> {
    const { address, flagger: key } = from;
    const answer = await this.#gate.admit({ address, key, lane, ...shown });
    if (answer.admitted) return answer;
    throw new TooMany(answer);
  }

  /** A number that reports in nearly the same words share; undefined for one without words. Nothing of them is kept. */
  cluster({ words, transcript }: Pick<ReportInput, "words" | "transcript">): string | undefined {
    const text = [words, transcript].filter((one) => one !== undefined && one !== "").join("\n");
    return text === "" ? undefined : this.#clusters.place(text);
  }

  /** Forgets what is due, every minute. */
  watch(): Disposable {
    const timer = setInterval(() => {
      this.#gate.sweep();
      this.#clusters.sweep();
    }, MINUTE);
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }
}
