import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type Body, discard, type Exchange, type ReceivedRequest, type Sent } from "../../exchange.ts";
import type { FieldList } from "../../http/fields.ts";
import { OutgoingBody } from "../outgoing-body.ts";
import type { Http1Connection } from "./connection.ts";
import { type ResponseHead, responseHead } from "./response-head.ts";

/** What is handed to a socket at once. A visitor who takes less than this in `writeStallMs` is given up. */
const MAX_WRITE_BYTES = 128 * 1024;

const NOT_SENT: Sent = { bodyBytes: 0, complete: false };

/** One request and its answer on an HTTP/1 connection (RFC 9112). */
export class Http1Exchange implements Exchange {
  readonly request: ReceivedRequest;
  readonly takeOver?: () => Duplex;
  /** The final answer's head is on its way. */
  begun = false;
  readonly #connection: Http1Connection;
  #gone: AbortController | undefined;
  #outgoing: OutgoingBody | undefined;

  constructor(connection: Http1Connection, request: ReceivedRequest, upgrades: boolean) {
    this.#connection = connection;
    this.request = request;
    if (upgrades) this.takeOver = () => connection.takeOver();
  }

  /** Made when first asked for: a hit never asks. */
  get signal(): AbortSignal {
    if (this.#gone === undefined) {
      this.#gone = new AbortController();
      if (!this.#connection.open) this.#gone.abort();
    }
    return this.#gone.signal;
  }

  /** The visitor is gone, or the exchange was cut. */
  abort(): void {
    this.#gone?.abort();
    this.#outgoing?.letGo();
  }

  respond(status: number, fields: FieldList, body: Body): Sent | Promise<Sent> {
    const connection = this.#connection;
    if (!connection.open) {
      discard(body);
      return NOT_SENT;
    }
    const head = responseHead(status, fields);
    const persists = connection.persists() && !head.close;
    const bodiless = status === 204 || status === 304 || this.request.method === "HEAD";
    if (bodiless || body === undefined) {
      discard(body);
      // RFC 9110 §8.6: an answer without a body says so, unless its status or its request's method says it already.
      const length = bodiless || head.contentLength !== undefined ? "" : "Content-Length: 0\r\n";
      this.#begin(head, persists, length);
      return this.#settle(0, persists);
    }
    if (!Array.isArray(body)) {
      this.#outgoing = new OutgoingBody(body as AsyncIterable<Uint8Array>);
      return this.#stream(head, persists, this.#outgoing);
    }
    return this.#whole(head, persists, body as readonly Uint8Array[]);
  }

  inform(status: number, fields: FieldList): void {
    // RFC 9110 §15.2: HTTP/1.0 knows no interim answers. 100 is between us and the visitor: see `Http1Connection`.
    if (this.request.httpVersion === "1.0" || status <= 101 || this.begun || !this.#connection.open) return;
    this.#connection.socket.write(`${responseHead(status, fields).text}\r\n`, "latin1");
  }

  cut(): void {
    this.#connection.cut();
  }

  #begin(head: ResponseHead, persists: boolean, framing: string): void {
    this.begun = true;
    // RFC 9112 §9.3: from 1.1 on a connection persists unless told otherwise.
    const connection = !persists
      ? "Connection: close\r\n"
      : this.request.httpVersion === "1.0"
        ? "Connection: keep-alive\r\n"
        : "";
    this.#connection.socket.write(`${head.text}${framing}${connection}\r\n`, "latin1");
  }

  /** Chunks that stay in memory anyway: handed over by reference, in one call with the head where that is not too much. */
  #whole(head: ResponseHead, persists: boolean, chunks: readonly Uint8Array[]): Sent | Promise<Sent> {
    let bytes = 0;
    for (let i = 0; i < chunks.length; i++) bytes += chunks[i]!.length;
    if (bytes > MAX_WRITE_BYTES) return this.#stream(head, persists, inSlices(chunks), bytes);
    const { socket } = this.#connection;
    socket.cork();
    this.#begin(head, persists, head.contentLength === undefined ? `Content-Length: ${bytes}\r\n` : "");
    for (let i = 0; i < chunks.length; i++) socket.write(chunks[i]!);
    socket.uncork();
    return this.#settle(bytes, persists, head.contentLength);
  }

  /** Writes as fast as the visitor reads. */
  async #stream(
    head: ResponseHead,
    persists: boolean,
    body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    knownBytes?: number,
  ): Promise<Sent> {
    const { socket } = this.#connection;
    const length = head.contentLength ?? knownBytes;
    const chunked = length === undefined && this.request.httpVersion === "1.1";
    // RFC 9112 §6.3: without a length or chunks the end of the connection is the end of the body.
    const endsWithConnection = !chunked && length === undefined;
    this.#connection.endsBody = endsWithConnection;
    const lasts = persists && !endsWithConnection;
    const tells = head.contentLength === undefined && length !== undefined;
    this.#begin(
      head,
      lasts,
      chunked ? "Transfer-Encoding: chunked\r\n" : tells ? `Content-Length: ${length}\r\n` : "",
    );
    let bytes = 0;
    try {
      for await (const piece of body) {
        if (piece.length === 0) continue; // as a chunk it would be the last one
        bytes += piece.length;
        const room = chunked ? writeChunk(socket, piece) : socket.write(piece);
        if (!room && !(await this.#connection.drained())) return this.#torn(bytes);
      }
    } catch {
      return this.#torn(bytes);
    }
    if (chunked) socket.write("0\r\n\r\n", "latin1");
    return this.#settle(bytes, lasts, length);
  }

  /** Ends the exchange once its bytes are out. What is not as long as it said must not pass for the whole. */
  #settle(bytes: number, persists: boolean, declared: number = bytes): Sent | Promise<Sent> {
    const connection = this.#connection;
    if (bytes !== declared) return this.#torn(bytes);
    if (connection.flushed) {
      connection.answered(this, persists);
      return { bodyBytes: bytes, complete: true };
    }
    return connection.written().then((complete) => {
      if (complete) connection.answered(this, persists);
      return { bodyBytes: bytes, complete };
    });
  }

  /** What was sent is not all, and must not pass for it. */
  #torn(bytes: number): Sent {
    this.cut();
    return { bodyBytes: bytes, complete: false };
  }
}

/** RFC 9112 §7.1; false if that filled the socket. */
function writeChunk(socket: Socket, piece: Uint8Array): boolean {
  socket.cork();
  socket.write(`${piece.length.toString(16)}\r\n`, "latin1");
  socket.write(piece);
  const room = socket.write("\r\n", "latin1");
  socket.uncork();
  return room;
}

function* inSlices(chunks: readonly Uint8Array[]): Generator<Uint8Array> {
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += MAX_WRITE_BYTES) yield chunk.subarray(at, at + MAX_WRITE_BYTES);
  }
}
