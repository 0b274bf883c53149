import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { FrontContext, Speaker, Visit } from "../context.ts";
import { IncomingBody } from "../incoming-body.ts";
import { bareAnswer } from "./bare-answer.ts";
import { type BodyDecoder, ChunkedDecoder, LengthDecoder } from "./decoders.ts";
import { Http1Exchange } from "./exchange.ts";
import { CHUNKED, type Control, controlOf } from "./framing.ts";
import { hasHead, parseHead, type RequestHead } from "./head.ts";
import { CR, LF, MalformedMessage } from "./syntax.ts";

/** A body that nobody wants is read past, if no more than this is left of it; otherwise the connection ends. */
const MAX_SKIPPED_BYTES = 64 * 1024;
/** What may wait of a body where a visitor is looked for behind it. */
const MAX_HELD_BYTES = 256 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * - `waiting`: for the first byte of a request
 * - `head`: a part of one has come
 * - `exchange`: one is being answered, or its body is still being read past
 * - `lingering`: the last answer is out; what still comes is dropped until the visitor closes (RFC 9112 §9.6)
 * - `over`: closed, or given up to a tunnel
 */
type Stage = "waiting" | "head" | "exchange" | "lingering" | "over";

/**
 * HTTP/1 on one connection: one exchange at a time. What is pipelined behind it waits as bytes, and only so many: no request
 * is read before the one in front of it is answered, so answers never wait for one another.
 */
export class Http1Connection implements Speaker {
  readonly socket: Socket;
  /** The end of the connection will be the end of the body that is being sent (RFC 9112 §6.3). */
  endsBody = false;
  readonly #context: FrontContext;
  readonly #visit: Visit;
  #stage: Stage = "waiting";
  #sinceMs: number;
  #served = 0;
  #unread: Buffer | undefined;
  #seen = 0; // bytes of #unread that were looked through for the end of a head
  #exchange: Http1Exchange | undefined;
  #body: IncomingBody | undefined;
  #decoder: BodyDecoder | undefined;
  #oweContinue = false;
  #keepAlive = false;
  /** Bytes behind this exchange were dropped: nothing may be read after it. */
  #overrun = false;
  #running = false;
  #reading = true;
  #drained: ((open: boolean) => void) | undefined;
  /** The answer is written, and not yet in the kernel's hands. */
  #flushing = false;
  /** Since when bytes wait for the visitor to take them; -1: none do. */
  #stalledSinceMs = -1;
  #heardMs = 0;

