import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { page } from "./capture/loopback.test.ts";
import { pageText } from "./text.ts";

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const of = (body: Uint8Array | string, ...fields: string[]) => pageText(page(body, fields));

const ACCENTS = "<p>Lavandières à Exempleville</p>";

for (const [name, body, fields, charset, from] of [
  ["the header", latin1(ACCENTS), ["Content-Type: text/html; charset=ISO-8859-1"], "windows-1252", "header"],
  [
    "a quoted label",
    latin1(ACCENTS),
    ['Content-Type: text/html;charset="latin1"; x=y'],
    "windows-1252",
    "header",
  ],
  ["a mark over the header", `\ufeff${ACCENTS}`, ["Content-Type: text/html; charset=latin1"], "utf-8", "bom"],
  [
    "UTF-16 by its mark",
    Buffer.from(`\ufeff${ACCENTS}`, "utf16le"),
    ["Content-Type: text/html"],
    "utf-16le",
    "bom",
  ],
  ["UTF-8 by being valid", ACCENTS, ["Content-Type: text/html"], "utf-8", "valid-utf-8"],
  [
    "latin-1 by nothing else",
    latin1(ACCENTS),
    ["Content-Type: text/html; charset=nonsense"],
    "windows-1252",
    "fallback",
  ],
] as const) {
  test(`the text is decoded by ${name}`, async () => {
    const read = await of(body, ...fields);
    assert.deepEqual(read, { kind: "html", text: ACCENTS, charset, charsetFrom: from, whole: true });
  });
}

test("the page's own word counts where the header says nothing", async () => {
  const meta = '<head><meta http-equiv=x content="text/html; charset=windows-1251"></head>';
  const read = await of(Buffer.concat([latin1(meta), Buffer.from([0xcf, 0xf0])]), "Content-Type: text/html");
  assert.equal(read?.charsetFrom, "meta");
  assert.ok(read.text.endsWith("Пр"));
  const xml = await of(
    latin1('<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>'),
    "Content-Type: application/rss+xml",
  );
  assert.ok(xml?.text.endsWith("<a>é</a>"));
  const claims = await of('<meta charset="utf-16">é', "Content-Type: text/html");
  assert.equal(claims?.charset, "utf-8");
});

test("content codings are removed, two deep, unknown ones give no text", async () => {
  const type = "Content-Type: text/plain; charset=utf-8";
  const body = Buffer.from("du texte ".repeat(50));
  for (const [coding, bytes] of [
    ["gzip", gzipSync(body)],
    ["X-Gzip", gzipSync(body)],
    ["deflate", deflateSync(body)],
    ["deflate", deflateRawSync(body)],
    ["br", brotliCompressSync(body)],
    ["zstd", zstdCompressSync(body)],
    ["gzip, br", brotliCompressSync(gzipSync(body))],
    ["identity", body],
  ] as const) {
    const read = await of(bytes, type, `Content-Encoding: ${coding}`);
    assert.equal(read?.text, body.toString(), coding);
    assert.equal(read.whole, true, coding);
  }
  assert.equal(await of(body, type, "Content-Encoding: gzip, gzip, gzip"), undefined);
  assert.equal(await of(body, type, "Content-Encoding: secret"), undefined);
});

test("what was unpacked before the data broke off is given, and said not to be whole", async () => {
  const packed = gzipSync(Buffer.from(Array.from({ length: 20_000 }, (_, i) => `ligne ${i}`).join("\n")));
  packed.fill(0xff, packed.length - 200);
  const read = await of(packed, "Content-Type: text/plain", "Content-Encoding: gzip");
  assert.equal(read?.whole, false);
  assert.ok(read.text.startsWith("ligne 0\nligne 1\n"));
});

test("pictures, archives and other bytes have no text; an untyped page has", async () => {
  assert.equal(await of("\u0000\u0001binary", "Content-Type: application/octet-stream"), undefined);
  assert.equal(await of("PK\u0003\u0004", "Content-Type: application/zip"), undefined);
  assert.equal(await of(latin1("\x89PNG\r\n\x1a\n"), "Content-Type: text/plain"), undefined);
  assert.equal(await pageText(latin1("not http")), undefined);
  assert.equal((await of("  <!doctype html>x"))?.kind, "html");
  assert.equal((await of("words"))?.kind, "text");
  assert.equal((await of('{"a":1}', "Content-Type: application/problem+json"))?.kind, "text");
});

test("a page does not hide from screening behind the first letters of a picture", async () => {
  const html = await of(latin1("\x89PNG\r\n\x1a\n<p>words</p>"), "Content-Type: text/html");
  assert.ok(html?.text.endsWith("<p>words</p>"));
  assert.equal(
    (await of("GIF89a words and more", "Content-Type: text/plain"))?.text,
    "GIF89a words and more",
  );
  assert.equal((await of("RIFF words and more"))?.text, "RIFF words and more");
});
