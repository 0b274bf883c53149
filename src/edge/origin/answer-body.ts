import { willBeGarbage } from "../../lib/buffer-garbage.ts";
import { Gatherer } from "../http/gather.ts";

/** What is held of a body that nobody has read yet before the origin is asked to wait. */
const WINDOW_BYTES = 128 * 1024;

/** What holds the source's pace: an undici dispatch controller has these. */
export interface Pace {
  pause(): void;
  resume(): void;
  abort(reason: Error): void;
}

/**
 * The body of an origin's answer, read once and at the reader's pace. A plain queue: a Node stream in its place was a
 * third of what passing a small answer on cost.
 */
export class AnswerBody implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array, undefined> {
  readonly #pace: Pace;
  #chunks: Uint8Array[] = [];
  readonly #gatherer = new Gatherer();
  #bytes = 0;
  #paused = false;
  #end: "whole" | Error | undefined;
  #reader: PromiseWithResolvers<IteratorResult<Uint8Array, undefined>> | undefined;

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /**
   * What is left to read, if all of it is here: a small answer arrives with its head, and goes out in one write with its length.
   * Undefined where that is nothing, for that may be the answer to a HEAD, whose length is another's.
   */
  takeWhole(): readonly Uint8Array[] | undefined {
    return this.#end === "whole" && this.#chunks.length > 0 ? this.#takeAll() : undefined;
  }

  push(chunk: Uint8Array): void {
    if (this.#end !== undefined) return;
    willBeGarbage(chunk.length);
    if (this.#reader !== undefined) {
      this.#answer({ done: false, value: chunk });
      return;
    }
    this.#gatherer.append(this.#chunks, chunk);
    this.#bytes += chunk.length;
    if (this.#bytes < WINDOW_BYTES || this.#paused) return;
    this.#paused = true;
    this.#pace.pause();
  }

  /** The source has said all, or has failed. */
  end(reason: "whole" | Error): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    if (reason !== "whole") this.#takeAll(); // no part of a torn body is worth waiting for
    if (this.#reader === undefined) return;
    if (reason === "whole") this.#answer({ done: true, value: undefined });
    else {
      this.#reader.reject(reason);
      this.#reader = undefined;
    }
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#bytes -= chunk.length;
      this.#continue();
      return Promise.resolve({ done: false, value: chunk });
    }
    if (this.#end instanceof Error) return Promise.reject(this.#end);
    if (this.#end === "whole") return Promise.resolve({ done: true, value: undefined });
    this.#reader = Promise.withResolvers();
    return this.#reader.promise;
  }

  /** Lets go of what was not read, and of the connection if there was more to come. */
  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#end === undefined) {
      this.end("whole");
      this.#pace.abort(new Error("nobody reads the answer"));
    }
    this.#takeAll();
    return Promise.resolve({ done: true, value: undefined });
  }

  #takeAll(): readonly Uint8Array[] {
    const all = this.#chunks;
    this.#chunks = [];
    this.#bytes = 0;
    return all;
  }

  #continue(): void {
    if (!this.#paused || this.#bytes > WINDOW_BYTES / 2) return;
    this.#paused = false;
    this.#pace.resume();
  }

  #answer(result: IteratorResult<Uint8Array, undefined>): void {
    this.#reader!.resolve(result);
    this.#reader = undefined;
  }
}
