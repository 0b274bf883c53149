import { concat } from "../../lib/bytes.ts";
import { RempartError } from "../../lib/errors.ts";
import { ChunkedBody } from "./chunked.ts";
import { isMedia, isUndecided } from "./media.ts";
import { type Framing, framing, mimeType, parseHead, type ResponseHead } from "./message.ts";

const MAX_HEAD_BYTES = 65_536;

export type Ending = "whole" | "length" | "media" | "cut";

/**
 * Collects one response from a connection as it arrives, keeps its exact bytes and knows where it ends. Stops at
 * `maxBytes` of body. Pictures, sound and video are recognised by type or first bytes and only their head is kept.
 * Throws `capture.not-http` or `capture.head-too-large`.
 */
export class ResponseReader {
  readonly #maxBytes: number;
  readonly #withMedia: boolean;
  #parts: Uint8Array[] = [];
  #head: ResponseHead | undefined;
  #headBytes: Uint8Array = new Uint8Array();
  #framing: Framing = { kind: "none" };
  #bodyBytes = 0;
  #first: Uint8Array = new Uint8Array();
  readonly #chunked = new ChunkedBody((data) => this.#sniff(data));
  #ending: Ending | undefined;

  constructor(options: { maxBytes: number; withMedia: boolean }) {
    this.#maxBytes = options.maxBytes;
    this.#withMedia = options.withMedia;
  }

  /** Takes received bytes; true once nothing more is wanted. */
  push(bytes: Uint8Array): boolean {
    const body = this.#head === undefined ? this.#takeHead(bytes) : bytes;
    if (body !== undefined && this.#ending === undefined) this.#takeBody(body);
    return this.#ending !== undefined;
  }

  /**
   * How the response stands now that no more comes; `closed`: the server ended the connection in order. Undefined where
   * not even a head came.
   */
  finish(closed: boolean): { head: ResponseHead; bytes: Uint8Array; ending: Ending } | undefined {
    if (this.#head === undefined) return undefined;
    const unframed = this.#framing.kind === "close" || this.#chunked.state === "broken";
    const ending = this.#ending ?? (unframed && closed ? "whole" : "cut");
    const body = ending === "media" ? [] : this.#parts;
    return { head: this.#head, bytes: concat(this.#headBytes, ...body), ending };
  }

  /** Bytes of the body, once the final head is there. Interim answers (RFC 9110 §15.2) are dropped. */
  #takeHead(bytes: Uint8Array): Uint8Array | undefined {
    let held = concat(this.#headBytes, bytes);
    for (;;) {
      const head = parseHead(held);
      if (head === "not-http")
        throw new RempartError("capture.not-http", 502, "what answered does not speak HTTP");
      if (head === "incomplete" ? held.length > MAX_HEAD_BYTES : head.bytes > MAX_HEAD_BYTES) {
        throw new RempartError(
          "capture.head-too-large",
          502,
          `the head is longer than ${MAX_HEAD_BYTES} bytes`,
        );
      }
      if (head === "incomplete") {
        this.#headBytes = held;
        return undefined;
      }
      const rest = held.subarray(head.bytes);
      if (head.status >= 200 || head.status === 101) {
        this.#head = head;
        this.#headBytes = held.subarray(0, head.bytes);
        this.#framing = framing(head);
        if (!this.#withMedia && isMedia(mimeType(head), this.#first)) this.#ending = "media";
        else if (this.#framing.kind === "none" || this.#remaining() === 0) this.#ending = "whole";
        return rest;
      }
      held = rest;
    }
  }

  #takeBody(bytes: Uint8Array): void {
    const room = bytes.subarray(0, this.#maxBytes - this.#bodyBytes);
    const taken =
      this.#framing.kind === "chunked" ? this.#takeChunked(room) : room.subarray(0, this.#remaining());
    this.#parts.push(taken);
    this.#bodyBytes += taken.length;
    if (this.#framing.kind !== "chunked") this.#sniff(taken);
    if (this.#ending !== undefined) return;
    if (this.#chunked.state === "done" || this.#remaining() === 0) this.#ending = "whole";
    else if (this.#bodyBytes >= this.#maxBytes) this.#ending = "length";
  }

  /** After a malformed chunk there is no end to be known: what comes is kept until the connection closes. */
  #takeChunked(bytes: Uint8Array): Uint8Array {
    const used = this.#chunked.push(bytes);
    return this.#chunked.state === "broken" ? bytes : bytes.subarray(0, used);
  }

  #remaining(): number {
    return this.#framing.kind === "length" ? this.#framing.bytes - this.#bodyBytes : Number.POSITIVE_INFINITY;
  }

  #sniff(data: Uint8Array): void {
    if (this.#withMedia || this.#head === undefined || !isUndecided(this.#first)) return;
    this.#first = concat(this.#first, data.subarray(0, 64));
    if (isMedia(mimeType(this.#head), this.#first)) this.#ending = "media";
  }
}
