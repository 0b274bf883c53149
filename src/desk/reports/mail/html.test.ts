import assert from "node:assert/strict";
import { test } from "node:test";
import { readHtml } from "./html.ts";
import { cpuMs } from "./testing/cost.ts";

test("words come a block a line, links as they are written, and nothing of markup", () => {
  const { text, links } = readHtml(
    `<html><head><title>Re:</title><style>p{}</style></head><body><p>Bonjour,&nbsp;<b>voici</b>
     la page&nbsp;:</p><div><a href="https://forum.example/t/1?a=1&amp;b=2">ici</a></div><script>x()</script>
     <img alt="capture" src="https://tracker.example/p.gif"></body></html>`,
  );
  const lines = text.split("\n").map((line) => line.replaceAll("\u00a0", " ").trim());
  assert.deepEqual(
    lines.filter((line) => line !== ""),
    ["Bonjour, voici la page :", "ici", "capture"],
  );
  assert.deepEqual(links, ["https://forum.example/t/1?a=1&b=2"]);
});

test("markup that never ends is read in time", async () => {
  for (const html of [
    "<".repeat(200_000),
    "<a href='".repeat(50_000),
    "<div>".repeat(100_000),
    "<!--".repeat(50_000),
  ]) {
    assert.ok((await cpuMs(() => readHtml(html))) < 2000);
  }
});
