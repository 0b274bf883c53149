import type { Body } from "../exchange.ts";
import { type Coding, createEncoder, type Effort, type Encoder, flush } from "./codings.ts";

export type Readable = Exclude<Body, undefined>;

export interface EncodeOptions {
  readonly effort: Effort;
  /** Aborted when nobody will read on. */
  readonly signal?: AbortSignal | undefined;
  /** Called once, when the encoder is gone. */
  readonly freed: () => void;
}

/**
 * A body in a content coding, to be read once or discarded. It is read from `source` no faster than it is read itself, and
 * whenever `source` pauses everything up to there is let out. A source that fails makes it fail.
 */
export function encode(
  source: Readable,
  coding: Coding,
  { effort, signal, freed }: EncodeOptions,
): AsyncIterable<Uint8Array> {
  const encoder = createEncoder(coding, effort);
  encoder.on("error", () => {}); // told to whoever reads it; unread, it must not end the process
  const chunks = iteratorOf(source);
  const coded = encoder[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const leave = (): void => {
    encoder.destroy();
    void chunks.return?.();
  };
  // A reader that waits for a silent source hears nothing else of it.
  signal?.addEventListener("abort", leave);
  encoder.once("close", () => {
    signal?.removeEventListener("abort", leave);
    freed();
  });
  let begun = false;
  const iterator: AsyncIterator<Uint8Array> = {
    next: () => {
      if (!begun) void pump(chunks, encoder, coding);
      begun = true;
      return coded.next();
    },
    return: async () => {
      leave();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

const iteratorOf = (source: Readable): AsyncIterator<Uint8Array> | Iterator<Uint8Array> =>
  Array.isArray(source)
    ? (source as readonly Uint8Array[])[Symbol.iterator]()
    : (source as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();

async function pump(chunks: ReturnType<typeof iteratorOf>, encoder: Encoder, coding: Coding): Promise<void> {
  try {
    for (let written = false; ; written = true) {
      const next = Promise.resolve(chunks.next());
      if (written && !(await isHere(next))) await flush(encoder, coding);
      const { done, value } = await next;
      if (done) {
        encoder.end();
        return;
      }
      await write(encoder, value);
    }
  } catch (error) {
    encoder.destroy(error as Error);
    void chunks.return?.();
  }
}

/** Resolves when it was coded and what came of it was taken; rejects once the encoder is destroyed. */
const write = (encoder: Encoder, chunk: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    encoder.write(chunk, (error) => (error ? reject(error) : resolve()));
  });

/** Has it settled by the next turn of the event loop? Flushing after each chunk of a fast source would cost size. */
const isHere = (next: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    next.then(
      () => true,
      () => true,
    ),
    new Promise<boolean>((resolve) => setImmediate(resolve, false)),
  ]);
