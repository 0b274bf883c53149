import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";
import type { Clock } from "../../lib/clock.ts";
import type { FieldList, Fields } from "../http/fields.ts";
import { OriginFailure, originFailure } from "./failure.ts";
import type { PoolLimits } from "./pools.ts";
import { fromOrigin, type OriginResponse, originBody } from "./send.ts";

export type UpgradeAnswer =
  | { readonly switched: true; readonly fields: Fields; readonly stream: Duplex }
  /** The origin did not switch: an ordinary answer, after which the connection speaks HTTP only. */
  | { readonly switched: false; readonly response: OriginResponse };

/**
 * Asks an origin for a WebSocket on a connection of its own. Only a 101 opens a tunnel: an edge that believed the client
 * instead of the origin would carry requests that no policy has seen.
 */
export function requestUpgrade(
  url: URL,
  target: string,
  fields: FieldList,
  clock: Clock,
  limits: PoolLimits,
  signal: AbortSignal,
): Promise<UpgradeAnswer> {
  const requestTimeMs = clock.now();
  const send = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const outgoing: ClientRequest = send({
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port === "" ? undefined : Number(url.port),
      path: target,
      method: "GET",
      headers: [...fields, "Connection", "Upgrade", "Upgrade", "websocket"],
      setHost: false,
      agent: false,
      timeout: limits.headersTimeoutMs,
      signal,
    });
    outgoing.once("timeout", () => outgoing.destroy(new OriginFailure(504, "http_response_timeout")));
    outgoing.on("error", (error) => reject(signal.aborted ? error : originFailure(error)));
    outgoing.once("upgrade", (incoming: IncomingMessage, stream: Duplex, head: Buffer) => {
      if (head.length > 0) stream.unshift(head);
      resolve({ switched: true, fields: fromOrigin(incoming.rawHeaders), stream });
    });
    outgoing.once("response", (incoming) => {
      incoming.on("error", () => {}); // told to whoever reads it
      const response: OriginResponse = {
        status: incoming.statusCode!,
        fields: fromOrigin(incoming.rawHeaders),
        requestTimeMs,
        responseTimeMs: clock.now(),
        body: originBody(incoming),
      };
      resolve({ switched: false, response });
    });
    outgoing.end();
  });
}

/** Joins two streams until either ends; resolves when both are gone. Both respect backpressure. */
export function join(visitor: Duplex, origin: Duplex): Promise<{ readonly bytesToVisitor: number }> {
  return new Promise((resolve) => {
    let open = 2;
    let bytesToVisitor = 0;
    origin.on("data", (chunk: Buffer) => {
      bytesToVisitor += chunk.length;
    });
    for (const [from, to] of [
      [visitor, origin],
      [origin, visitor],
    ] as const) {
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        to.destroy();
        open -= 1;
        if (open === 0) resolve({ bytesToVisitor });
      });
    }
  });
}
