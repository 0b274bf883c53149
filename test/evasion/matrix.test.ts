import assert from "node:assert/strict";
import { test } from "node:test";
import { FRONTS } from "./row.ts";
import { rows } from "./rows.ts";
import { distinctRequests, runRows } from "./run.ts";
import { playScenarios } from "./scenarios.ts";
import { Scene } from "./scene.ts";
import { inProcess } from "./stage/edges.ts";
import { edgeOf, rempart } from "./stage/rempart.ts";

test("no way of asking gets the refused page, and no neighbour is refused", {
  timeout: 120_000,
}, async () => {
  const results = await runRows(rempart(inProcess, new Set(FRONTS)), rows);
  const wrong = results.filter(({ held }) => !held);
  assert.deepEqual(
    wrong.map(
      ({ row, on, came, status }) =>
        `${row.family}: ${row.name} on ${on}: ${row.expected}, came ${came} ${status}`,
    ),
    [],
  );
  assert.ok(distinctRequests(rows) >= 120, "the contract says at least 120 distinct requests");
  assert.equal(
    new Set(rows.map(({ family, name }) => `${family}: ${name}`)).size,
    rows.length,
    "names are distinct",
  );
});

test("no copy, stream or edge from before a decision gets past it", { timeout: 120_000 }, async () => {
  await using scene = await Scene.open(edgeOf(inProcess));
  const wrong = (await playScenarios(scene)).filter(({ held }) => !held);
  assert.deepEqual(
    wrong.map(
      ({ scenario: { family, name, expected }, came }) => `${family}: ${name}: ${expected}, came ${came}`,
    ),
    [],
  );
});
