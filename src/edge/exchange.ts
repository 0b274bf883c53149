import type { Duplex } from "node:stream";
import type { FieldList } from "./http/fields.ts";

/** A body is absent, whole in memory (chunks owned by somebody else and never changed), or arriving. */
export type Body = undefined | readonly Uint8Array[] | AsyncIterable<Uint8Array>;

/** Lets go of a body that will not be read. */
export function discard(body: Body): void {
  if (body !== undefined && !Array.isArray(body)) {
    void (body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]().return?.();
  }
}

/** One request as it was received; nothing is decoded, merged or normalised here. */
export interface ReceivedRequest {
  readonly method: string;
  /** The request-target's bytes, one character each (RFC 9112 §3.2). */
  readonly target: string;
  readonly scheme: "http" | "https";
  /** "1.0", "1.1", "2". */
  readonly httpVersion: string;
  readonly fields: FieldList;
  /** The peer's IP address. */
  readonly remoteAddress: string;
  /** Over TLS: may its connection carry requests for that hostname, by the certificate that was shown (RFC 9110 §7.4)? */
  readonly covers?: ((hostname: string) => boolean) | undefined;
  /** Undefined if the framing says that there is none. Reading it may first send `100 Continue`. */
  readonly body: AsyncIterable<Uint8Array> | undefined;
}

export interface Sent {
  readonly bodyBytes: number;
  /** False if the client went away, the exchange was cut or the body failed before its end. */
  readonly complete: boolean;
}

/**
 * A request and the means to answer it, without a runtime in it: the core knows HTTP's meaning, an adapter knows sockets.
 * `respond` is called at most once; it resolves when the last byte is handed over or nobody reads any more. Where that is so
 * at once, it says so at once.
 */
export interface Exchange {
  readonly request: ReceivedRequest;
  respond(status: number, fields: FieldList, body: Body): Sent | Promise<Sent>;
  /** Sends an interim answer (1xx) before the final one; does nothing where it cannot be sent. */
  inform(status: number, fields: FieldList): void;
  /** Aborted when the client is gone or the exchange was cut. */
  readonly signal: AbortSignal;
  /** Present if the client asks for a WebSocket: gives up HTTP on this connection and returns the raw stream. */
  readonly takeOver?: () => Duplex;
  /** Destroys the connection (HTTP/1.1) or stream at once, whatever was already sent. */
  cut(): void;
}
