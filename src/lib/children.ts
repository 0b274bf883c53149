import type { ChildAnswer } from "./answer-parent.ts";
import { Child, ChildGone, type ChildNature } from "./child.ts";
import { RempartError } from "./errors.ts";

export interface ChildLimits extends ChildNature {
  /** How many processes there are at most, idle ones too. */
  readonly atOnce: number;
  /** One request takes no longer, once its process is up; the process is killed then. */
  readonly requestMs: number;
  /** A room that takes longer is slow: what waits for it is refused, so that it comes back when it may be faster. */
  readonly slowMs?: number;
  /** After so many requests a process is replaced. */
  readonly requests?: number;
  /** An idle process ends, and with it what it remembers. */
  readonly idleMs: number;
}

interface Waiting {
  readonly room: string;
  readonly request: unknown;
  readonly answer: PromiseWithResolvers<unknown>;
}

interface Roomed {
  readonly room: string;
  readonly child: Child;
  served: number;
  isBusy: boolean;
  idle: NodeJS.Timeout | undefined;
}

/**
 * Child processes that answer one request at a time. A process serves one room only, a site say: what its pages can break
 * there is a look at that same site. Starting one costs half a second of a processor, so it stays for a while.
 */
export class Children {
  readonly #module: URL;
  readonly #limits: ChildLimits;
  readonly #children = new Set<Roomed>();
  readonly #waiting: Waiting[] = [];
  #isClosed = false;

  constructor(module: URL, limits: ChildLimits) {
    this.#module = module;
    this.#limits = limits;
  }

  /** The process's answer; rejects with its refusal (RempartError), or with `ChildGone`. */
  ask<T>(room: string, request: unknown): Promise<T> {
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.push({ room, request, answer });
    this.#next();
    return answer.promise as Promise<T>;
  }

  /** Ends them all; what is asked from now on, or was, is answered by `ChildGone`. */
  close(): void {
    this.#isClosed = true;
    for (const roomed of this.#children) this.#end(roomed);
    this.#next();
  }

  /** Whoever waits for a site that hangs keeps others from being looked at. */
  #refuseSlow(room: string): void {
    for (const waiting of this.#waiting.filter((one) => one.room === room)) {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.answer.reject(new Error("the one before it takes long; later"));
    }
  }

  /** Gives each request that can be served to a process, the oldest first: to its room's, or to a new one. */
  #next(): void {
    for (const waiting of [...this.#waiting]) {
      const roomed = this.#isClosed ? null : this.#childFor(waiting.room);
      if (roomed === undefined) continue;
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      if (roomed === null) waiting.answer.reject(new ChildGone("closed"));
      else void this.#serve(roomed, waiting);
    }
  }

  #childFor(room: string): Roomed | undefined {
    const own = [...this.#children].find((roomed) => roomed.room === room);
    if (own !== undefined) return own.isBusy ? undefined : own;
    if (this.#children.size >= this.#limits.atOnce) {
      const idle = [...this.#children].find(({ isBusy }) => !isBusy);
      if (idle === undefined) return undefined;
      this.#end(idle);
    }
    const roomed: Roomed = {
      room,
      child: new Child(this.#module, this.#limits, () => this.#children.delete(roomed)),
      ...{ served: 0, isBusy: false, idle: undefined },
    };
    this.#children.add(roomed);
    return roomed;
  }

  async #serve(roomed: Roomed, waiting: Waiting): Promise<void> {
    const { requestMs, slowMs, requests = Number.POSITIVE_INFINITY } = this.#limits;
    const isFirst = roomed.served === 0;
    roomed.isBusy = true;
    roomed.served++;
    clearTimeout(roomed.idle);
    const slow = slowMs === undefined ? undefined : setTimeout(() => this.#refuseSlow(roomed.room), slowMs);
    try {
      const answer = (await roomed.child.ask(waiting.request, requestMs)) as ChildAnswer;
      if ("value" in answer) waiting.answer.resolve(answer.value);
      else waiting.answer.reject(asError(answer));
      if (roomed.served >= requests) this.#end(roomed);
      else this.#rest(roomed);
    } catch (error) {
      this.#end(roomed);
      // one that waited may have ended by then, which is no fault of what was asked
      const again = !isFirst && error instanceof ChildGone && !error.isKilled && !this.#isClosed;
      if (again) this.#waiting.unshift(waiting);
      else waiting.answer.reject(this.#isClosed ? new ChildGone("closed") : error);
    } finally {
      clearTimeout(slow);
      roomed.isBusy = false;
      this.#next();
    }
  }

  #rest(roomed: Roomed): void {
    roomed.idle = setTimeout(() => this.#end(roomed), this.#limits.idleMs).unref();
  }

  #end(roomed: Roomed): void {
    clearTimeout(roomed.idle);
    this.#children.delete(roomed);
    roomed.child.end();
  }
}

const asError = ({ refused }: Extract<ChildAnswer, { refused: unknown }>): RempartError =>
  new RempartError(refused.code, refused.status, refused.message, refused.details);
