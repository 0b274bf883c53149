import assert from "node:assert/strict";
import { test } from "node:test";
import { domainToASCII } from "node:url";
import fc from "fast-check";
import { hostIdentity, requestHost } from "./host.ts";

const hostLike = fc.oneof(
  fc.domain(),
  fc.ipV4Extended(),
  fc.ipV6().map((address) => `[${address}]`),
  fc.string({ unit: "grapheme" }),
  fc
    .array(fc.constantFrom("a", "B", "xn--", "-", ".", "1", "0x", ":", "80", "é", "[", "]", "%2e"))
    .map((parts) => parts.join("")),
);

test("a host identity is its own identity, in lower-case ASCII", () => {
  fc.assert(
    fc.property(hostLike, (host) => {
      const identity = hostIdentity(host);
      if (identity === undefined) return;
      assert.match(identity, /^[!-@[-~]+$/);
      assert.equal(hostIdentity(identity), identity);
    }),
    { numRuns: 2000 },
  );
});

test("what needs no parsing is what the WHATWG parser would say", () => {
  const labels = fc.array(fc.string({ unit: fc.constantFrom(..."abx0n19-"), minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(labels, (parts) => {
      const host = parts.join(".");
      assert.equal(hostIdentity(host), domainToASCII(host) || undefined);
    }),
    { numRuns: 2000 },
  );
});

test("case, a trailing dot and the default ports make no other host; another port does, except to a request", () => {
  fc.assert(
    fc.property(fc.domain(), fc.constantFrom("", ":80", ":443", ":"), (domain, port) => {
      assert.equal(hostIdentity(`${domain.toUpperCase()}.${port}`), hostIdentity(domain));
      assert.equal(hostIdentity(`${domain}:8080`), `${hostIdentity(domain)}:8080`);
      assert.equal(requestHost(`${domain}:8080`), hostIdentity(domain));
    }),
  );
});
