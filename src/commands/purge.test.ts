import assert from "node:assert/strict";
import { test } from "node:test";
import { whatToPurge } from "./purge.ts";

test("each way of saying what to purge", () => {
  const site = "forum.example";
  for (const [wanted, body] of [
    [{ url: "/fil/41?page=2" }, { by: "url", path: "/fil/41?page=2" }],
    [{ url: "https://forum.example/été" }, { by: "url", path: "/%C3%A9t%C3%A9" }],
    [{ url: "//odd" }, { by: "url", path: "//odd" }],
    [{ prefix: "/fil" }, { by: "prefix", path: "/fil" }],
    [{ group: "thread-41" }, { by: "group", group: "thread-41" }],
    [{ host: "m.forum.example" }, { by: "host", host: "m.forum.example" }],
    [{ all: true }, { by: "site" }],
  ] as const)
    assert.deepEqual(whatToPurge([site], wanted), { site, ...body });
  assert.deepEqual(whatToPurge(["https://forum.example:8443/fil?x=1"], {}), {
    ...{ site, by: "url", path: "/fil?x=1" },
  });
});

test("what is unclear is asked back, never guessed", () => {
  for (const [positionals, wanted] of [
    [[], { all: true }],
    [["a.example", "b.example"], { all: true }],
    [["a.example"], {}],
    [["a.example"], { all: true, url: "/x" }],
    [["https://a.example/x"], { all: true }],
    [["a.example"], { url: "x" }],
    [["a.example"], { prefix: "ftp://a.example/" }],
  ] as const)
    assert.throws(() => whatToPurge(positionals, wanted), { code: "usage" });
});
