import type { Duplex } from "node:stream";
import type { Dispatcher } from "undici";
import type { Clock } from "../../lib/clock.ts";
import type { ReceivedHead } from "../cache/stored.ts";
import type { FieldList, Fields } from "../http/fields.ts";
import { AnswerBody } from "./answer-body.ts";
import { answerFields } from "./answer-fields.ts";
import { OriginFailure, originFailure } from "./failure.ts";
import type { Upload } from "./upload.ts";

/** RFC 9110 §15.2 sets no number of interim answers; an origin that sends more than this will never say anything else. */
const MAX_INTERIM = 32;

/** What is asked of a server, whichever it will be. */
export interface Question {
  readonly method: string;
  /** Goes out byte for byte as it came in. */
  readonly target: string;
  readonly fields: FieldList;
  readonly body: Upload | undefined;
  /** Asks to change to WebSocket. */
  readonly upgrade: boolean;
  readonly signal: AbortSignal;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  /** What TLS asks for, where the server is spoken to in TLS; "" for none. */
  readonly serverName: string;
  /** Interim answers (1xx), which a proxy passes on (RFC 9110 §15.2). */
  readonly onInterim: (status: number, fields: FieldList) => void;
}

export interface OriginResponse extends ReceivedHead {
  /** To be read once, or discarded. */
  readonly body: AnswerBody;
  /** After a 101: the connection, which speaks another protocol from here on. */
  readonly stream?: Duplex;
}

/** What a call is sent over; see connections.ts. */
export interface Carrier {
  /** It broke, and did not just close. */
  readonly torn: boolean;
  /** Did this connection carry a request before? Asked once, as the request is written. */
  take(): boolean;
  /** The call is over. `kept`: whether its connection may carry another. */
  release(kept: boolean): void;
}

type Controller = Dispatcher.DispatchController;

/** One question to one server, as undici's dispatch handler: what it hears becomes a head and a body. */
export class Call implements Dispatcher.DispatchHandler {
  readonly question: Question;
  readonly options: Dispatcher.DispatchOptions;
  /**
   * The head of the answer, or why the server gave none. Rejects only with what is not the server's fault: the signal's reason,
   * or what the visitor's body failed with.
   */
  readonly result: Promise<OriginResponse | OriginFailure>;
  /** The request was written, at least in part: the server may have acted on it. */
  sent = false;
  /** It went out on a connection that had carried others before. */
  reused = false;
  /** Present while it waits for a connection: gives up its place. */
  leaveQueue: (() => void) | undefined;

  readonly #clock: Clock;
  readonly #requestTimeMs: number;
  readonly #settle: PromiseWithResolvers<OriginResponse | OriginFailure>;
  readonly #onOver: () => void;
  #carrier: Carrier | undefined;
  #controller: Controller | undefined;
  #body: AnswerBody | undefined;
  #interim = 0;
  #over = false;

  /** `onOver` is called once, when nothing more will come of it: after the last byte, or at the failure. */
  constructor(question: Question, clock: Clock, onOver: () => void) {
    this.question = question;
    this.#clock = clock;
    this.#requestTimeMs = clock.now();
    this.#onOver = onOver;
    this.#settle = Promise.withResolvers();
    this.result = this.#settle.promise;
    this.options = {
      path: question.target,
      method: question.method,
      headers: question.fields as string[],
      // undici takes any async iterable; its types name only Node's streams.
      body: (question.body ?? null) as Dispatcher.DispatchOptions["body"] & null,
      headersTimeout: question.headersTimeoutMs,
      bodyTimeout: question.bodyTimeoutMs,
      upgrade: question.upgrade ? "websocket" : null,
      // Named here or undici takes the Host, and changes connections whenever it does. Its types leave the option out.
      ...({ servername: question.serverName } as object),
    };
    question.signal.addEventListener("abort", this);
    if (question.signal.aborted) this.handleEvent();
  }

  get over(): boolean {
    return this.#over;
  }

  carriedBy(carrier: Carrier): void {
    this.leaveQueue?.();
    this.#carrier = carrier;
  }

  /** Gives up on it, for a reason of ours. */
  fail(reason: Error): void {
    if (this.#over) return;
    this.#controller?.abort(reason);
    this.#finish(false, reason);
  }

  /** The signal said so. */
  handleEvent(): void {
    const { reason } = this.question.signal;
    this.fail(reason instanceof Error ? reason : new Error("nobody waits"));
  }

  onRequestStart(controller: Controller): void {
    if (this.#over) {
      controller.abort(new Error("nobody waits")); // given up while the connection was being made
      return;
    }
    this.#controller = controller;
    this.sent = true;
    this.reused = this.#carrier!.take();
  }

  onResponseStart(controller: Controller, status: number): void {
    const fields = answerFields(status, controller.rawHeaders as Uint8Array[]);
    if (status < 200) {
      this.#interim += 1;
      if (this.#interim > MAX_INTERIM) this.fail(new OriginFailure(502, "http_protocol_error"));
      else this.question.onInterim(status, fields.list);
      return;
    }
    this.#answer(status, fields, new AnswerBody(controller));
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#body!.push(chunk);
  }

  onResponseEnd(): void {
    // A body that ends with its connection is whole if that closed (RFC 9112 §8); undici takes a reset for the same.
    if (this.#carrier!.torn) this.#finish(false, new OriginFailure(502, "http_response_incomplete"));
    else this.#finish(true, "whole");
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    this.#finish(false, error);
  }

  onRequestUpgrade(controller: Controller, status: number, _headers: unknown, stream: Duplex): void {
    stream.on("error", () => {}); // told by "close"
    if (this.#over || status !== 101) {
      stream.destroy();
      this.fail(new OriginFailure(502, "http_upgrade_failed"));
      return;
    }
    this.#answer(
      status,
      answerFields(status, controller.rawHeaders as Uint8Array[]),
      new AnswerBody(controller),
      stream,
    );
    stream.once("close", this.#onOver);
    this.#leave(false);
  }

  #answer(status: number, fields: Fields, body: AnswerBody, stream?: Duplex): void {
    this.#body = body;
    this.#settle.resolve({
      status,
      fields,
      requestTimeMs: this.#requestTimeMs,
      responseTimeMs: this.#clock.now(),
      body,
      ...(stream === undefined ? {} : { stream }),
    });
  }

  #finish(kept: boolean, end: "whole" | Error): void {
    if (this.#over) return;
    const { signal, body } = this.question;
    const ours = end === "whole" || signal.aborted || body?.failed === true;
    const reason = ours ? end : this.#failure(end);
    if (this.#body !== undefined) this.#body.end(reason);
    else if (reason instanceof OriginFailure) this.#settle.resolve(reason);
    else this.#settle.reject(reason);
    this.#leave(kept);
    this.#onOver();
  }

  #failure(error: Error): OriginFailure {
    const failure = originFailure(error);
    // undici's word for any head that it cannot read and that has a length in it.
    const unread = this.#body === undefined && failure.proxyError === "http_response_incomplete";
    return unread ? new OriginFailure(502, "http_protocol_error") : failure;
  }

  #leave(kept: boolean): void {
    this.#over = true;
    this.question.signal.removeEventListener("abort", this);
    this.leaveQueue?.();
    this.#carrier?.release(kept);
  }
}
