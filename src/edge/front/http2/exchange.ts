import { constants, type ServerHttp2Stream } from "node:http2";
import { type Body, discard, type Exchange, type ReceivedRequest, type Sent } from "../../exchange.ts";
import type { FieldList } from "../../http/fields.ts";
import type { FrontContext, Visit } from "../context.ts";
import { isFieldValue } from "../http1/syntax.ts";
import { IncomingBody } from "../incoming-body.ts";
import { OutgoingBody } from "../outgoing-body.ts";
import { answerList, type Http2Head } from "./fields.ts";

/** What is handed to a stream at once. */
const MAX_WRITE_BYTES = 128 * 1024;
const NOT_SENT: Sent = { bodyBytes: 0, complete: false };

/** One request and its answer on a stream of an HTTP/2 connection (RFC 9113). */
export class Http2Exchange implements Exchange {
  readonly request: ReceivedRequest;
  readonly #stream: ServerHttp2Stream;
  readonly #context: FrontContext;
  readonly #body: IncomingBody | undefined;
  readonly #onClosed: (exchange: Http2Exchange) => void;
  #oweContinue = false;
  #gone: AbortController | undefined;
  /** Since when bytes wait for the visitor's window to open; -1: none do. */
  #stalledSinceMs = -1;
  #wake: (() => void) | undefined;
  /** The end of the answer was written, and then handed over. */
  #ending = false;
  #finished = false;
  #outgoing: OutgoingBody | undefined;

