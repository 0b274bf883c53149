import assert from "node:assert/strict";
import { test } from "node:test";
import { guessLanguage } from "./language.ts";

test("the language is that of the small words, then the one declared, then French", () => {
  assert.equal(guessLanguage("Bonjour, ils ont mis mon adresse sur cette page", "en"), "fr");
  assert.equal(guessLanguage("Hello, they posted my address on this page", "fr"), "en");
  assert.equal(guessLanguage("https://forum.example/t/1", "en-GB"), "en");
  assert.equal(guessLanguage("https://forum.example/t/1", undefined), "fr");
});
