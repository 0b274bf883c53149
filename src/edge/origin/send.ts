import type { SiteConfig } from "../../feed/config.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Body } from "../exchange.ts";
import { Call, type OriginResponse, type Question } from "./call.ts";
import { OriginFailure } from "./failure.ts";
import { answered, failed, undecided } from "./health.ts";
import type { OriginPools } from "./pools.ts";
import { type Server, type SitePool, tlsName } from "./site-pool.ts";

export type { OriginResponse } from "./call.ts";

/** A question without what the site's document says about how it is asked. */
export type SiteQuestion = Omit<Question, "headersTimeoutMs" | "bodyTimeoutMs" | "serverName">;

/** An answer to be passed on, its body in one piece if all of it is here: a small one arrives with its head. */
export const inOnePiece = (
  response: OriginResponse,
): Omit<OriginResponse, "body"> & { readonly body: Exclude<Body, undefined> } => ({
  ...response,
  body: response.body.takeWhole() ?? response.body,
});

/** RFC 9110 §9.2.1. Others may be idempotent, but what they have done so far is not for us to guess. */
const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Answers of a gateway in front of the application: the server is there, what it stands for is not. */
const GATEWAY_ERRORS: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * Asks a site's origin and resolves with the head of the answer, the body to follow. A server that gives none is noted, and
 * where nothing can have happened twice another one is asked. Rejects with an OriginFailure, with the signal's reason, or with
 * what the visitor's body failed with.
 * `authority`: of the request, for the name that TLS asks for.
 */
export async function send(
  pools: OriginPools,
  clock: Clock,
  site: SiteConfig,
  authority: string,
  asked: SiteQuestion,
): Promise<OriginResponse> {
  const pool = pools.of(site);
  const { timeouts } = site.origin;
  const question: Question = {
    ...asked,
    headersTimeoutMs: timeouts?.headersMs ?? pools.limits.headersTimeoutMs,
    bodyTimeoutMs: timeouts?.bodyMs ?? pools.limits.bodyTimeoutMs,
    serverName: tlsName(site.origin, authority),
  };
  const attempts = new Attempts(pools, pool, question);
  let server = pool.choose(clock.now())!;
  for (;;) {
    const call = begin(pools, clock, pool, server, question);
    let result: OriginResponse | OriginFailure;
    try {
      result = await call.result;
    } catch (error) {
      server.health = undecided(server.health);
      throw error;
    }
    const verdict = judge(result, call);
    note(server, verdict, clock.now());
    if (verdict === "good") return result as OriginResponse;

    const next = attempts.next(server, verdict, result, call, clock.now());
    if (next !== undefined) {
      if (!(result instanceof OriginFailure)) void result.body.return();
      server = next;
    } else if (result instanceof OriginFailure) throw result;
    else return result;
  }
}

function begin(pools: OriginPools, clock: Clock, pool: SitePool, server: Server, question: Question): Call {
  server.inFlight += 1;
  server.requests += 1;
  pools.numbers.requests += 1;
  const call = new Call(question, clock, () => {
    server.inFlight -= 1;
  });
  if (!call.over) pools.to(server, pool.config, question.serverName).send(call);
  return call;
}

type Verdict =
  /** An answer of its own, whatever it says: a 500 is the application's. */
  | "good"
  /** The server failed. */
  | "bad"
  /** It closed a kept connection in the moment we used it (RFC 9112 §9.3.1): it may be in the best of health. */
  | "closed"
  /** All its connections are in use. */
  | "busy"
  /** The fault was ours. */
  | "ours";

function judge(result: OriginResponse | OriginFailure, { reused }: Call): Verdict {
  if (!(result instanceof OriginFailure)) return GATEWAY_ERRORS.has(result.status) ? "bad" : "good";
  switch (result.proxyError) {
    case "connection_limit_reached":
      return "busy";
    case "proxy_internal_error":
      return "ours";
    case "connection_terminated":
      return reused ? "closed" : "bad";
    default:
      return "bad";
  }
}

function note(server: Server, verdict: Verdict, nowMs: number): void {
  if (verdict === "good") server.health = answered(server.health);
  else if (verdict === "bad") {
    server.failures += 1;
    server.health = failed(server.health, nowMs, Math.random());
  } else server.health = undecided(server.health);
}

/** Who is asked next when one server gave no answer; so many more, and each once. */
class Attempts {
  readonly #pools: OriginPools;
  readonly #pool: SitePool;
  readonly #question: Question;
  readonly #repeatable: boolean;
  readonly #tried: Server[] = [];
  #left: number;
  #resent = false;

  constructor(pools: OriginPools, pool: SitePool, question: Question) {
    this.#pools = pools;
    this.#pool = pool;
    this.#question = question;
    this.#repeatable = question.body === undefined && SAFE.has(question.method);
    this.#left = pool.config.retries ?? 1;
  }

  next(
    server: Server,
    verdict: Verdict,
    result: OriginResponse | OriginFailure,
    call: Call,
    nowMs: number,
  ): Server | undefined {
    if (verdict === "closed" && this.#repeatable && !this.#resent) {
      this.#resent = true;
      this.#pools.numbers.resent += 1;
      return server;
    }
    // What was never written cannot have had an effect, whatever the method; and of its body nothing was read.
    const harmless = this.#repeatable || (!call.sent && (this.#question.body?.untouched ?? true));
    if (verdict === "ours" || !harmless || this.#left === 0) return undefined;
    this.#tried.push(server);
    // An error page in the hand is worth more than a server that is down too.
    if (!(result instanceof OriginFailure) && !this.#pool.hasUp(nowMs, this.#tried)) return undefined;
    const next = this.#pool.choose(nowMs, this.#tried);
    if (next === undefined) return undefined;
    this.#left -= 1;
    this.#pools.numbers.failovers += 1;
    return next;
  }
}
