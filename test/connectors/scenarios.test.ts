import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Played, playScenarios, scenarios } from "../evasion/scenarios.ts";
import { type Scenario, Scene } from "../evasion/scene.ts";
import { cannotAsk } from "./ask-nginx.ts";
import { ENGINES } from "./engine-config.ts";
import { nodeOf } from "./engines.ts";
import { SCENARIO_GAPS } from "./gaps.ts";
import { absent } from "./haproxy-process.ts";

const SKIP = { haproxy: absent("haproxy"), nginx: cannotAsk(), "nginx-map": cannotAsk() };

const text = ({ scenario: { family, name, expected }, came }: Played): string =>
  `${family}: ${name}: ${expected}, came ${came}`;

// By far most of their time is waiting for something that must not come.
describe("scenarios of the evasion matrix", { concurrency: true }, () => {
  for (const name of ENGINES) {
    test(`${name} holds them, but for those that the docs name`, {
      skip: SKIP[name],
      timeout: 180_000,
    }, async () => {
      await using scene = await Scene.open(nodeOf(name));
      const gaps = SCENARIO_GAPS.filter(({ engines }) => engines.includes(name));
      // One of each gap: that nothing comes takes a second each time. `bench/connectors.ts evasion` plays all.
      const sample = gaps.map(({ covers }) => scenarios.find(covers));
      const isTried = (one: Scenario) => sample.includes(one) || !gaps.some(({ covers }) => covers(one));
      const played = await playScenarios(scene, scenarios.filter(isTried));
      const wrong = played.filter(({ held }) => !held);
      const unknown = wrong.filter(({ scenario }) => !gaps.some(({ covers }) => covers(scenario)));
      assert.deepEqual(unknown.map(text), []);
      for (const { covers, why } of gaps)
        assert.ok(
          wrong.some(({ scenario }) => covers(scenario)),
          `no gap any more: ${why}`,
        );
    });
  }
});
