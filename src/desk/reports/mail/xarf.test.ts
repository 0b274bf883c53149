import assert from "node:assert/strict";
import { test } from "node:test";
import { toUtf8 } from "../../../lib/bytes.ts";
import { cpuMs } from "./testing/cost.ts";
import { V3, V4 } from "./testing/documents.ts";
import type { MailFile } from "./types.ts";
import { readXarf } from "./xarf.ts";

const file = (document: unknown, name = "xarf.json"): MailFile => ({
  ...{ name, type: "application/json" },
  bytes: toUtf8(typeof document === "string" ? document : JSON.stringify(document)),
});
const read = (document: unknown) => readXarf([file(document)]);

test("a document of version 4 says where, what, who and what is shown", () => {
  const { form, report, minor } = read(V4);
  assert.equal(form, "xarf-4");
  assert.equal(minor, false);
  assert.deepEqual(report?.urls, ["https://forum.example/t/1"]);
  assert.deepEqual(report?.happening, ["phone", "identity"]);
  assert.deepEqual(report?.reporter, { organisation: "Aide", contact: "abuse@aide.example" });
  assert.deepEqual(report?.files, [{ name: "evidence-1", type: "image/png", bytes: toUtf8("picture") }]);
  assert.ok(report?.lines.includes("A post with a phone number."));
});

test("types of version 4 that are about a person count as that, others do not", () => {
  const happening = (change: object) =>
    read({ ...V4, data_types: [], tags: [], ...change }).report?.happening;
  assert.deepEqual(happening({ type: "threat" }), ["threat"]);
  assert.deepEqual(happening({ type: "personal_data_exposure" }), ["identity"]);
  assert.deepEqual(happening({ type: "harassment" }), []);
  assert.deepEqual(happening({ type: "phishing" }), ["other"]);
  assert.deepEqual(happening({ type: "harassment", tags: ["harassment:swatting"] }), ["swatting"]);
  assert.deepEqual(happening({ type: "phishing", tags: ["threat:apt"] }), ["other"]);
});

test("a harassment of version 3 is read, and that its sender agrees to disclosure is not", () => {
  const { form, report } = read(V3);
  assert.equal(form, "xarf-3");
  assert.deepEqual(report?.urls, ["https://forum.example/t/3"]);
  assert.deepEqual(report?.happening, ["identity"]);
  assert.deepEqual(report?.reporter, { contact: "lea@mail.example" });
  assert.deepEqual(
    report?.files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]),
    [["evidence-1", "picture"]],
  );
  assert.ok(!JSON.stringify(report).includes("Disclosure"));
});

test("what lacks a required field is words, with its address and without its files", () => {
  for (const document of [
    { ...V4, reporter: undefined },
    { ...V4, xarf_version: "5.0.0" },
    { ...V3, Report: { ...V3.Report, Harasser: undefined } },
  ]) {
    const { form, report, text } = read(document);
    assert.equal(form ?? report, undefined);
    assert.match(text, /(?:url|SourceUrl): https:\/\/forum\.example\/t\/[13]/);
  }
});

test("what is not even JSON is words as it stands", () => {
  assert.match(read(`{"url": "https:\\/\\/forum.example\\/t\\/1", `).text, /https:\/\/forum\.example\/t\/1/);
});

test("what shows a minor says so in either version, whole or not", () => {
  for (const document of [
    { ...V4, type: "csam" },
    { type: "csem", url: "https://forum.example/x" },
    { ...V3, Report: { ...V3.Report, ReportType: "ChildAbuse" } },
    { Report: { ReportType: "ChildSexualAbuseMaterial" } },
  ])
    assert.ok(read(document).minor, JSON.stringify(document));
});

test("other files are not looked into, and a hostile document takes no time", async () => {
  assert.equal(readXarf([{ ...file(V4, "page.html"), type: "text/html" }]).form, undefined);
  for (const hostile of [
    "[".repeat(1_000_000),
    `${"[".repeat(500_000)}${"]".repeat(500_000)}`,
    `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
    `[${"[],".repeat(300_000)}[]]`,
    JSON.stringify({ ...V4, evidence: Array(60).fill(V4.evidence[0]) }),
    JSON.stringify({ ...V4, ["__proto__"]: { x: 1 } }),
  ]) {
    assert.ok((await cpuMs(() => read(hostile))) < 3000, hostile.slice(0, 20));
  }
});
