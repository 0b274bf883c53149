import assert from "node:assert/strict";
import { test } from "node:test";
import { edited } from "./site-edit.ts";

const SITE = { hostnames: ["a.example"], origin: { servers: [{ url: "http://192.0.2.1" }], retries: 1 } };

test("settings go to where their names say, as numbers, flags, lists and objects", () => {
  assert.deepEqual(
    edited(SITE, [
      "cache.negativeSeconds=30",
      "https.redirect=true",
      'origin.servers=[{url: "http://192.0.2.2"}, {"url": "http://192.0.2.3", "backup": true}]',
      "limits.perAddress={perSecond: 0.5, burst: 3}",
      "roles=cdn, ddos",
      "hostnames=b.example",
      "errorPages.502=<p>a = b</p>",
      "origin.host=nid.example",
    ]),
    {
      hostnames: ["b.example"],
      roles: ["cdn", "ddos"],
      origin: {
        servers: [{ url: "http://192.0.2.2" }, { url: "http://192.0.2.3", backup: true }],
        ...{ retries: 1, host: "nid.example" },
      },
      cache: { negativeSeconds: 30 },
      https: { redirect: true },
      limits: { perAddress: { perSecond: 0.5, burst: 3 } },
      errorPages: { 502: "<p>a = b</p>" },
    },
  );
  assert.deepEqual(SITE.hostnames, ["a.example"], "what it was made from is as it was");
});

test("an empty value takes the setting away, and one that is not there is no trouble", () => {
  assert.deepEqual(edited(SITE, ["origin.retries=", "limits.perSite=", "cache="]), {
    hostnames: SITE.hostnames,
    origin: { servers: SITE.origin.servers },
  });
});

test("what is no setting is named", () => {
  for (const [setting, why] of [
    ["forum.example", /"forum\.example" is no setting/],
    ["=3", /is no setting/],
    ["a..b=1", /is no setting/],
    ["origin.servers.0.url=x", /servers is a list/],
    ["roles=[cdn", /roles: "\[cdn" is not a value/],
  ] as const)
    assert.throws(() => edited(SITE, [setting]), { code: "site.setting", message: why });
});

test("a name of the language itself is a name like any other", () => {
  const document = edited({}, ["constructor.prototype.x=1"]);
  assert.deepEqual(Object.keys(document), ["constructor"]);
  assert.equal(({} as { x?: unknown }).x, undefined);
});