  /** `hasBody`: the stream goes on after the request's header list. `onClosed`: called once, when nothing more will come. */
  constructor(
    stream: ServerHttp2Stream,
    head: Http2Head,
    hasBody: boolean,
    visit: Visit,
    context: FrontContext,
    onClosed: (exchange: Http2Exchange) => void,
  ) {
    this.#stream = stream;
    this.#context = context;
    this.#onClosed = onClosed;
    this.#body = hasBody ? this.#receive() : undefined;
    this.#oweContinue =
      hasBody && head.fields.some((text, i) => i % 2 === 1 && isExpectation(head.fields[i - 1]!, text));
    const { scheme, remoteAddress, covers } = visit;
    this.request = { ...head, scheme, httpVersion: "2", remoteAddress, covers, body: this.#body };
    stream.on("close", this.#closed);
  }

  get signal(): AbortSignal {
    if (this.#gone === undefined) {
      this.#gone = new AbortController();
      if (this.#stream.closed || this.#stream.destroyed) this.#gone.abort();
    }
    return this.#gone.signal;
  }

  respond(status: number, fields: FieldList, body: Body): Sent | Promise<Sent> {
    const stream = this.#stream;
    if (stream.destroyed || stream.closed) {
      discard(body);
      return NOT_SENT;
    }
    for (let i = 1; i < fields.length; i += 2) {
      if (!isFieldValue(fields[i]!)) throw new Error(`the value of ${fields[i - 1]} cannot be sent`);
    }
    const bodiless = body === undefined || status === 204 || status === 304 || this.request.method === "HEAD";
    this.#ending = bodiless;
    stream.on("finish", this.#onFinish);
    stream.respond(answerList(status, fields), { endStream: bodiless });
    if (bodiless) {
      discard(body);
      return this.#handedOver(0);
    }
    if (!Array.isArray(body) || body.length !== 1 || body[0].length > MAX_WRITE_BYTES)
      return this.#send(body).then((bytes) => this.#handedOver(bytes));
    this.#ending = true;
    stream.end(body[0]);
    return this.#handedOver(body[0].length);
  }

  inform(status: number, fields: FieldList): void {
    const stream = this.#stream;
    // RFC 9113 §8.6: there is no 101 here; 100 is between us and the visitor.
    if (status <= 101 || stream.headersSent || stream.destroyed || stream.closed) return;
    const list = answerList(status, fields);
    const headers: Record<string, string | string[]> = { ":status": String(status) };
    for (let i = 2; i < list.length; i += 2) {
      const [name, value] = [list[i]!, list[i + 1]!];
      headers[name] = name in headers ? [headers[name]!, value].flat() : value;
    }
    stream.additionalHeaders(headers);
  }

  /**
   * Resets the stream; the others of the connection go on. By destroying it with an error: `close(code)` of a stream that waits
   * for more to send ends it with END_STREAM, and then the part that was sent passes for the whole.
   */
  cut(): void {
    this.#stream.destroy(new Error("cut"));
  }

  /** False if it has been too slow and should be cut. */
  tick(sinceMs: number): boolean {
    const { limits, nowMs } = this.#context;
    if (this.#stalledSinceMs !== -1 && nowMs - this.#stalledSinceMs > limits.writeStallMs) return false;
    return this.#oweContinue || this.#body?.spend(sinceMs) !== false;
  }

  #receive(): IncomingBody {
    const stream = this.#stream;
    const body = new IncomingBody(this.#context.limits, () => {
      if (this.#oweContinue && !body.discarded && !stream.headersSent && !stream.destroyed) {
        this.#oweContinue = false;
        stream.additionalHeaders({ ":status": 100 });
      }
      if (!body.full) stream.resume();
    });
    stream.on("data", (piece: Buffer) => {
      this.#oweContinue = false;
      body.put(piece);
      if (body.full) stream.pause();
    });
    stream.on("end", () => {
      if (!stream.aborted) body.end();
    });
    return body;
  }

  /** Writes as fast as the visitor's windows allow. */
  async #send(body: Exclude<Body, undefined>): Promise<number> {
    const stream = this.#stream;
    let bytes = 0;
    if (!Array.isArray(body)) this.#outgoing = new OutgoingBody(body as AsyncIterable<Uint8Array>);
    try {
      for await (const piece of this.#outgoing ?? (body as readonly Uint8Array[])) {
        for (let at = 0; at < piece.length; at += MAX_WRITE_BYTES) {
          if (stream.destroyed || stream.closed) return bytes;
          const slice = piece.subarray(at, at + MAX_WRITE_BYTES);
          bytes += slice.length;
          if (!stream.write(slice)) await this.#drained();
        }
      }
      if (stream.destroyed || stream.closed) return bytes;
      this.#ending = true;
      stream.end();
    } catch {
      this.cut(); // so that no part passes for the whole
    }
    return bytes;
  }

  /** Resolves when there is room for more, or nobody takes it any more. */
  #drained(): Promise<void> {
    const stream = this.#stream;
    if (stream.destroyed) return Promise.resolve();
    stream.once("drain", this.#moved);
    return this.#change();
  }

  /** What was sent, once the last byte is out of our hands or will never be. */
  #handedOver(bodyBytes: number): Promise<Sent> {
    const over = this.#finished || this.#stream.destroyed ? Promise.resolve() : this.#change();
    return over.then(() => {
      const complete = this.#finished;
      // RFC 9113 §8.1: after a whole answer, a request that is still coming is stopped without calling it an error.
      if (complete && this.#body?.whole === false) this.#stream.close(constants.NGHTTP2_NO_ERROR);
      return { bodyBytes, complete };
    });
  }

  /** Resolves when the visitor has taken something, or the stream is over. */
  #change(): Promise<void> {
    this.#stalledSinceMs = this.#context.nowMs;
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  readonly #onFinish = (): void => {
    this.#finished = this.#ending && this.#stream.rstCode === constants.NGHTTP2_NO_ERROR; // a reset finishes it too
    this.#moved();
  };

  readonly #moved = (): void => {
    this.#stalledSinceMs = -1;
    this.#wake?.();
    this.#wake = undefined;
  };

  readonly #closed = (): void => {
    this.#body?.fail(new Error("the visitor is gone"));
    if (!this.#finished) {
      this.#gone?.abort();
      this.#outgoing?.letGo();
    }
    this.#moved();
    this.#onClosed(this);
  };
}

const isExpectation = (name: string, value: string): boolean =>
  name === "expect" && value.toLowerCase() === "100-continue";
