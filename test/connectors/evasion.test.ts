import assert from "node:assert/strict";
import { test } from "node:test";
import { rows } from "../evasion/rows.ts";
import { type Result, runRows } from "../evasion/run.ts";
import type { AimName } from "../evasion/stage/sites.ts";
import { cannotAsk } from "./ask-nginx.ts";
import { ENGINES } from "./engine-config.ts";
import { engineOf } from "./engines.ts";
import { GAPS } from "./gaps.ts";
import { absent } from "./haproxy-process.ts";

const SKIP = { haproxy: absent("haproxy"), nginx: cannotAsk(), "nginx-map": cannotAsk() };

/** Of each row the requests against these measures, which are of every kind; `bench/connectors.ts evasion` plays all. */
const TRIED: readonly AimName[] = ["url", "params", "host", "interstitial"];
const tried = rows.flatMap((row) => {
  const on = row.on.filter((aim) => TRIED.includes(aim));
  return [{ ...row, on: on.length > 0 ? on : row.on.slice(0, 1) }];
});

const text = ({ row, on, came, status }: Result): string =>
  `${row.family}: ${row.name} on ${on}: ${row.expected}, came ${came} ${status}`;

for (const name of ENGINES) {
  test(`${name} holds the rows of the evasion matrix, but for those that the docs name`, {
    skip: SKIP[name],
    timeout: 180_000,
  }, async () => {
    const gaps = GAPS.filter(({ engines }) => engines.includes(name));
    const results = await runRows(engineOf(name), tried);
    assert.ok(results.length >= rows.length / 2);
    const open = results.filter(({ safe }) => !safe);
    assert.deepEqual(open.filter((result) => !gaps.some(({ covers }) => covers(result))).map(text), []);
    for (const { covers, why } of gaps) assert.ok(open.some(covers), `no gap any more: ${why}`);
  });
}
