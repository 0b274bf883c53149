import assert from "node:assert/strict";
import { test } from "node:test";
import type { RequestEntry } from "../ledger/entry.ts";
import type { ConfigItem, SiteConfig } from "./config.ts";
import { type ConfigFacts, configHash, configProblem } from "./config-rules.ts";
import { SITE } from "./testing/desk.ts";

const OTHER: SiteConfig = { ...SITE, id: "00000000000000000000000002", hostnames: ["merle.example"] };
const requestOf = (what: SiteConfig | { removed: string }): RequestEntry => ({
  ...{ v: 1, kind: "request", at: "2026-12-01T00:00:00Z", change: "repoint" },
  config: configHash(what),
});

/** An edge that serves both sites, with one request in its ledger, at index 7, which it may have carried out for a site. */
const facts = (request?: RequestEntry, carriedOut = ""): ConfigFacts => ({
  site: (id) => [SITE, OTHER].find((site) => site.id === id),
  ownerOf: (name) => [SITE, OTHER].find((site) => site.hostnames.includes(name))?.id,
  request: (index, site) => (index === 7 && site !== carriedOut ? request : undefined),
});

const site = (change: Partial<SiteConfig>): SiteConfig => ({ ...SITE, ...change });

test("what grows, what is new and what is purged needs nobody's request", () => {
  const items: Record<string, ConfigItem> = {
    "the same again": { kind: "site", site: SITE },
    "a hostname more": { kind: "site", site: site({ hostnames: [...SITE.hostnames, "nid.example"] }) },
    "hostnames in another order": { kind: "site", site: site({ hostnames: SITE.hostnames.toReversed() }) },
    "a role more": { kind: "site", site: site({ roles: [...SITE.roles, "dns"] }) },
    "a new site": {
      kind: "site",
      site: { ...OTHER, id: "00000000000000000000000003", hostnames: ["nid.example"] },
    },
    "a site that is not served is removed": {
      kind: "remove-site",
      site: "00000000000000000000000003",
      request: 0,
    },
    "a page purged": { kind: "purge", purge: { by: "url", site: SITE.id, path: "/" } },
    "a site purged": { kind: "purge", purge: { by: "site", site: SITE.id } },
  };
  for (const [what, item] of Object.entries(items))
    assert.equal(configProblem(item, facts()), undefined, what);
});

const SHRINKS: Record<string, SiteConfig | { removed: string }> = {
  "a hostname less": site({ hostnames: SITE.hostnames.slice(1) }),
  "a hostname exchanged": site({ hostnames: [SITE.hostnames[0]!, "nid.example"] }),
  "a role less": site({ roles: ["cdn"] }),
  "another origin": site({ origin: { servers: [{ url: "http://192.0.2.66:8080" }] } }),
  "the same origin without TLS": site({ origin: { servers: [{ url: "https://192.0.2.10:8080" }] } }),
  "another account": site({ account: "0000000000000000000000000b" }),
  "other readings": site({ readings: { foldCase: true } }),
  "the whole site": { removed: SITE.id },
};

for (const [what, after] of Object.entries(SHRINKS)) {
  const item = (request: number): ConfigItem =>
    "removed" in after
      ? { kind: "remove-site", site: after.removed, request }
      : { kind: "site", site: after, request };

  test(`what shrinks needs its own account's request: ${what}`, () => {
    assert.equal(configProblem(item(7), facts(requestOf(after))), undefined);
    assert.match(configProblem(item(7), facts()) ?? "", /only by its account's request/);
    assert.match(configProblem(item(6), facts(requestOf(after))) ?? "", /only by its account's request/);
    const again = configProblem(item(7), facts(requestOf(after), SITE.id));
    assert.match(again ?? "", /and once by each/, "what was asked for once is not what is asked for now");
    for (const asked of [
      site({ origin: { servers: [{ url: "http://192.0.2.99" }] } }),
      { removed: OTHER.id },
      SITE,
    ]) {
      assert.match(configProblem(item(7), facts(requestOf(asked))) ?? "", /another configuration/);
    }
  });
}

test("a site that shrinks and names no request is refused", () => {
  const item: ConfigItem = { kind: "site", site: site({ roles: ["cdn"] }) };
  assert.match(configProblem(item, facts(requestOf(item.site))) ?? "", /only by its account's request/);
});

test("no site takes a hostname from another, new or old, asked for or not", () => {
  const stolen = [...OTHER.hostnames, SITE.hostnames[1]!];
  for (const id of [OTHER.id, "00000000000000000000000003"]) {
    const taker = { ...OTHER, id, hostnames: stolen };
    for (const request of [undefined, requestOf(taker)]) {
      const item: ConfigItem = { kind: "site", site: taker, request: 7 };
      assert.match(configProblem(item, facts(request)) ?? "", /another site's/);
    }
  }
});
