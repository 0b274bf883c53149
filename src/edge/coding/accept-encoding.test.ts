import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { accepted } from "./accept-encoding.ts";
import { CODINGS } from "./codings.ts";

/** What visitors send, what the origin is told, what we would code with. */
const CASES: readonly (readonly [sent: string, canonical: string, preferred: string | undefined])[] = [
  ["gzip, deflate, br, zstd", "zstd, br, gzip", "zstd"],
  ["gzip, deflate, br", "br, gzip", "br"],
  ["br;q=1.0,gzip;q=0.8, *;q=0.1", "zstd, br, gzip", "br"],
  ["gzip", "gzip", "gzip"],
  ["GZIP", "gzip", "gzip"],
  ["x-gzip", "gzip", "gzip"],
  ["gzip;q=0.9, br;q=0.5", "br, gzip", "gzip"],
  ["gzip;q=0, br", "br", "br"],
  ["br;q=0.000", "identity", undefined],
  ["*", "zstd, br, gzip", "zstd"],
  ["*, zstd;q=0", "br, gzip", "br"],
  ["*;q=0", "identity", undefined],
  ["identity", "identity", undefined],
  ["identity;q=0.5, gzip;q=0.4", "gzip", undefined],
  ["identity;q=0.5, gzip;q=0.5", "gzip", "gzip"],
  ["gzip, identity;q=0", "gzip", "gzip"],
  ["deflate, compress", "identity", undefined],
  ["", "identity", undefined],
  [" , ,", "identity", undefined],
  ["gzip;q=1.5", "identity", undefined],
  ["gzip;q=", "identity", undefined],
  ["gzip ; q=0.5", "gzip", "gzip"],
  ["gzip, gzip;q=0", "gzip", "gzip"],
];
for (const [sent, canonical, preferred] of CASES) {
  test(`Accept-Encoding "${sent}" is "${canonical}", answered in ${preferred ?? "identity"}`, () => {
    assert.deepEqual(accepted(sent), { canonical, preferred });
  });
}

test("whatever is sent, at most eight canonical forms come of it, each its own canonical form", () => {
  const member = fc.tuple(
    fc.constantFrom(...CODINGS, "deflate", "identity", "*", "", "x"),
    fc.constantFrom("", ";q=0", ";q=1", ";q=0.3", ";x=1", ";q"),
  );
  const forms = new Set<string>();
  fc.assert(
    fc.property(fc.array(member, { maxLength: 6 }), (members) => {
      const { canonical, preferred } = accepted(members.map((parts) => parts.join("")).join(", "));
      forms.add(canonical);
      assert.equal(accepted(canonical).canonical, canonical);
      if (preferred !== undefined) assert.ok(canonical.split(", ").includes(preferred));
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => void forms.add(accepted(text).canonical)));
  assert.ok(forms.size <= 8, [...forms].join(" | "));
});
