import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type SiteConfig, siteSchema } from "./config.ts";
import { fieldChanges, fieldsOf } from "./fields.ts";
import { shrinks } from "./shrinks.ts";
import { SITE } from "./testing/desk.ts";

const ORIGIN = SITE.origin;
const FULL: SiteConfig = {
  ...SITE,
  origin: {
    ...{ servers: [{ url: "https://192.0.2.10" }, { url: "https://192.0.2.11", backup: true, weight: 2 }] },
    ...{ host: "nid.example", retries: 2, tls: { serverName: "nid.example" } },
    ...{ timeouts: { connectMs: 1000, headersMs: 5000 }, health: { path: "/up" } },
  },
  https: { redirect: false, hsts: { maxAgeSeconds: 3600 } },
  limits: { perAddress: { perSecond: 10, burst: 20 }, concurrentPerAddress: 10, maxBodyBytes: 1000 },
  errorPages: { 502: "<p>soon</p>" },
  cache: { negativeSeconds: 10 },
};
const { limits: _limits, ...UNLIMITED } = FULL;
const { https: _https, ...PLAIN } = FULL;

/** Before, after, and what the request would have to be called; undefined: nobody need ask. */
const TABLE: Readonly<Record<string, readonly [SiteConfig, SiteConfig, string | undefined]>> = {
  "a hostname more": [SITE, { ...SITE, hostnames: [...SITE.hostnames, "nid.example"] }, undefined],
  "another main hostname": [SITE, { ...SITE, hostnames: SITE.hostnames.toReversed() }, undefined],
  "a hostname less": [SITE, { ...SITE, hostnames: SITE.hostnames.slice(1) }, "remove-host"],
  "a role more": [SITE, { ...SITE, roles: [...SITE.roles, "dns"] }, undefined],
  "a role less": [SITE, { ...SITE, roles: ["cdn"] }, "remove-role"],
  "another account": [SITE, { ...SITE, account: "0000000000000000000000000b" }, "repoint"],
  "other readings": [SITE, { ...SITE, readings: { foldCase: true } }, "repoint"],
  "another server": [SITE, { ...SITE, origin: { servers: [{ url: "http://192.0.2.66" }] } }, "repoint"],
  "a server more": [
    SITE,
    { ...SITE, origin: { servers: [...ORIGIN.servers, { url: "http://192.0.2.66" }] } },
    "repoint",
  ],
  "other weights": [
    FULL,
    { ...FULL, origin: { ...FULL.origin, servers: FULL.origin.servers.map(({ url }) => ({ url })) } },
    "repoint",
  ],
  "another Host": [SITE, { ...SITE, origin: { ...ORIGIN, host: "nid.example" } }, "repoint"],
  "another name in TLS": [FULL, { ...FULL, origin: { ...FULL.origin, tls: {} } }, "repoint"],
  "health checks": [SITE, { ...SITE, origin: { ...ORIGIN, health: { path: "/none" } } }, "repoint"],
  "more retries": [SITE, { ...SITE, origin: { ...ORIGIN, retries: 2 } }, undefined],
  "the usual retries, said": [SITE, { ...SITE, origin: { ...ORIGIN, retries: 1 } }, undefined],
  "fewer retries": [FULL, { ...FULL, origin: { ...FULL.origin, retries: 0 } }, "repoint"],
  "fewer retries than usual": [SITE, { ...SITE, origin: { ...ORIGIN, retries: 0 } }, "repoint"],
  "a longer timeout": [
    FULL,
    { ...FULL, origin: { ...FULL.origin, timeouts: { connectMs: 2000, headersMs: 5000 } } },
    undefined,
  ],
  "a shorter timeout": [
    FULL,
    { ...FULL, origin: { ...FULL.origin, timeouts: { connectMs: 999, headersMs: 5000 } } },
    "repoint",
  ],
  "a timeout instead of the edge's own": [
    SITE,
    { ...SITE, origin: { ...ORIGIN, timeouts: { headersMs: 1 } } },
    "repoint",
  ],
  "the edge's own timeout": [
    FULL,
    { ...FULL, origin: { ...FULL.origin, timeouts: { connectMs: 1000 } } },
    "repoint",
  ],
  "a first limit": [UNLIMITED, FULL, "limits"],
  "no limits any more": [FULL, UNLIMITED, undefined],
  "a higher rate": [
    FULL,
    { ...FULL, limits: { ...FULL.limits, perAddress: { perSecond: 11, burst: 20 } } },
    undefined,
  ],
  "a higher rate with a smaller burst": [
    FULL,
    { ...FULL, limits: { ...FULL.limits, perAddress: { perSecond: 11, burst: 19 } } },
    "limits",
  ],
  "a rate for the whole site": [
    FULL,
    { ...FULL, limits: { ...FULL.limits, perSite: { perSecond: 1e6, burst: 1e6 } } },
    "limits",
  ],
  "fewer at a time": [FULL, { ...FULL, limits: { ...FULL.limits, concurrentPerAddress: 9 } }, "limits"],
  "smaller bodies": [FULL, { ...FULL, limits: { ...FULL.limits, maxBodyBytes: 0 } }, "limits"],
  "larger bodies": [FULL, { ...FULL, limits: { ...FULL.limits, maxBodyBytes: 1e9 } }, undefined],
  "only HTTPS": [PLAIN, { ...PLAIN, https: { redirect: true } }, "limits"],
  "HTTP again": [{ ...PLAIN, https: { redirect: true } }, PLAIN, undefined],
  "a longer HSTS": [FULL, { ...FULL, https: { hsts: { maxAgeSeconds: 3601 } } }, "limits"],
  "HSTS for subdomains": [
    FULL,
    { ...FULL, https: { hsts: { maxAgeSeconds: 3600, includeSubDomains: true } } },
    "limits",
  ],
  "a shorter HSTS": [FULL, { ...FULL, https: { hsts: { maxAgeSeconds: 0 } } }, undefined],
  "no HSTS": [FULL, PLAIN, undefined],
  "another error page": [FULL, { ...FULL, errorPages: { 503: "<p>later</p>" } }, undefined],
  "other caching": [FULL, { ...FULL, cache: { compress: false, staleWhileDownSeconds: 0 } }, undefined],
  "nothing, in braces": [SITE, { ...SITE, limits: {}, https: {}, cache: {} }, undefined],
};

