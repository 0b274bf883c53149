import assert from "node:assert/strict";
import { test } from "node:test";
import { misplaced, turnedBy } from "./mutate.ts";
import { mutations } from "./mutations.ts";

/** All of them take minutes (`npm run bench:evasion -- --mutations`); these are one of each kind. */
const SAMPLE = [
  "escapes are read once, not until none is left",
  "names of parameters do not count",
  "a connection is for every name",
  "no policy for ranges",
  "a length beside chunks is ignored",
  "what is in flight is not cut",
];

test("every rule that could be taken out is where the list says", { timeout: 60_000 }, async () => {
  assert.deepEqual((await Promise.all(mutations.map(misplaced))).flat(), []);
});

for (const name of SAMPLE) {
  test(`rows turn where ${name}`, { timeout: 60_000 }, async () => {
    const mutation = mutations.find((one) => one.name === name) ?? assert.fail(name);
    assert.notEqual((await turnedBy(mutation)).length, 0);
  });
}
