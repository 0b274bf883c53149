import assert from "node:assert/strict";
import { Readable, Writable } from "node:stream";
import { test } from "node:test";
import { matchLines, screenLines } from "./cli.ts";

async function run(command: typeof screenLines, lines: readonly string[]): Promise<unknown[]> {
  const written: Buffer[] = [];
  const output = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk);
      done();
    },
  });
  await command(Readable.from([Buffer.from(lines.join("\n"))]), output);
  const text = Buffer.concat(written).toString();
  return text === ""
    ? []
    : text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
}

test("screen answers each line with exactly id, severity and findings", async () => {
  const [answer] = await run(screenLines, [
    JSON.stringify({ id: "a", text: "é 06 39 98 00 14", lang: "fr" }),
  ]);
  assert.deepEqual(answer, {
    id: "a",
    severity: "low",
    findings: [
      {
        kind: "phone",
        start: 2,
        end: 16,
        confidence: 0.88,
        reasons: ["a telephone number that exists in the national numbering plan"],
      },
    ],
  });
});

test("a language that is named and not read: numbers are found, and what was not looked for is said", async () => {
  const text = "06 39 98 00 14, i will kill you";
  const [german, unnamed] = (await run(screenLines, [
    JSON.stringify({ id: 1, text, lang: "de" }),
    JSON.stringify({ id: 2, text }),
  ])) as { severity: string; findings: { kind: string }[]; notSupported?: string[] }[];
  assert.deepEqual(Object.keys(german ?? {}), ["id", "severity", "findings", "notSupported"]);
  assert.deepEqual(
    german?.findings.map(({ kind }) => kind),
    ["phone"],
  );
  assert.deepEqual(german?.notSupported, [
    ...["violence", "dox", "current-location", "workplace-or-school", "family-member"],
  ]);
  assert.deepEqual(Object.keys(unnamed ?? {}), ["id", "severity", "findings"]);
});

test("a bad line is answered with its id and an error, and the next one is read", async () => {
  const answers = await run(screenLines, [
    "{",
    '{"id":1}',
    '{"text":"x"}',
    "",
    "null",
    '{"id":2,"text":"rien"}',
  ]);
  assert.deepEqual(answers, [
    { id: null, error: "not a line of JSON" },
    { id: 1, error: "text: Invalid input: expected string, received undefined" },
    { id: null, error: "id: Invalid input" },
    { id: null, error: "line: Invalid input: expected object, received null" },
    { id: 2, severity: "none", findings: [] },
  ]);
});

test("match answers with spans, and names a detail that is too common", async () => {
  const detail = { kind: "phone", value: "+33 6 39 98 00 14" };
  const answers = await run(matchLines, [
    JSON.stringify({ id: 1, detail, text: "tel 06.39.98.00.14" }),
    JSON.stringify({ id: 2, detail, text: "tel 06.39.98.00.15" }),
    JSON.stringify({ id: 3, detail: { kind: "name", value: "Sacha" }, text: "Sacha" }),
    JSON.stringify({
      id: 4,
      detail: { kind: "former-name", value: "Ancien Prénom", with: ["Mirabelle"] },
      text: "Mirabelle / Ancien Prénom",
    }),
    JSON.stringify({ id: 5, detail: { kind: "shoe-size", value: "39" }, text: "" }),
  ]);
  assert.deepEqual(answers.slice(0, 4), [
    { id: 1, matched: true, spans: [{ start: 4, end: 18 }] },
    { id: 2, matched: false, spans: [] },
    { id: 3, error: "detail.too-common" },
    { id: 4, matched: true, spans: [{ start: 12, end: 25 }] },
  ]);
  assert.match((answers[4] as { error: string }).error, /^detail\.kind: /);
});
