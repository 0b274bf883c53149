import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { type Segment, segmentHtml } from "../segments.ts";

/**
 * `fixtures/<name>.html`: a small page in the form of a forum program, a chat export, a feed or an abuse of markup, written for
 * this repository. `<name>.txt`: what it must read as, segment by segment: author and flags in brackets, then the text.
 */
const FOLDER = new URL("fixtures/", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, FOLDER), "utf8");

const shown = ({ author, isComment, isQuote, isHidden, text }: Segment): string => {
  const flags = [isComment && "comment", isQuote && "quote", isHidden && "hidden"].filter(Boolean);
  return `[${[author ?? "", ...flags].join(" ").trim()}]\n${text}\n`;
};

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".html"))
  .map((file) => file.slice(0, -".html".length));

test("at least sixty pages", () => assert.ok(names.length >= 60));

for (const name of names) {
  test(`page ${name}`, () => {
    assert.equal(
      segmentHtml(read(`${name}.html`))
        .map(shown)
        .join("\n"),
      read(`${name}.txt`),
    );
  });
}
