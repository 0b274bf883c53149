import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { plainText } from "./plain-text.ts";
import { claimedPng, plainPicture } from "./testing/pictures.ts";

test("text is read in the encodings that programs write", () => {
  const said = "Où es-tu ?\nOn sait tout.";
  assert.equal(plainText(Buffer.from(said)), said);
  assert.equal(plainText(Buffer.from(`\ufeff${said}`)), said);
  assert.equal(plainText(Buffer.from(`\ufeff${said}`, "utf16le")), said);
  assert.equal(plainText(Buffer.from(`\ufeff${said}`, "utf16le").swap16()), said);
  assert.equal(plainText(Buffer.from(said, "latin1")), said);
});

test("lines end in one way, and pages do not end", () => {
  assert.equal(plainText(Buffer.from("a\r\nb\rc\fd")), "a\nb\ncd");
});

test("no picture, no sound and no program is text", async () => {
  const files = [
    Buffer.alloc(0),
    claimedPng(10, 10),
    ...(await Promise.all((["jpeg", "png", "webp", "gif", "avif"] as const).map(plainPicture))),
    Buffer.concat([Buffer.from("ID3"), Buffer.from("fffb9064", "hex"), Buffer.alloc(413)]),
    Buffer.from("7f454c46020101000000", "hex"),
  ];
  for (const file of files) assert.equal(plainText(file), undefined);
});

test("any text comes back as it was, but for what is hidden", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
      const read = plainText(Buffer.from(text));
      const hidden = /[^\P{Cc}\t\n]/gu;
      if (read === undefined) assert.match(text, hidden);
      else
        assert.equal(
          read,
          text
            .replace(/^\ufeff/, "")
            .replace(/\r\n?/g, "\n")
            .replace(hidden, ""),
        );
    }),
  );
});
