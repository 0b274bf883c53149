import assert from "node:assert/strict";
import { test } from "node:test";
import { parseArf, readArf } from "./arf.ts";
import { cpuMs } from "./testing/cost.ts";

const PART = `Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <somespammer@example.test>
Reported-Domain: forum.example
Reported-URI: https://forum.example/t/1
Reported-URI: <https://forum.example/t/2>
 (a comment)
Source-IP: 192.0.2.1
`;

test("the example of RFC 5965 is read, with every address that it reports", () => {
  assert.deepEqual(parseArf(PART), {
    feedbackType: "abuse",
    userAgent: "SomeGenerator/1.0",
    version: "1",
    reportedUris: ["https://forum.example/t/1", "<https://forum.example/t/2>"],
  });
  assert.deepEqual(readArf(PART.replaceAll("\n", "\r\n"))?.urls, [
    "https://forum.example/t/1",
    "https://forum.example/t/2",
  ]);
});

test("without one of the required fields it is none", () => {
  for (const field of ["Feedback-Type", "User-Agent", "Version"])
    assert.equal(parseArf(PART.replace(`${field}:`, "X-Other:")), undefined, field);
  assert.equal(parseArf(""), undefined);
});

test("a complaint about mail as such is nothing that is done to a person", () => {
  assert.deepEqual(readArf(PART)?.happening, []);
  assert.deepEqual(readArf(PART.replace("abuse", "fraud"))?.happening, ["other"]);
});

test("a bomb of fields ends", async () => {
  const bomb = [
    `${"a:".repeat(200_000)}\n`,
    "x: y\n".repeat(200_000),
    " ".repeat(200_000),
    "\n ".repeat(200_000),
  ];
  for (const part of [...bomb, bomb.join("")]) assert.ok((await cpuMs(() => parseArf(part))) < 2000);
});
