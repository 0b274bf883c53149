import assert from "node:assert/strict";
import { test } from "node:test";
import { mendCharset } from "./charset.ts";

test("UTF-8 that was called latin-1, and UTF-16 in the other order, are mended", () => {
  const wrong = new TextDecoder("windows-1252").decode(Buffer.from("Elle a été menacée « ici » – 5 €"));
  assert.equal(mendCharset(wrong), "Elle a été menacée « ici » – 5 €");
  const swapped = Buffer.from("\ufeffété", "utf16le").swap16().toString("utf16le");
  assert.equal(mendCharset(swapped), "été");
});

test("text that only looks odd stays as it is", () => {
  for (const text of ["Elle a été là", "Â", "Ã l'école €", "日本語", ""])
    assert.equal(mendCharset(text), text);
});
