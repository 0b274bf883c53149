import assert from "node:assert/strict";
import { test } from "node:test";
import { NORMALISER_VERSION } from "./normalise/index.ts";
import { FINDING_KINDS } from "./types.ts";
import { VERSIONS, versionOf } from "./versions.ts";

test("every kind of finding names the detector that makes it, and what it rests on", () => {
  for (const kind of FINDING_KINDS) {
    assert.match(versionOf(kind), /^(?:details|dox|violence|sealed)@\S+( [a-z]+@\S+)+$/, kind);
    assert.ok(versionOf(kind).includes(` normaliser@${NORMALISER_VERSION}`), kind);
  }
  assert.match(versionOf("dox"), /^dox@\S+ details@/);
  assert.match(versionOf("raid"), /^violence@/);
  assert.match(versionOf("phone"), /^details@/);
  assert.match(versionOf("sealed-detail"), /^sealed@/);
});

test("a version is one word, so that what is stored can be read again", () => {
  for (const version of Object.values(VERSIONS)) assert.match(version, /^[\w.+-]+$/);
});
