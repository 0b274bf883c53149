import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { Search } from "./search.ts";
import { ANY, spellings } from "./spellings.ts";

const NEEDLE = "zq4k7m2p9x";
const ACCENTED = "zq4kéœ2p9x";
const search = new Search([NEEDLE, ACCENTED, "06 39 98 70 07"]);

const found = (bytes: Buffer | string): string[] =>
  search.find(Buffer.from(bytes)).map(({ needle }) => needle);
const each = (text: string, write: (code: number) => string) =>
  [...text].map((letter) => write(letter.codePointAt(0)!)).join("");

/** Written by others than the code under test where there are others. */
const WRITTEN: Readonly<Record<string, (text: string) => Buffer | string>> = {
  "as it is": (text) => text,
  "in capitals": (text) => text.toUpperCase(),
  "in UTF-16": (text) => Buffer.from(text, "utf16le"),
  "in UTF-16, big end first": (text) => Buffer.from(text, "utf16le").swap16(),
  "in hex": (text) => Buffer.from(text).toString("hex"),
  "in hex capitals": (text) => Buffer.from(text).toString("hex").toUpperCase(),
  "as JSON": (text) => JSON.stringify({ text }),
  "as JSON in JSON": (text) => JSON.stringify(JSON.stringify({ text })),
  "as JSON escapes": (text) => each(text, (code) => `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`),
  "as a component of a URL": encodeURIComponent,
  "as a field of a form": (text) => new URLSearchParams({ text }).toString(),
  "in a URL twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "with every byte percent-encoded": (text) =>
    [...Buffer.from(text)].map((b) => `%${b.toString(16)}`).join(""),
  "as decimal entities": (text) => each(text, (code) => `&#${code};`),
  "as hex entities": (text) => each(text, (code) => `&#x${code.toString(16).toUpperCase()};`),
  "in quoted-printable": (text) =>
    [...Buffer.from(text)]
      .map((b) => (b > 126 || b === 61 ? `=${b.toString(16).toUpperCase()}` : String.fromCharCode(b)))
      .join(""),
  "in quoted-printable, broken in the middle": (text) => `${text.slice(0, 3)}=\r\n${text.slice(3)}`,
  "in a folded header field": (text) => `Subject: ${text.slice(0, 5)}\r\n ${text.slice(5)}`,
  "in gzip": (text) => gzipSync(`before ${text} after`),
  "in zlib": (text) => deflateSync(`before ${text} after`),
  "in raw deflate": (text) => deflateRawSync(`before ${text} after`),
  "in zstd": (text) => zstdCompressSync(`before ${text} after`),
  "in brotli": (text) => brotliCompressSync(`before ${text} after`),
  "in gzip twice": (text) => gzipSync(gzipSync(`before ${text} after`)),
};

describe("a canary is found", () => {
  for (const [how, write] of Object.entries(WRITTEN)) {
    test(how, () => {
      for (const needle of [NEEDLE, ACCENTED]) assert.ok(found(write(needle)).includes(needle), needle);
    });
  }

  test("in base64 of either alphabet, wherever it stands, also over lines", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.uint8Array({ maxLength: 100 }),
        fc.constantFrom("base64" as const, "base64url" as const),
        fc.boolean(),
        (before, after, encoding, lines) => {
          const text = Buffer.concat([before, Buffer.from(ACCENTED), after]).toString(encoding);
          const written = lines ? text.replace(/.{76}/g, "$&\r\n") : text;
          assert.deepEqual([...new Set(found(written))], [ACCENTED]);
        },
      ),
    );
  });

  test("compressed in the middle of other bytes, and where the stream is cut", () => {
    const text = `${randomBytes(3_000).toString("latin1")} ${NEEDLE} ${randomBytes(3_000).toString("latin1")}`;
    for (const [kind, compress] of Object.entries({ gzipSync, deflateSync, zstdCompressSync })) {
      const whole = compress(text);
      const inside = Buffer.concat([randomBytes(500), whole, randomBytes(5_000)]);
      const short = compress(`${NEEDLE} ${"and so on ".repeat(20)}${randomBytes(9_000).toString("latin1")}`);
      assert.deepEqual([...new Set(found(inside))], [NEEDLE], kind);
      if (kind !== "zstdCompressSync")
        // its blocks open whole or not at all
        assert.deepEqual([...new Set(found(short.subarray(0, 1_996)))], [NEEDLE], `${kind}, cut`);
    }
  });

  test("in an entry of a ZIP", () => {
    const data = deflateRawSync(`in a document: ${NEEDLE}`);
    const head = Buffer.alloc(30);
    head.writeUInt32BE(0x504b0304);
    head[8] = 8;
    head.writeUInt16LE(4, 26);
    assert.ok(found(Buffer.concat([randomBytes(40), head, Buffer.from("name"), data])).includes(NEEDLE));
  });

  test("in what PostgreSQL compresses, at each place of its flags", () => {
    for (let before = 0; before < 9; before++) {
      const items = [...Buffer.from(`${"0123456789".slice(0, before)}${NEEDLE} and after it`)];
      const stored = items.flatMap((item, i) => (i % 8 === 0 ? [0, item] : [item])); // literals only
      assert.ok(found(Buffer.from(stored)).includes(NEEDLE), `${before} bytes before`);
    }
  });

  test("by each of its forms", () => {
    for (const needle of [NEEDLE, ACCENTED]) {
      const alone = new Search([needle]);
      for (const form of spellings(needle)) {
        const planted = Buffer.concat([
          randomBytes(50),
          Buffer.from(form.bytes.map((byte) => (byte === ANY ? 0x55 : byte))),
          randomBytes(50),
        ]);
        assert.ok(
          alone.find(planted).some(({ form: by }) => by === form.name),
          form.name,
        );
      }
    }
  });
});

describe("nothing is found", () => {
  test("in bytes by chance, nor in what is nearly it", () => {
    assert.deepEqual(found(randomBytes(8 * 1024 * 1024)), []);
    for (const near of ["zq4k7m2p9", "zq4k7m2p8x", "zq--4k7m2p9x", "0639987006"])
      assert.deepEqual(found(near), [], near);
  });

  test("for a needle that is too short to tell", () => {
    assert.throws(() => new Search(["zq4k"]), /at least 8 bytes/);
  });
});
