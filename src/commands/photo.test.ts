import assert from "node:assert/strict";
import { test } from "node:test";
import { DISCLOSED } from "../evidence/index.ts";
import { inWords } from "./photo.ts";

test("each thing that a file discloses is said in plain words", () => {
  for (const code of DISCLOSED) {
    const said = inWords({ kind: "picture", disclosed: [code] });
    assert.match(said, /Whoever gets this file also gets:\n {2}- \w/);
    assert.doesNotMatch(said, /undefined/);
  }
});

test("it says what no program removes, even where nothing was found", () => {
  const said = inWords({ kind: "picture", disclosed: [] });
  for (const shown of ["window", "bedding", "wall", "plugs", "signs", "reflections"])
    assert.match(said, new RegExp(shown));
  assert.match(inWords({ kind: "sound", disclosed: [] }), /no clean copy/);
});
