import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { run } from "./screen.ts";

for (const [args, code, said] of [
  [["--explain", tmpdir()], "screen.file", /cannot be read: it is a folder/],
  [["--explain", "--lang", "de"], "usage", /--lang is fr or en, not "de"/],
  [["--explain", "--width", "7"], "usage", /--width is a number of columns from 40, not "7"/],
  [["--explain", "a", "b"], "usage", /one text at a time, not 2/],
  [["--explain", "--html", "--posts"], "usage", /not both/],
  [["--masked"], "usage", /--masked goes with --explain/],
  [["--jsonl", "--lang", "fr"], "usage", /--lang goes with --explain/],
  [["file.txt"], "usage", /to look at file.txt: --explain/],
] as const) {
  test(`screen ${args.filter((arg) => arg !== tmpdir()).join(" ")} is refused, and what would be right is said`, async () => {
    await assert.rejects(run([...args]), { code, message: said });
  });
}
