import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "rempart-screen-"));
after(() => rmSync(folder, { recursive: true }));
const CLI = new URL("../../src/cli.ts", import.meta.url).pathname;

function rempart(args: readonly string[], input = "", env: Record<string, string> = {}) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--conditions=rempart-src", CLI, "screen", ...args],
    { input, encoding: "utf8", env: { PATH: process.env.PATH, LANG: "C", ...env } },
  );
  return { stdout, stderr, status };
}

const TEXT = "Voici son adresse : 14 rue des Lavandières-Fictives, 00000 Exempleville. Je vais la tuer.\n";
const PAGE = `<title>Fil</title><div class="post" data-author="pie"><p>06<b>39</b>980014</p></div>`;

test("an operator looks at a text of standard input: marked in brackets, 80 columns, no colours in a pipe", () => {
  const { stdout, stderr, status } = rempart(["--explain"], TEXT);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /^severity: critical/);
  assert.match(stdout, /\[\d:Je vais la tuer:\d\]/);
  assert.ok(stdout.split("\n").every((line) => line.length <= 80));
  assert.ok(!stdout.includes("\u001b"));
});

test("a page in a file, in French by the locale, masked", () => {
  const file = join(folder, "page.html");
  writeFileSync(file, PAGE);
  const { stdout, status } = rempart(["--explain", "--html", "--masked", file], "", { LANG: "fr_CA.UTF-8" });
  assert.equal(status, 0);
  assert.match(stdout, /--- de pie ---\n {2}\[1:••••••••••:1\]/);
  assert.doesNotMatch(stdout, /0639/);
  assert.match(rempart(["--explain", "--lang", "en", file]).stdout, /^severity:/);
});

test("what is wrong is said in a line, and the exit tells usage from failure", () => {
  for (const [args, status, said] of [
    [["--explain", join(folder, "none")], 1, /none cannot be read: there is no such file/],
    [["--what"], 2, /Unknown option '--what'/],
  ] as const) {
    const result = rempart(args);
    assert.equal(result.status, status, args.join(" "));
    assert.match(result.stderr, said);
    assert.equal(result.stdout, "");
    assert.ok(!result.stderr.includes("    at "), "no stack");
  }
});

test("help names every option", () => {
  const { stdout, status } = rempart(["--help"]);
  assert.equal(status, 0);
  for (const option of [
    "jsonl",
    "versions",
    "explain",
    "html",
    "posts",
    "lang",
    "text-lang",
    "masked",
    "whole",
    "width",
  ])
    assert.match(stdout, new RegExp(`--${option}\\b`));
});

test("lines for programs keep their shape; versions come last and only where asked for", () => {
  const line = `${JSON.stringify({ id: 1, text: TEXT, lang: "fr" })}\n`;
  const plain = JSON.parse(rempart(["--jsonl"], line).stdout);
  assert.deepEqual(Object.keys(plain), ["id", "severity", "findings"]);
  assert.deepEqual(Object.keys(plain.findings[0]), ["kind", "start", "end", "confidence", "reasons"]);
  for (const args of [
    ["--jsonl", "--versions"],
    ["--jsonl", "--explain"],
  ]) {
    const versioned = JSON.parse(rempart(args, line).stdout);
    assert.deepEqual(Object.keys(versioned), ["id", "severity", "findings", "versions"]);
    assert.equal(typeof versioned.versions.details, "string");
  }
});
