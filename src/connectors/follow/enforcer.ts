import { knownDigest } from "../../ledger/active.ts";
import type { Clock } from "../../lib/clock.ts";
import { errorMessage } from "../../lib/errors.ts";
import { errorFields, type Log } from "../../lib/log.ts";
import { isInForce } from "../../policy/held.ts";
import type { TaggedMeasure } from "../../policy/matcher.ts";
import { activeAt, nextChangeMs } from "../measure.ts";
import { type LeftOut, type Plan, plan } from "../plan.ts";
import type { ClearView } from "./clear-view.ts";

/** A server that is not ours, as far as measures go. */
export interface Engine {
  /**
   * Resolves when every new request is answered under the plan; says what it cannot carry out. May be called again at any time.
   * `isRefused`: what began before, for an engine that can end it.
   */
  apply(plan: Plan, isRefused: (host: string, target: string) => boolean): Promise<readonly LeftOut[]>;
  /** Another text once the engine was started anew, or had its measures changed by somebody else. Rejects while it is down. */
  stamp(): Promise<string>;
}

/** What the engine holds. */
export interface Applied {
  readonly size: number;
  readonly config: number;
  readonly atMs: number;
  /** Digest of the ledger indices in force that it carries out. */
  readonly held: string;
  readonly leftOut: readonly LeftOut[];
  readonly stamp: string;
  /** The engines know no dates: when something begins or ends next. */
  readonly dueMs: number;
}

export interface EnforcerOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  /** What is to be in force; undefined before there is a verified state, and the engine keeps what its files say. */
  readonly view: () => ClearView | undefined;
  /** Called when the engine holds something new, and when it begins to fail. */
  readonly onChange: () => void;
}

/**
 * Keeps an engine at the measures in force: after each change, when one begins or ends by itself, and after the engine was
 * restarted. One application at a time, always of the newest state, so that a slow engine holds nothing up.
 */
export class Enforcer {
  readonly #options: EnforcerOptions;
  #applied: Applied | undefined;
  #problem: string | undefined;
  #isDue = false;
  #running: Promise<void> | undefined;

  constructor(options: EnforcerOptions) {
    this.#options = options;
  }

  get applied(): Applied | undefined {
    return this.#applied;
  }

  /** Why the engine does not hold the newest state; undefined if it does, as far as is known. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Something changed. */
  ask(): void {
    this.#isDue = true;
    this.#running ??= this.#run();
  }

  /** When all that was asked for was applied, or has failed. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** To be called every second: asks where time, a failure or the engine itself makes it necessary. */
  async look(): Promise<void> {
    const { clock, engine } = this.#options;
    if (this.#running !== undefined) return;
    if (this.#problem !== undefined || this.#applied === undefined || clock.now() >= this.#applied.dueMs)
      return this.ask();
    const stamp = await engine.stamp().catch((error: unknown) => this.#fail(error));
    if (stamp !== undefined && stamp !== this.#applied.stamp && this.#running === undefined) {
      this.#options.log.warn("engine.changed");
      this.ask();
    }
  }

  async #run(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false;
      await this.#apply().catch((error: unknown) => this.#fail(error));
    }
    this.#running = undefined;
  }

  async #apply(): Promise<void> {
    const { engine, clock, log, view, onChange } = this.#options;
    const wanted = view();
    if (wanted === undefined) return;
    const { size, config, measures, held, lacking, isRefused } = wanted;
    const nowMs = clock.now();
    const planned = plan(activeAt(measures, nowMs));
    const refused = (host: string, target: string) => isRefused(host, target, nowMs);
    const leftOut = [...(await engine.apply(planned, refused)), ...lacking.map(unknown)];
    const stamp = await engine.stamp();
    const not = new Set(leftOut.map(({ index }) => index));
    // A notification asks nothing of an engine.
    const isCarriedOut = ({ index, verb }: TaggedMeasure) => verb === "notify" || !not.has(index);
    const inForce = held.filter(({ startsMs, endsMs }) => isInForce(startsMs, endsMs, nowMs));
    const carriedOut = new Set(inForce.filter(isCarriedOut).map(({ index }) => index));
    const missed = leftOut.filter(({ index }) => !carriedOut.has(index));
    this.#applied = {
      ...{ size, config, stamp, atMs: nowMs },
      held: knownDigest([...carriedOut]),
      leftOut: missed,
      dueMs: nextChangeMs(measures, nowMs) ?? Number.POSITIVE_INFINITY,
    };
    this.#problem = undefined;
    const ms = clock.now() - nowMs;
    onChange();
    log.info("measures.applied", { size, config, inForce: carriedOut.size, leftOut: missed.length, ms });
  }

  #fail(error: unknown): undefined {
    const isNew = this.#problem === undefined;
    this.#problem = errorMessage(error).slice(0, 200);
    if (!isNew) return;
    this.#options.log.error("engine.failed", errorFields(error));
    this.#options.onChange();
  }
}

const unknown = (index: number): LeftOut => ({ index, host: "", why: "its page is not known in clear" });
