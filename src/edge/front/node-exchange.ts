import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { type Body, discard, type Exchange, type ReceivedRequest, type Sent } from "../exchange.ts";
import type { FieldList } from "../http/fields.ts";

export interface NodeExchangeOptions {
  readonly expectsContinue?: boolean;
  readonly upgrade?: { readonly socket: Duplex; readonly head: Buffer };
}

/** How long an open tunnel may be silent: WebSocket peers ping far more often. */
const TUNNEL_IDLE_MS = 10 * 60_000;

/** An exchange over Node's HTTP/1 server. */
export class NodeExchange implements Exchange {
  readonly request: ReceivedRequest;
  readonly takeOver?: () => Duplex;
  readonly #socket: Socket;
  readonly #response: ServerResponse;
  #gone: AbortController | undefined;

  constructor(incoming: IncomingMessage, response: ServerResponse, options: NodeExchangeOptions = {}) {
    this.#socket = incoming.socket;
    this.#response = response;
    this.request = {
      method: incoming.method!,
      target: incoming.url!,
      scheme: (incoming.socket as Partial<TLSSocket>).encrypted === true ? "https" : "http",
      httpVersion: incoming.httpVersion,
      fields: incoming.rawHeaders,
      remoteAddress: (incoming.socket.remoteAddress ?? "").replace(/^::ffff:/i, ""),
      body: bodyOf(incoming, options.expectsContinue === true ? response : undefined),
    };
    const { upgrade } = options;
    if (upgrade !== undefined) this.takeOver = () => this.#takeOver(upgrade.socket, upgrade.head);
  }

  /** Made when first asked for: a hit never asks. */
  get signal(): AbortSignal {
    if (this.#gone === undefined) {
      const gone = new AbortController();
      this.#gone = gone;
      if (this.#socket.destroyed) gone.abort();
      else void this.#over(this.#response, "finish").then((finished) => finished || gone.abort());
    }
    return this.#gone.signal;
  }

  async respond(status: number, fields: FieldList, body: Body): Promise<Sent> {
    const response = this.#response;
    if (this.#socket.destroyed) {
      discard(body);
      return { bodyBytes: 0, complete: false };
    }
    const finished = this.#over(response, "finish");
    response.writeHead(status, fields as string[]);
    let bodyBytes = 0;
    if (body === undefined) response.end();
    else if (Array.isArray(body)) bodyBytes = writeWhole(response, body as readonly Uint8Array[]);
    else bodyBytes = await this.#stream(body as AsyncIterable<Uint8Array>);
    return { bodyBytes, complete: await finished };
  }

  inform(status: number, fields: FieldList): void {
    // RFC 9110 §15.2: HTTP/1.0 knows no interim answers. 100 is between us and the visitor: see afterContinue.
    if (this.request.httpVersion === "1.0" || status <= 101) return;
    const response = this.#response;
    if (!response.headersSent && !this.#socket.destroyed)
      response.writeInformation(status, fields as string[]);
  }

  cut(): void {
    this.#socket.destroy();
  }

  /** Writes as fast as the visitor reads. A body that fails ends the connection, so that no part passes for the whole. */
  async #stream(body: AsyncIterable<Uint8Array>): Promise<number> {
    const response = this.#response;
    let bytes = 0;
    try {
      for await (const chunk of body) {
        if (this.#socket.destroyed) break;
        bytes += chunk.length;
        if (!response.write(chunk)) await this.#over(response, "drain");
      }
      response.end();
    } catch {
      this.cut();
    }
    return bytes;
  }

  /**
   * Resolves with true at the event, with false when the connection closes. The response's own "close" will not do: behind
   * another one in a pipeline it has no socket yet, and hears nothing.
   */
  #over(response: ServerResponse, event: "finish" | "drain"): Promise<boolean> {
    return new Promise((resolve) => {
      const happened = (): void => settle(true);
      const closed = (): void => settle(false);
      const settle = (value: boolean): void => {
        response.off(event, happened);
        this.#socket.off("close", closed);
        resolve(value);
      };
      response.on(event, happened);
      this.#socket.on("close", closed);
    });
  }

  #takeOver(socket: Duplex, head: Buffer): Duplex {
    this.#response.detachSocket(this.#socket);
    this.#socket.setTimeout(TUNNEL_IDLE_MS, () => socket.destroy());
    if (head.length > 0) socket.unshift(head);
    return socket;
  }
}

/** Whole chunks that stay in memory anyway: handed over by reference, whatever the visitor's pace. */
function writeWhole(response: ServerResponse, chunks: readonly Uint8Array[]): number {
  let bytes = 0;
  const last = chunks.length - 1;
  for (const [i, chunk] of chunks.entries()) {
    bytes += chunk.length;
    if (i === last) response.end(chunk);
    else response.write(chunk);
  }
  if (last < 0) response.end();
  return bytes;
}

/** RFC 9112 §6.3: a request has a body if, and only if, its framing says so. */
function bodyOf(incoming: IncomingMessage, expects: ServerResponse | undefined): ReceivedRequest["body"] {
  const { "content-length": length, "transfer-encoding": coding } = incoming.headers;
  if (coding === undefined && (length === undefined || length === "0")) return undefined;
  return expects === undefined ? incoming : afterContinue(incoming, expects);
}

/** RFC 9110 §10.1.1: the visitor waits with the body until somebody wants it, so a refusal spares it. */
async function* afterContinue(
  incoming: IncomingMessage,
  response: ServerResponse,
): AsyncGenerator<Uint8Array> {
  response.writeContinue();
  yield* incoming as AsyncIterable<Uint8Array>;
}
