import assert from "node:assert/strict";
import { test } from "node:test";
import {
  brotliDecompressSync,
  createBrotliDecompress,
  createGunzip,
  createZstdDecompress,
  gunzipSync,
  zstdDecompressSync,
} from "node:zlib";
import fc from "fast-check";
import { readAll, turn } from "../testing/subjects.ts";
import { until } from "../testing/world.ts";
import { CODINGS, type Coding } from "./codings.ts";
import { encode } from "./encode.ts";

const DECODE: Readonly<Record<Coding, (coded: Uint8Array) => Buffer>> = {
  zstd: zstdDecompressSync,
  br: brotliDecompressSync,
  gzip: gunzipSync,
};
const DECODER = { zstd: createZstdDecompress, br: createBrotliDecompress, gzip: createGunzip } as const;

for (const coding of CODINGS) {
  test(`${coding}: what is decoded is what was coded, however it came in pieces and pauses`, async () => {
    const pieces = fc.array(fc.tuple(fc.uint8Array({ maxLength: 3000 }), fc.boolean()), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.constantFrom("once", "kept"), async (parts, effort) => {
        const whole = Buffer.concat(parts.map(([bytes]) => bytes));
        const arriving = (async function* () {
          for (const [bytes, pause] of parts) {
            if (pause) await turn();
            yield bytes;
          }
        })();
        assert.deepEqual(
          DECODE[coding](await readAll(encode(arriving, coding, { effort, freed: () => {} }))),
          whole,
        );
        const inMemory = encode(
          parts.map(([bytes]) => bytes),
          coding,
          { effort, freed: () => {} },
        );
        assert.deepEqual(DECODE[coding](await readAll(inMemory)), whole);
      }),
      { numRuns: 40 },
    );
  });

  test(`${coding}: what has come is let out when the source pauses`, async () => {
    const source = new Source();
    const seen: string[] = [];
    const decoder = DECODER[coding]()
      .setEncoding("utf8")
      .on("data", (text: string) => seen.push(text));
    const reading = (async () => {
      for await (const chunk of encode(source.chunks(), coding, { effort: "once", freed: () => {} }))
        decoder.write(chunk);
      decoder.end();
    })();
    source.give("first words");
    await until(() => seen.join("") === "first words");
    source.give(", and more");
    await until(() => seen.join("") === "first words, and more");
    source.end();
    await reading;
  });

  test(`${coding}: a source that fails makes the reader fail, after what came before`, async () => {
    const { freed, count } = counter();
    const torn = (async function* () {
      yield Buffer.alloc(100_000, "x");
      throw new Error("torn off");
    })();
    const coded = encode(torn, coding, { effort: "once", freed });
    await assert.rejects(readAll(coded), /torn off/);
    await until(() => count() === 1);
  });

  test(`${coding}: a reader who goes away frees encoder and source, also while the source is silent`, async () => {
    const { freed, count } = counter();
    const source = new Source();
    const coded = encode(source.chunks(), coding, { effort: "once", freed })[Symbol.asyncIterator]();
    source.give("first words");
    await coded.next();
    await turn(); // the encoder waits for the next piece now
    await coded.return!();
    await until(() => count() === 1);
    assert.equal(source.returned, true);
  });

  test(`${coding}: so does a signal, while the reader waits for a silent source`, async () => {
    const { freed, count } = counter();
    const source = new Source();
    const controller = new AbortController();
    const { signal } = controller;
    const coded = readAll(encode(source.chunks(), coding, { effort: "once", freed, signal }));
    source.give("first words");
    await turn();
    controller.abort();
    await assert.rejects(coded);
    await until(() => count() === 1);
    assert.equal(source.returned, true);
  });

  test(`${coding}: one that is never read is let go of`, async () => {
    const { freed, count } = counter();
    const source = new Source();
    await encode(source.chunks(), coding, { effort: "once", freed })[Symbol.asyncIterator]().return!();
    await until(() => count() === 1);
    assert.equal(source.returned, true);
  });
}

test("a source is read at the reader's pace", async () => {
  let given = 0;
  const noise = (async function* () {
    for (; given < 100; given++) yield crypto.getRandomValues(new Uint8Array(64 * 1024));
  })();
  const coded = encode(noise, "gzip", { effort: "once", freed: () => {} })[Symbol.asyncIterator]();
  await coded.next();
  let last = -1;
  while (last !== given) {
    last = given;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  assert.ok(given <= 3, `${given} pieces taken, one of which was read`);
  await coded.return!();
});

function counter() {
  let calls = 0;
  return {
    freed: (): void => {
      calls += 1;
    },
    count: (): number => calls,
  };
}

/** A source that a test feeds by hand. */
class Source {
  #given: (string | undefined)[] = [];
  #wake = Promise.withResolvers<void>();
  returned = false;

  give(text: string | undefined): void {
    this.#given.push(text);
    this.#wake.resolve();
  }

  end(): void {
    this.give(undefined);
  }

  chunks(): AsyncIterable<Uint8Array> {
    const iterator: AsyncIterator<Uint8Array> = {
      next: async () => {
        while (this.#given.length === 0) {
          this.#wake = Promise.withResolvers();
          await this.#wake.promise;
        }
        const text = this.#given.shift();
        return text === undefined
          ? { done: true, value: undefined }
          : { done: false, value: Buffer.from(text) };
      },
      return: async () => {
        this.returned = true;
        return { done: true, value: undefined };
      },
    };
    return { [Symbol.asyncIterator]: () => iterator };
  }
}
