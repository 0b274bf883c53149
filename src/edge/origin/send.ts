import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import type { Clock } from "../../lib/clock.ts";
import type { ReceivedHead } from "../cache/stored.ts";
import { endToEnd, type FieldList, Fields, without } from "../http/fields.ts";
import { isAbort, originFailure } from "./failure.ts";
import type { OriginPools } from "./pools.ts";

export interface OriginRequest {
  readonly origin: string;
  readonly method: string;
  /** Goes out byte for byte as it came in. */
  readonly target: string;
  readonly fields: FieldList;
  readonly body: AsyncIterable<Uint8Array> | undefined;
  readonly signal: AbortSignal;
  /** Interim answers (1xx), which a proxy passes on (RFC 9110 §15.2). */
  readonly onInterim: (status: number, fields: FieldList) => void;
}

export interface OriginResponse extends ReceivedHead {
  /** To be read once, or discarded. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Fields of an answer that stop here. `Alt-Svc` would send browsers for this hostname to a server that is not an edge, past
 * every measure and to the origin's address; `Rempart-Ledger` is what a refusal is recognised by, and only an edge refuses.
 */
const NOT_FROM_ORIGIN: ReadonlySet<string> = new Set(["alt-svc", "rempart-ledger"]);

export const fromOrigin = (list: FieldList): Fields =>
  new Fields(without(endToEnd(new Fields(list)), NOT_FROM_ORIGIN));

/**
 * Sends a request and resolves with the head of the answer, the body to follow. Throws an OriginFailure, or an abort error
 * if `signal` said so. A GET or HEAD that met a closed connection is sent once more: a kept-alive connection may be
 * closed by the origin in the very moment we use it (RFC 9110 §9.2.2, RFC 9112 §9.3.1).
 */
export async function send(
  pools: OriginPools,
  clock: Clock,
  request: OriginRequest,
): Promise<OriginResponse> {
  const repeatable = request.body === undefined && (request.method === "GET" || request.method === "HEAD");
  try {
    return await attempt(pools, clock, request);
  } catch (error) {
    if (isAbort(error) || request.signal.aborted) throw error;
    const failure = originFailure(error);
    if (!repeatable || failure.proxyError !== "connection_terminated") throw failure;
  }
  try {
    return await attempt(pools, clock, request);
  } catch (error) {
    if (isAbort(error) || request.signal.aborted) throw error;
    throw originFailure(error);
  }
}

async function attempt(pools: OriginPools, clock: Clock, request: OriginRequest): Promise<OriginResponse> {
  const requestTimeMs = clock.now();
  const { statusCode, headers, body } = await pools.of(request.origin).request({
    path: request.target,
    method: request.method,
    headers: [...request.fields],
    // undici takes any async iterable; its types name only Node's streams.
    body: (request.body ?? null) as Dispatcher.DispatchOptions["body"] & null,
    signal: request.signal,
    responseHeaders: "raw",
    onInfo: (info) =>
      request.onInterim(info.statusCode, fromOrigin(info.headers as unknown as string[]).list),
  });
  // With "raw" the types say an object, but it is the flat list of names and values.
  const fields = fromOrigin(headers as unknown as string[]);
  body.on("error", () => {}); // a broken body is reported to whoever reads it; unread, it must not end the process
  return {
    status: statusCode,
    fields,
    requestTimeMs,
    responseTimeMs: clock.now(),
    body: originBody(body),
  };
}

/** The body with its failures in our words; letting go of it unread lets go of the connection too. */
export const originBody = (body: Readable): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => {
    const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    return {
      next: async () => {
        try {
          return await chunks.next();
        } catch (error) {
          throw isAbort(error) ? error : originFailure(error);
        }
      },
      return: async () => {
        body.destroy();
        return { done: true, value: undefined };
      },
    };
  },
});
