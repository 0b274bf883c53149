import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { hostIdentity } from "./host.ts";
import { canonicalOf, NORMALISER, requestIdentities } from "./identity.ts";
import { Matcher, type TaggedMeasure } from "./matcher.ts";
import { tagOpening } from "./tags.ts";

interface Target {
  about: string;
  grain: "url" | "path";
  url: string;
  params?: [string, string | null][];
  foldCase?: boolean;
  matches: string[];
  spares: string[];
}
interface Corpus {
  hosts: { identity: string; matches: string[]; spares: string[] }[];
  targets: Target[];
}

const file = new URL("../../test/fixtures/url-identity-corpus.json", import.meta.url);
const corpus: Corpus = JSON.parse(readFileSync(file, "utf8"));
const key = new Uint8Array(32).fill(7);
const site = "0000000000000000000000site";

function matcherFor({ grain, url, params = [], foldCase = false }: Target): Matcher {
  const readings = { foldCase };
  const canonical = canonicalOf(url, readings)?.path ?? assert.fail(url);
  const target = { grain, site, canonical, params, readings, normaliser: NORMALISER };
  const held: TaggedMeasure = {
    ...{
      index: 0,
      verb: "refuse",
      grain,
      role: "cdn",
      decision: "d",
      clause: "D1",
      startsMs: 0,
      endsMs: null,
      site,
    },
    ...tagOpening(key, target),
  };
  return Matcher.build(key, [held]);
}

for (const target of corpus.targets) {
  test(`${target.about}: every spelling is refused, every neighbour is served`, () => {
    const matcher = matcherFor(target);
    const readings = { foldCase: target.foldCase ?? false };
    const isRefused = (spelling: string): boolean => {
      const request = requestIdentities("perchoir.example", spelling, readings);
      assert.ok(request, `${spelling} is answered 400`);
      return matcher.match({ id: site, account: "a" }, request, 1).refusal !== undefined;
    };
    assert.deepEqual(
      target.matches.filter((spelling) => !isRefused(spelling)),
      [],
      "got past",
    );
    assert.deepEqual(target.spares.filter(isRefused), [], "refused too much");
  });
}

for (const { identity, matches, spares } of corpus.hosts) {
  test(`${identity}: every spelling of the host is one, and no other is`, () => {
    assert.deepEqual(
      matches.filter((host) => hostIdentity(host) !== identity),
      [],
    );
    assert.deepEqual(
      spares.filter((host) => hostIdentity(host) === identity),
      [],
    );
  });
}

test("the corpus is as large as the contract says", () => {
  const count = (field: "matches" | "spares") =>
    corpus.targets.reduce((sum, target) => sum + target[field].length, 0);
  assert.ok(corpus.targets.length >= 25);
  assert.ok(count("matches") >= 250, `${count("matches")} spellings`);
  assert.ok(count("spares") >= 150, `${count("spares")} neighbours`);
});
