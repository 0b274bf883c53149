import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { OriginServer } from "../../feed/config.ts";
import { begun, failed } from "./health.ts";
import { isAvailable, type Server, SitePool, tlsName } from "./site-pool.ts";

const NOW = 1_000_000;
const poolOf = (...servers: readonly Omit<OriginServer, "url">[]): SitePool =>
  new SitePool("site", {
    servers: servers.map((server, i) => ({ url: `https://o${i}.example`, ...server })),
  });

const takeDown = (server: Server): void => {
  for (let i = 0; i < 3; i++) server.health = failed(server.health, NOW, 1);
};

const weights = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 2, maxLength: 8 });

test("a quiet site's requests are shared exactly by weight", () => {
  fc.assert(
    fc.property(weights, (of) => {
      const pool = poolOf(...of.map((weight) => ({ weight })));
      const total = of.reduce((sum, weight) => sum + weight, 0);
      const chosen = Array.from({ length: total }, () => pool.choose(NOW)!.ordinal);
      assert.deepEqual(
        of.map((_, ordinal) => chosen.filter((at) => at === ordinal).length),
        of,
      );
    }),
  );
});

test("what is under way is spread by weight: no server is more than one request ahead of its share", () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 300 }), (of, requests) => {
      const pool = poolOf(...of.map((weight) => ({ weight })));
      for (let i = 0; i < requests; i++) pool.choose(NOW)!.inFlight += 1;
      const total = of.reduce((sum, weight) => sum + weight, 0);
      for (const { inFlight, weight } of pool.servers)
        assert.ok(inFlight < (requests * weight) / total + 1 + weight / total, `${inFlight} of ${requests}`);
    }),
  );
});

test("whichever are down: one that is up is chosen before a backup, a backup before one that is down, none twice", () => {
  const server = fc.record({ backup: fc.boolean(), down: fc.boolean(), tried: fc.boolean() });
  fc.assert(
    fc.property(fc.array(server, { minLength: 1, maxLength: 8 }), (servers) => {
      const pool = poolOf(...servers.map(({ backup }) => ({ backup })));
      for (const { ordinal, ...rest } of servers.map((s, i) => ({ ...s, ordinal: i })))
        if (rest.down) takeDown(pool.servers[ordinal]!);
      const tried = pool.servers.filter(({ ordinal }) => servers[ordinal]!.tried);
      const rank = (at: Server): number => (isAvailable(at, NOW) ? 0 : 2) + (at.backup ? 1 : 0);
      const left = pool.servers.filter((at) => !tried.includes(at));
      const chosen = pool.choose(NOW, tried);
      if (left.length === 0) assert.equal(chosen, undefined);
      else {
        assert.ok(left.includes(chosen!));
        assert.equal(rank(chosen!), Math.min(...left.map(rank)));
      }
    }),
  );
});

test("a server on trial is chosen once", () => {
  const pool = poolOf({}, {});
  takeDown(pool.servers[0]!);
  const later = pool.servers[0]!.health.outUntilMs;
  const chosen = Array.from({ length: 10 }, () => pool.choose(later)!.ordinal);
  assert.equal(chosen.filter((ordinal) => ordinal === 0).length, 1);
  assert.equal(pool.servers[0]!.health, begun(pool.servers[0]!.health, later));
});

test("TLS asks for the name that the site says, else for the Host that is sent, never for an address", () => {
  const servers = [{ url: "https://192.0.2.7" }];
  assert.equal(tlsName({ servers }, "perchoir.example:8443"), "perchoir.example");
  assert.equal(tlsName({ servers, host: "origin.example" }, "perchoir.example"), "origin.example");
  const tls = { serverName: "tls.example" };
  assert.equal(tlsName({ servers, host: "origin.example", tls }, "perchoir.example"), "tls.example");
  assert.equal(tlsName({ servers }, "192.0.2.9:8443"), "");
  assert.equal(tlsName({ servers }, "[2001:db8::1]:8443"), "");
});