for (const [what, [before, after, change]] of Object.entries(TABLE)) {
  test(`${change === undefined ? "nobody need ask for" : `the account asks (${change}) for`} ${what}`, () => {
    for (const site of [before, after]) assert.deepEqual(siteSchema.parse(site), site);
    assert.equal(shrinks(before, after)?.change, change);
  });
}

const LIMITS = {
  perAddress: { perSecond: 10, burst: 20 },
  perSite: { perSecond: 100, burst: 200 },
  ...{ concurrentPerAddress: 10, maxBodyBytes: 1000 },
};
for (const field of fieldsOf(LIMITS).keys()) {
  test(`each limit by itself, and either way: ${field}`, () => {
    const [name = "", inner] = field.split(".");
    const limited = (factor: number): SiteConfig => {
      const limits: Record<string, unknown> = structuredClone(LIMITS);
      if (inner === undefined) limits[name] = Number(limits[name]) * factor;
      else Object.assign(limits[name] as object, { [inner]: Number(fieldsOf(LIMITS).get(field)) * factor });
      return { ...SITE, limits: limits as SiteConfig["limits"] };
    };
    const { [name as "perSite"]: _gone, ...others } = LIMITS;
    const without: SiteConfig = { ...SITE, limits: others };
    assert.equal(shrinks(limited(1), limited(0.5))?.field, `limits.${field}`);
    assert.equal(shrinks(limited(1), limited(2)), undefined);
    assert.equal(shrinks(limited(1), without), undefined);
    assert.equal(shrinks(without, limited(1))?.change, "limits");
  });
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const few = (...values: number[]) => maybe(fc.constantFrom(...values));
const rate = maybe(fc.record({ perSecond: fc.constantFrom(1, 2, 3), burst: fc.constantFrom(1, 2, 3) }));
const someOf = <T>(...values: T[]) => fc.shuffledSubarray(values, { minLength: 1 });
const origin = (change: object) => ({ origin: { ...ORIGIN, ...change } });
/** One change of a document. */
const changes: fc.Arbitrary<object> = fc.oneof(
  fc.record({ hostnames: someOf("a.example", "b.example", "c.example") }),
  fc.record({ roles: someOf("cdn", "ddos") }),
  fc.record({ account: fc.constantFrom(SITE.account, "0000000000000000000000000b") }),
  fc.record({ readings: fc.record({ foldCase: fc.boolean() }) }),
  fc.constantFrom(ORIGIN.servers, [{ url: "http://192.0.2.66" }]).map((servers) => origin({ servers })),
  few(0, 1, 2).map((retries) => origin({ retries })),
  fc.record({ connectMs: few(1, 2), headersMs: few(1, 2) }).map((timeouts) => origin({ timeouts })),
  fc.record({
    https: fc.record({
      redirect: maybe(fc.boolean()),
      hsts: maybe(fc.record({ maxAgeSeconds: few(0, 1, 2) })),
    }),
  }),
  fc.record({ limits: fc.record({ perAddress: rate, perSite: rate, maxBodyBytes: few(0, 1, 2) }) }),
  fc.record({ cache: fc.record({ negativeSeconds: few(0, 1) }) }),
  fc.record({ errorPages: fc.record({ 502: maybe(fc.constantFrom("a", "b")) }) }),
);
/** A document, and what became of it by so many changes. */
const history = (length: number): fc.Arbitrary<SiteConfig[]> =>
  fc
    .array(changes, { minLength: length, maxLength: length })
    .map((all) =>
      all.map((_, i) => ({ ...SITE, ...Object.assign({}, ...all.slice(0, i + 1)) }) as SiteConfig),
    );

test("harmless changes add up to a harmless change, so that an edge may be told of the last one only", () => {
  fc.assert(
    fc.property(history(4), ([a, b, c, d]) => {
      fc.pre([shrinks(a!, b!), shrinks(b!, c!), shrinks(c!, d!)].every((found) => found === undefined));
      assert.equal(shrinks(a!, d!), undefined);
    }),
    { numRuns: 2000 },
  );
});

test("a change that is harmless in both directions is of fields that cannot refuse", () => {
  const free = /^(hostnames|roles|errorPages\..*|cache\..*|origin\.retries|https\..*)$/;
  fc.assert(
    fc.property(history(2), ([a, b]) => {
      fc.pre(shrinks(a!, b!) === undefined && shrinks(b!, a!) === undefined);
      for (const { field } of fieldChanges(a!, b!)) assert.match(field, free);
    }),
    { numRuns: 2000 },
  );
});

test("a field that nobody has thought of is not harmless", () => {
  for (const [before, after] of [
    [SITE, { ...SITE, shutter: true }],
    [{ ...SITE, limits: { pages: 1 } }, SITE],
    [SITE, { ...SITE, limits: { pages: 1 } }],
    [SITE, { ...SITE, errorPages: { 404: "x" } }],
    [SITE, { ...SITE, cache: { serve: false } }],
  ] as unknown as readonly [SiteConfig, SiteConfig][])
    assert.ok(shrinks(before, after), JSON.stringify(after));
});
