import {
  constants,
  type IncomingHttpHeaders,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { TLSSocket } from "node:tls";
import type { FrontContext, Speaker, Visit } from "../context.ts";
import type { ServerLimits } from "../limits.ts";
import { Http2Exchange } from "./exchange.ts";
import { readHead } from "./fields.ts";

/** What a visitor may send ahead of who reads it, on one stream and on all together: 64 KiB make far uploads slow. */
const STREAM_WINDOW_BYTES = 256 * 1024;
const SESSION_WINDOW_BYTES = 1024 * 1024;

/**
 * What one connection may make us do. Streams that are reset as soon as they are opened (CVE-2023-44487), frames that cost more
 * to answer than to send (CVE-2019-9512 and after) and endless CONTINUATION frames end the connection.
 */
const options = (limits: ServerLimits) => ({
  settings: {
    maxConcurrentStreams: limits.maxStreams,
    maxHeaderListSize: limits.maxHeaderBytes,
    initialWindowSize: STREAM_WINDOW_BYTES,
    enableConnectProtocol: false, // RFC 8441: WebSockets are had over HTTP/1.1
  },
  maxSessionMemory: 4, // MB
  maxHeaderListPairs: 256, // the core answers 431 far below
  maxSettings: 32,
  maxOutstandingPings: 10,
  maxSessionInvalidFrames: 100,
  maxSessionRejectedStreams: 100,
  streamResetBurst: 500, // a browser that leaves a page takes back all it asked for
  streamResetRate: 50, // a second
  strictSingleValueFields: false, // an origin's answer is passed on as it is
});

/** HTTP/2 on one connection. */
export class Http2Connection implements Speaker {
  readonly #socket: TLSSocket;
  readonly #session: ServerHttp2Session;
  readonly #context: FrontContext;
  readonly #visit: Visit;
  /** Windows hold the streams back, never the connection. */
  readonly holdsBack = false;
  readonly #exchanges = new Set<Http2Exchange>();
  #idleSinceMs: number;

  constructor(socket: TLSSocket, visit: Visit, context: FrontContext) {
    this.#socket = socket;
    this.#visit = visit;
    this.#context = context;
    this.#idleSinceMs = context.nowMs;
    this.#session = performServerHandshake(socket, options(context.limits)) as ServerHttp2Session;
    this.#session.setLocalWindowSize(SESSION_WINDOW_BYTES);
    this.#session.on("stream", this.#onStream);
    this.#session.on("error", () => {
      context.counts.malformed += 1; // the session has ended itself
    });
  }

  tick(sinceMs: number): void {
    const { nowMs, limits, counts } = this.#context;
    for (const exchange of this.#exchanges) {
      if (exchange.tick(sinceMs)) continue;
      counts.timedOut += 1;
      exchange.cut();
    }
    if (this.#exchanges.size > 0 || nowMs - this.#idleSinceMs <= limits.keepAliveMs) return;
    counts.timedOut += 1;
    this.#session.destroy();
  }

  cut(): void {
    this.#socket.destroy();
  }

  /** RFC 9113 §6.8: GOAWAY; streams that are open go on to their end. */
  drain(): void {
    if (!this.#session.closed) this.#session.close();
  }

  readonly #onStream = (
    stream: ServerHttp2Stream,
    _headers: IncomingHttpHeaders,
    flags: number,
    list: readonly string[],
  ): void => {
    stream.on("error", ignore); // told by "close"
    const head = readHead(list);
    const status = head === undefined ? 400 : bytesOf(list) > this.#context.limits.maxHeaderBytes ? 431 : 0;
    if (head === undefined || status !== 0) {
      this.#context.counts.malformed += 1;
      stream.respond({ ":status": status, "cache-control": "no-store" }, { endStream: true });
      stream.close(constants.NGHTTP2_NO_ERROR);
      return;
    }
    const hasBody = (flags & constants.NGHTTP2_FLAG_END_STREAM) === 0;
    const exchange = new Http2Exchange(stream, head, hasBody, this.#visit, this.#context, this.#onClosed);
    this.#exchanges.add(exchange);
    this.#context.handle(exchange);
  };

  readonly #onClosed = (exchange: Http2Exchange): void => {
    this.#exchanges.delete(exchange);
    this.#idleSinceMs = this.#context.nowMs;
  };
}

const ignore = (): void => {};

/** RFC 9113 §6.5.2: the size of a header list. */
function bytesOf(list: readonly string[]): number {
  let bytes = 0;
  for (const text of list) bytes += text.length + 16;
  return bytes;
}
