import { parseArgs } from "node:util";
import { checkMutations } from "../test/evasion/mutate.ts";
import { FRONTS } from "../test/evasion/row.ts";
import { rows } from "../test/evasion/rows.ts";
import { distinctRequests, type Result, runRows } from "../test/evasion/run.ts";
import { playScenarios, scenarios } from "../test/evasion/scenarios.ts";
import { Scene } from "../test/evasion/scene.ts";
import { inProcess } from "../test/evasion/stage/edges.ts";
import { edgeOf, rempart } from "../test/evasion/stage/rempart.ts";

/**
 * `npm run bench:evasion`: the evasion matrix through edges in processes of their own, a line a row: what was expected, what
 * came, on which measures. `-- --mutations`: whether each row fails once the rule that holds it is taken out.
 * Options: --family NAME,… --mutations --only NAME,…
 */
const { values } = parseArgs({
  options: {
    family: { type: "string" },
    mutations: { type: "boolean", default: false },
    only: { type: "string" },
  },
});
const families = values.family?.split(",");
const isWanted = ({ family }: { readonly family: string }): boolean => families?.includes(family) ?? true;

const line = (family: string, name: string, expected: string, came: string): void =>
  console.log(`${family.padEnd(32)} ${name.padEnd(52)} ${expected.padEnd(10)} ${came}`);

function printRow(results: readonly Result[]): void {
  const { row } = results[0]!;
  const statuses = [...new Set(results.map(({ status }) => status ?? "no answer"))].join(", ");
  const wrong = results.filter(({ held }) => !held);
  const what = wrong.map(({ on, came }) => `${on}: ${came}`).join(", ");
  const verdict = wrong.length === 0 ? "held" : `NOT HELD (${what})`;
  line(row.family, `${row.name} (${row.on.join(" ")})`, row.expected, `${statuses}; ${verdict}`);
}

async function matrix(): Promise<boolean> {
  const wanted = rows.filter(isWanted);
  const startedMs = performance.now();
  const results = await runRows(rempart(inProcess, new Set(FRONTS)), wanted);
  for (const row of wanted) printRow(results.filter((result) => result.row === row));
  const told = scenarios.filter(isWanted);
  await using scene = await Scene.open(edgeOf(inProcess));
  const played = await playScenarios(scene, told);
  for (const { scenario, came, held } of played)
    line(scenario.family, scenario.name, scenario.expected, `${came}; ${held ? "held" : "NOT HELD"}`);

  const open = results.filter(({ held }) => !held).length + played.filter(({ held }) => !held).length;
  const count = (expected: string) => results.filter(({ row }) => row.expected === expected).length;
  console.log(
    `${wanted.length} rows, ${distinctRequests(wanted)} distinct requests: ${count("refused")} to be refused, ${count("malformed")} malformed, ${count("served")} to stay up; ${played.length} scenarios; ${open} not held; ${((performance.now() - startedMs) / 1000).toFixed(1)} s`,
  );
  return open === 0;
}

const ok = values.mutations ? await checkMutations(values.only?.split(",")) : await matrix();
process.exitCode = ok ? 0 : 1;
