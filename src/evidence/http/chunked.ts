const MAX_LINE = 4096;

/**
 * Walks a chunked body (RFC 9112 §7.1) as it arrives and hands out its data. A malformed body is `broken` from there on:
 * what came before stays valid, the rest has no data.
 */
export class ChunkedBody {
  readonly #onData: (data: Uint8Array) => void;
  #state: "size" | "data" | "data-end" | "trailer" | "done" | "broken" = "size";
  #line = "";
  #left = 0;

  constructor(onData: (data: Uint8Array) => void = () => {}) {
    this.#onData = onData;
  }

  get state(): "reading" | "done" | "broken" {
    return this.#state === "done" || this.#state === "broken" ? this.#state : "reading";
  }

  /** Takes bytes and returns how many belong to the body: fewer than given only once it is done or broken. */
  push(bytes: Uint8Array): number {
    let at = 0;
    while (at < bytes.length && this.state === "reading") {
      if (this.#state === "data") {
        const data = bytes.subarray(at, at + this.#left);
        this.#onData(data);
        this.#left -= data.length;
        at += data.length;
        if (this.#left === 0) this.#state = "data-end";
        continue;
      }
      const end = bytes.indexOf(10, at);
      const stop = end === -1 ? bytes.length : end;
      this.#line += Buffer.from(bytes.subarray(at, stop)).toString("latin1");
      at = end === -1 ? stop : end + 1;
      if (this.#line.length > MAX_LINE) this.#state = "broken";
      else if (end !== -1) this.#takeLine();
    }
    return at;
  }

  #takeLine(): void {
    const line = this.#line.replace(/\r$/, "");
    this.#line = "";
    if (this.#state === "data-end") this.#state = line === "" ? "size" : "broken";
    else if (this.#state === "trailer") this.#state = line === "" ? "done" : "trailer";
    else {
      const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
      this.#left = Number.parseInt(size ?? "", 16);
      this.#state = size === undefined ? "broken" : this.#left === 0 ? "trailer" : "data";
    }
  }
}
