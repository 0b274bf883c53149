import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** Every setting that the program reads, without REMPART_. */
function settingsRead(): string[] {
  const files = globSync("src/**/*.ts", { cwd: root.pathname, exclude: ["src/**/*.test.ts"] });
  const calls = files.flatMap((file) => [
    ...read(file).matchAll(/\breader\.(?:get|secret)\(\s*"([A-Z_]+)"/g),
  ]);
  return [...new Set(["LOG_LEVEL", ...calls.map(([, name = ""]) => name)])].sort();
}

/** Every setting in the tables of operating.md; in the second table `…` stands for REMPART_EDGE_. */
function settingsDocumented(): string[] {
  const rows = read("docs/operating.md").matchAll(/^\| (`(?:REMPART_|…)[A-Z_`, …]+)/gm);
  const names = [...rows].flatMap(([, cell = ""]) => [...cell.matchAll(/`(?:REMPART_|(…))([A-Z_]+)`/g)]);
  return [
    ...new Set(names.map(([, short, name = ""]) => (short === undefined ? name : `EDGE_${name}`))),
  ].sort();
}

test("every setting that is read is in operating.md, and every one that is there is read", () => {
  const found = settingsRead();
  assert.ok(found.length > 20, "the settings were found");
  assert.deepEqual(settingsDocumented(), found);
});