  constructor(socket: Socket, visit: Visit, context: FrontContext) {
    this.socket = socket;
    this.#visit = visit;
    this.#context = context;
    this.#sinceMs = context.nowMs;
    socket.on("data", this.#onData);
    socket.on("drain", this.#onDrain);
    socket.on("end", this.#onEnd);
    socket.on("close", this.#onClose);
    socket.on("error", ignore); // told by "close"
  }

  // For the exchange.

  get open(): boolean {
    return this.#stage === "exchange" && !this.socket.destroyed;
  }

  /** Everything written is in the kernel's hands. */
  get flushed(): boolean {
    return this.socket.writableLength === 0;
  }

  /**
   * May another request follow this answer? Not while draining, and not behind a body that is long or whose sender still
   * waits for `100 Continue`: then nobody can say whether the next byte is the body's (RFC 9110 §10.1.1).
   */
  persists(): boolean {
    if (!this.#keepAlive || this.#context.draining) return false;
    if (this.#body === undefined || this.#body.whole) return true;
    return !this.#oweContinue && (this.#decoder?.left ?? 0) <= MAX_SKIPPED_BYTES;
  }

  /** Resolves when there is room for more bytes; false if the visitor is gone. */
  drained(): Promise<boolean> {
    if (this.socket.destroyed) return Promise.resolve(false);
    this.#stalledSinceMs = this.#context.nowMs;
    return new Promise((resolve) => {
      this.#drained = resolve;
    });
  }

  /** Resolves when everything written is in the kernel's hands; false if the visitor is gone. */
  written(): Promise<boolean> {
    this.#stalledSinceMs = this.#context.nowMs;
    this.#flushing = true;
    return new Promise((resolve) => {
      this.socket.write(NOTHING, (error) => {
        this.#stalledSinceMs = -1;
        this.#flushing = false;
        resolve(error === null || error === undefined);
      });
    });
  }

  /** The exchange's last byte is out. */
  answered(exchange: Http1Exchange, persists: boolean): void {
    if (this.#exchange !== exchange) return;
    this.#exchange = undefined;
    this.endsBody = false;
    this.#keepAlive = persists && !this.#overrun;
    if (this.#keepAlive) {
      this.#body?.discard();
      this.#advance();
    } else this.#linger();
  }

  /** Gives up HTTP on this connection. What was read beyond the request is put back. */
  takeOver(): Duplex {
    const { socket } = this;
    if (this.#overrun) socket.destroy();
    this.#stage = "over";
    socket.off("data", this.#onData);
    socket.off("drain", this.#onDrain);
    socket.off("end", this.#onEnd);
    socket.off("close", this.#onClose);
    socket.setTimeout(this.#context.limits.tunnelIdleMs, () => socket.destroy());
    if (this.#unread !== undefined) socket.unshift(this.#unread);
    this.#unread = undefined;
    return socket;
  }

  // For the front.

  get holdsBack(): boolean {
    return this.socket.isPaused(); // by a tunnel too
  }

  /** Where its end would be the end of a body, only a reset tells that the body is torn. */
  cut(): void {
    // TLS has an end of its own, which is left out here (RFC 9112 §9.8).
    if (this.endsBody && this.#visit.scheme === "http") this.socket.resetAndDestroy();
    else this.socket.destroy();
  }

  /** Answers say by themselves that they are the last (`persists`). */
  drain(idleToo: boolean): void {
    if (idleToo && this.#stage === "waiting") this.socket.destroy();
  }

  tick(sinceMs: number): void {
    const { limits, nowMs } = this.#context;
    const ms = nowMs - this.#sinceMs;
    switch (this.#stage) {
      case "waiting":
        if (ms > (this.#served === 0 ? limits.headMs : limits.keepAliveMs)) this.#timeOut();
        break;
      case "head":
        if (ms > limits.headMs) this.#timeOut(408);
        break;
      case "exchange":
        if (this.#stalledSinceMs !== -1 && nowMs - this.#stalledSinceMs > limits.writeStallMs)
          this.#timeOut();
        else if (!this.#oweContinue && this.#body?.spend(sinceMs) === false) this.#timeOut(408);
        else if (!this.#reading && this.#body !== undefined) this.#lookBehind(this.#body);
        break;
      case "lingering":
        if (ms > limits.lingerMs || nowMs - this.#heardMs > limits.lingerIdleMs) this.socket.destroy();
    }
  }

  // The way in.

  readonly #onData = (chunk: Buffer): void => {
    if (this.#stage === "lingering") {
      this.#heardMs = this.#context.nowMs;
      return;
    }
    if (this.#overrun) return;
    this.#unread = this.#unread === undefined ? chunk : Buffer.concat([this.#unread, chunk]);
    this.#advance();
    if (this.#exchange !== undefined && this.#body?.whole !== false) this.#boundPipeline();
  };

  /**
   * Too much waits behind the exchange. To stop reading would be not to see the visitor leave, so the rest is dropped, and the
   * connection ends with this answer.
   */
  #boundPipeline(): void {
    if ((this.#unread?.length ?? 0) <= this.#context.limits.maxHeaderBytes) return;
    this.#overrun = true;
    this.#keepAlive = false;
    this.#unread = undefined;
    this.#holdBack();
  }

  readonly #onDrain = (): void => {
    this.#stalledSinceMs = -1;
    this.#drained?.(true);
    this.#drained = undefined;
  };

  /**
   * A visitor who closes its side is gone: whoever waits for an answer keeps both open. Only an answer that is written still
   * goes out, as the last one.
   */
  readonly #onEnd = (): void => {
    if (this.#stage === "lingering") return;
    this.#unread = undefined;
    this.#overrun = true;
    if (!this.#flushing) this.cut();
  };

  readonly #onClose = (): void => {
    this.#stage = "over";
    this.#unread = undefined;
    this.#body?.fail(new Error("the visitor is gone"));
    this.#exchange?.abort();
    this.#drained?.(false);
    this.#drained = undefined;
  };

  /** Reads what can be read now; exchanges that are answered at once come back to this loop instead of calling it. */
  #advance(): void {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#step());
    } catch (error) {
      this.#refuse(error);
    } finally {
      this.#running = false;
    }
    this.#holdBack();
  }

  /** One step; false if bytes, or the end of the exchange, have to be waited for. */
  #step(): boolean {
    if (this.#stage === "over" || this.#stage === "lingering") return false;
    if (this.#body !== undefined && !this.#readBody(this.#body)) return false;
    if (this.#exchange !== undefined) return false;
    this.#body = undefined;
    const bytes = this.#unread;
    if (bytes === undefined) {
      if (this.#stage === "waiting") return false;
      if (this.#context.draining) this.#linger();
      else this.#enter("waiting");
      return false;
    }
    if (bytes[0] === CR && bytes[1] === LF) {
      this.#rest(bytes, 2); // RFC 9112 §2.2: an empty line before a request, which some clients send after a body
      return true;
    }
    const { maxHeaderBytes } = this.#context.limits;
    if (!hasHead(bytes, this.#seen)) {
      if (bytes.length > maxHeaderBytes) throw new MalformedMessage(431);
      this.#seen = bytes.length;
      if (this.#stage !== "head") this.#enter("head");
      return false;
    }
    const head = parseHead(bytes);
    if (head.end > maxHeaderBytes) throw new MalformedMessage(431);
    this.#rest(bytes, head.end);
    this.#begin(head, controlOf(head));
    return true;
  }

  #begin(head: RequestHead, control: Control): void {
    const { method, target, httpVersion, fields } = head;
    const { scheme, remoteAddress, covers } = this.#visit;
    this.#enter("exchange");
    this.#served += 1;
    this.#keepAlive = control.keepAlive && !control.upgradesToWebSocket && method !== "CONNECT";
    this.#oweContinue = control.expectsContinue;
    let body: IncomingBody | undefined;
    if (control.bodyBytes !== 0) {
      body = new IncomingBody(this.#context.limits, this.#onBodyWanted);
      this.#decoder =
        control.bodyBytes === CHUNKED ? new ChunkedDecoder() : new LengthDecoder(control.bodyBytes);
      this.#body = body;
      if (this.#unread !== undefined) this.#readBody(body); // a small one is mostly there already
    }
    const request = { method, target, scheme, httpVersion, fields, remoteAddress, covers, body };
    this.#exchange = new Http1Exchange(this, request, control.upgradesToWebSocket);
    this.#context.handle(this.#exchange);
  }

  /** True when all of it is here. */
  #readBody(body: IncomingBody): boolean {
    const decoder = this.#decoder!;
    if (this.#unread !== undefined && !decoder.done) {
      this.#oweContinue = false; // it does not wait for us
      const bytes = this.#unread;
      this.#rest(bytes, decoder.push(bytes, 0, body.put));
      if (decoder.done) body.end();
    }
    return decoder.done;
  }

  readonly #onBodyWanted = (): void => {
    if (this.#oweContinue && this.#body?.discarded === false && this.open) {
      this.#oweContinue = false;
      this.socket.write("HTTP/1.1 100 Continue\r\n\r\n", "latin1");
    }
    this.#holdBack();
  };

  /** Holds the visitor back while there is no room for what it sends. */
  #holdBack(): void {
    const reads =
      this.#body?.full !== true && (this.#unread?.length ?? 0) <= this.#context.limits.maxHeaderBytes;
    if (reads === this.#reading || this.#stage === "over") return;
    this.#reading = reads;
    if (reads) this.socket.resume();
    else this.socket.pause();
  }

  /** The end of a visitor who is held back stands behind what was sent before it: a piece more is taken in, up to a bound. */
  #lookBehind(body: IncomingBody): void {
    if (body.queuedBytes >= MAX_HELD_BYTES) return;
    this.#reading = true;
    this.socket.resume();
  }

  #rest(bytes: Buffer, from: number): void {
    this.#unread = from === bytes.length ? undefined : bytes.subarray(from);
    this.#seen = 0;
  }

  #enter(stage: Stage): void {
    this.#stage = stage;
    this.#sinceMs = this.#context.nowMs;
  }

  // The way out.

  /** What cannot be read gets a bare status and the end of the connection: nothing after it can be trusted. */
  #refuse(error: unknown): void {
    this.#context.counts.malformed += 1;
    this.#abandon(error instanceof MalformedMessage ? error.status : 500);
  }

  #timeOut(status?: number): void {
    this.#context.counts.timedOut += 1;
    if (status === undefined) this.cut();
    else this.#abandon(status);
  }

  #abandon(status: number): void {
    const exchange = this.#exchange;
    if (exchange?.begun) {
      this.cut();
      return;
    }
    this.#exchange = undefined;
    this.#body?.fail(new MalformedMessage(status));
    this.socket.write(bareAnswer(status), "latin1");
    this.#linger();
    exchange?.abort();
  }

  /** Says that nothing more will come, and waits for the visitor to have read all that came. */
  #linger(): void {
    this.#enter("lingering");
    this.#heardMs = this.#context.nowMs;
    this.#unread = undefined;
    this.#body?.discard();
    this.socket.end();
    this.#holdBack();
  }
}

const ignore = (): void => {};
