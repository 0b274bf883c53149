import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";
import { asAddress, asFlag, asInteger, asList, asText, asUrl, EnvReader, Secret } from "./env.ts";
import { RempartError } from "./errors.ts";

const problems = (reader: EnvReader): string[] => {
  try {
    reader.finish();
  } catch (error) {
    assert.ok(error instanceof RempartError && error.code === "config.invalid");
    return error.message
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
};

test("what is set is read, what is not set or empty falls back", () => {
  const reader = new EnvReader({ REMPART_A: "7", REMPART_B: "" });
  assert.equal(reader.get("A", asInteger(1, 9)), 7);
  assert.equal(reader.get("B", asInteger(1, 9), 3), 3);
  assert.equal(reader.get("C", asText, "c"), "c");
  assert.deepEqual(problems(reader), []);
});

test("all problems are told at once, each with its name and what would be right", () => {
  const reader = new EnvReader({
    REMPART_A: "ten",
    REMPART_B: "ftp://b.example",
    REMPART_D_FILE: "/nowhere/d",
  });
  reader.get("A", asInteger(1, 9));
  reader.get("B", asUrl, "https://b.example");
  reader.get("C", asText);
  reader.secret("D");
  reader.problem("A and B exclude each other");
  assert.deepEqual(problems(reader), [
    'REMPART_A: must be a whole number from 1 to 9, not "ten"',
    'REMPART_B: must be an http(s) URL, not "ftp://b.example"',
    "REMPART_C is not set",
    "REMPART_D_FILE: cannot read /nowhere/d (ENOENT)",
    "A and B exclude each other",
  ]);
});

test("a secret comes from its file before its variable, and an empty file is a problem", () => {
  const folder = mkdtempSync(join(tmpdir(), "rempart-env-"));
  try {
    const full = join(folder, "full");
    const empty = join(folder, "empty");
    writeFileSync(full, "of the file\n");
    writeFileSync(empty, "\n");
    const reader = new EnvReader({
      REMPART_A: "of the variable",
      REMPART_A_FILE: full,
      REMPART_B: "of the variable",
      REMPART_C_FILE: empty,
    });
    assert.equal(reader.secret("A")?.reveal(), "of the file");
    assert.equal(reader.secret("B")?.reveal(), "of the variable");
    assert.equal(reader.secret("C"), undefined);
    assert.equal(reader.secret("D"), undefined);
    assert.deepEqual(problems(reader), [`REMPART_C_FILE: ${empty} is empty`]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a secret is printed by nothing that prints", () => {
  const secret = new Secret("hunter2");
  const printed = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret, { showHidden: true }),
  ];
  for (const text of printed) assert.ok(!text.includes("hunter2"), text);
  assert.equal(secret.reveal(), "hunter2");
});

test("addresses, URLs, lists and flags", () => {
  assert.deepEqual(asAddress("127.0.0.1:80"), { host: "127.0.0.1", port: 80 });
  assert.deepEqual(asAddress("[::1]:65535"), { host: "::1", port: 65_535 });
  for (const bad of ["80", "::1:80", "a.example:", "a.example:65536", ":80", "[x]:80"]) {
    assert.throws(() => asAddress(bad), /must be host:port/, bad);
  }
  assert.equal(asUrl("https://desk.example//"), "https://desk.example");
  assert.deepEqual(asList(asInteger(0, 9))("1, 2,3"), [1, 2, 3]);
  assert.deepEqual([asFlag("1"), asFlag("true"), asFlag("0"), asFlag("false")], [true, true, false, false]);
  assert.throws(() => asFlag("yes"), /must be true or false/);
  for (const bad of ["0", "10", "1.5", "", "1O"])
    assert.throws(() => asInteger(1, 9)(bad), /whole number/, bad);
});
