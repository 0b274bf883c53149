import assert from "node:assert/strict";
import { test } from "node:test";
import { Fields } from "../http/fields.ts";
import { fromVisitor, hasLooped, originFields } from "./request-fields.ts";

const HOP = {
  name: "edge-1",
  httpVersion: "1.1",
  scheme: "http",
  authority: "perchoir.example",
  remoteAddress: "192.0.2.7",
} as const;

test("what could replace path, host or method, or pose as the connection, stops here", () => {
  const list = [
    "X-Original-URL",
    "/a",
    "X-Rewrite-Url",
    "/a",
    "X-HTTP-Method-Override",
    "GET",
    "X-Forwarded-Host",
    "x",
    "Forwarded",
    "for=x",
    "Proxy",
    "x",
    "Accept",
    "*/*",
  ];
  assert.deepEqual(fromVisitor(list), ["Accept", "*/*"]);
});

test("this hop adds its own account of the connection, and its name to the chains", () => {
  const visitor = new Fields(["Via", "1.0 fred", "CDN-Loop", "other; x=1", "Accept", "*/*"]);
  const fields = new Fields(originFields(visitor, visitor.list, HOP));
  assert.equal(fields.get("host"), "perchoir.example");
  assert.equal(fields.get("x-forwarded-for"), "192.0.2.7");
  assert.equal(fields.get("x-forwarded-proto"), "http");
  assert.equal(fields.get("via"), "1.0 fred, 1.1 edge-1");
  assert.equal(fields.get("cdn-loop"), "other; x=1, edge-1");
  assert.equal(fields.get("accept"), "*/*");
});

test("a loop is found by our name, whatever its case and parameters (RFC 8586 §2)", () => {
  assert.equal(hasLooped(new Fields(["CDN-Loop", "a, EDGE-1;v=2"]), "edge-1"), true);
  assert.equal(hasLooped(new Fields(["CDN-Loop", "edge-10, my-edge-1"]), "edge-1"), false);
});
