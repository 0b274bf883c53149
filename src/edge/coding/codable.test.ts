import assert from "node:assert/strict";
import { test } from "node:test";
import { Fields } from "../http/fields.ts";
import { isCodable } from "./codable.ts";

const html = ["Content-Type", "text/html; charset=utf-8", "Content-Length", "5000"];

for (const type of [
  "text/html",
  "TEXT/CSS",
  "text/plain;charset=utf-8",
  "application/json",
  "application/ld+json",
  "image/svg+xml",
  "application/javascript",
  "application/wasm",
  "font/ttf",
]) {
  test(`coded: ${type}`, () => assert.equal(isCodable(200, new Fields(["Content-Type", type])), true));
}

for (const type of [
  "text/event-stream",
  "image/png",
  "image/jpeg",
  "font/woff2",
  "video/mp4",
  "application/zip",
  "application/pdf",
  "application/octet-stream",
  "multipart/x-mixed-replace",
  "",
]) {
  test(`left alone: ${type || "an empty type"}`, () =>
    assert.equal(isCodable(200, new Fields(["Content-Type", type])), false));
}

for (const [why, extra] of [
  ["coded by the origin", ["Content-Encoding", "gzip"]],
  ["coded by the origin in a way we do not know", ["Content-Encoding", "x-secret"]],
  ["no-transform (RFC 9110 §7.7)", ["Cache-Control", "max-age=60, no-transform"]],
  ["no-transform for CDNs (RFC 9213)", ["CDN-Cache-Control", "max-age=60, no-transform"]],
  ["a range", ["Content-Range", "bytes 0-4999/9999"]],
  ["a digest of the content (RFC 9530)", ["Content-Digest", "sha-256=:AA==:"]],
  ["a digest of the representation (RFC 9530)", ["Repr-Digest", "sha-256=:AA==:"]],
  ["signed (RFC 9421)", ["Signature", "sig1=:AA==:"]],
] as const) {
  test(`left alone: ${why}`, () => assert.equal(isCodable(200, new Fields([...html, ...extra])), false));
}

test("from 1 KiB on, or of unknown length; pages of errors too, nothing partial", () => {
  const ofLength = (length: string) => new Fields(["Content-Type", "text/html", "Content-Length", length]);
  assert.equal(isCodable(200, ofLength("1023")), false);
  assert.equal(isCodable(200, ofLength("1024")), true);
  assert.equal(isCodable(200, new Fields(["Content-Type", "text/html"])), true);
  assert.equal(isCodable(200, new Fields(["Content-Length", "5000"])), false);
  assert.equal(isCodable(200, new Fields([...html, "Content-Encoding", "identity"])), true);
  for (const status of [403, 404, 410]) assert.equal(isCodable(status, new Fields(html)), true);
  for (const status of [204, 206, 301, 304, 416, 500]) {
    assert.equal(isCodable(status, new Fields(html)), false, String(status));
  }
});
