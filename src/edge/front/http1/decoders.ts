import { COLON, CR, LF, MalformedMessage, TOKEN, VALUE } from "./syntax.ts";

/** Finds the bytes of one body among those of a connection. */
export interface BodyDecoder {
  /** The last byte of the message was seen. */
  readonly done: boolean;
  /** Bytes of the body that are still to come; Infinity where that is not known. */
  readonly left: number;
  /** Takes bytes from `at` on, hands the body's to `emit`, and returns where it stopped. Throws MalformedMessage. */
  push(bytes: Buffer, at: number, emit: (piece: Uint8Array) => void): number;
}

/** RFC 9112 §6.2: the next so many bytes. */
export class LengthDecoder implements BodyDecoder {
  left: number;

  constructor(bytes: number) {
    this.left = bytes;
  }

  get done(): boolean {
    return this.left === 0;
  }

  push(bytes: Buffer, at: number, emit: (piece: Uint8Array) => void): number {
    const end = Math.min(bytes.length, at + this.left);
    if (end > at) emit(bytes.subarray(at, end));
    this.left -= end - at;
    return end;
  }
}

/** Chunk extensions and trailers are read past; a body that consists of them is none. */
const MAX_OVERHEAD_BYTES = 8192;
/** Below 4 GiB for one chunk: no size that another parser could cut off at 32 bits. */
const MAX_SIZE_DIGITS = 8;

type State =
  | "size"
  | "extension"
  | "size-lf"
  | "data"
  | "data-cr"
  | "data-lf"
  | "trailer"
  | "trailer-name"
  | "trailer-value"
  | "trailer-lf"
  | "end-lf"
  | "done";

/**
 * RFC 9112 §7.1, byte by byte but for the data. Extensions are read past (§7.1.1), trailers too (§6.5.1 of RFC 9110 lets an
 * intermediary drop them): neither reaches an origin. No white space beside a size, no bare LF.
 */
export class ChunkedDecoder implements BodyDecoder {
  #state: State = "size";
  #size = 0;
  #digits = 0;
  #overhead = 0;

  get done(): boolean {
    return this.#state === "done";
  }

  get left(): number {
    return this.done ? 0 : Infinity;
  }

  push(bytes: Buffer, at: number, emit: (piece: Uint8Array) => void): number {
    while (at < bytes.length && this.#state !== "done") {
      if (this.#state === "data") {
        const end = Math.min(bytes.length, at + this.#size);
        emit(bytes.subarray(at, end));
        this.#size -= end - at;
        at = end;
        if (this.#size === 0) this.#state = "data-cr";
      } else {
        this.#state = this.#after(bytes[at]!, this.#state);
        at++;
      }
    }
    return at;
  }

  #after(byte: number, state: State): State {
    switch (state) {
      case "size":
        return this.#sizeByte(byte);
      case "extension":
        this.#count();
        return byte === CR ? "size-lf" : VALUE[byte] === 1 ? "extension" : malformed();
      case "size-lf":
        if (byte !== LF) return malformed();
        this.#digits = 0;
        return this.#size === 0 ? "trailer" : "data";
      case "data-cr":
        return byte === CR ? "data-lf" : malformed();
      case "data-lf":
        return byte === LF ? "size" : malformed();
      case "trailer":
        if (byte === CR) return "end-lf";
        this.#count();
        return TOKEN[byte] === 1 ? "trailer-name" : malformed();
      case "trailer-name":
        this.#count();
        return byte === COLON ? "trailer-value" : TOKEN[byte] === 1 ? "trailer-name" : malformed();
      case "trailer-value":
        this.#count();
        return byte === CR ? "trailer-lf" : VALUE[byte] === 1 ? "trailer-value" : malformed();
      case "trailer-lf":
        return byte === LF ? "trailer" : malformed();
      default:
        return byte === LF ? "done" : malformed();
    }
  }

  #sizeByte(byte: number): State {
    const digit = hexDigit(byte);
    if (digit !== -1) {
      if (++this.#digits > MAX_SIZE_DIGITS) malformed();
      this.#size = this.#size * 16 + digit;
      return "size";
    }
    if (this.#digits === 0) return malformed();
    if (byte === CR) return "size-lf"; // costs nothing: a body may come in any number of chunks
    this.#count();
    return byte === SEMICOLON ? "extension" : malformed();
  }

  #count(): void {
    if (++this.#overhead > MAX_OVERHEAD_BYTES) malformed();
  }
}

const SEMICOLON = 0x3b;

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function malformed(): never {
  throw new MalformedMessage(400);
}
