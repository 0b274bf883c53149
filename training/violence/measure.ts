/**
 * Five-fold cross-validation of the model of violence: `node --conditions=rempart-src
 * training/violence/measure.ts FOLDER [--misses SOURCE]`. Pairs and translations never straddle two folds. Prints
 * for each source: recall, false alarms, right kinds, average precision; then by phenomenon.
 */
import { type Example, readDocuments, readPairs, readPublic } from "./data.ts";
import { learn, OUTPUTS, type Row, score, sigmoid } from "./learn.ts";
import { sampleOf } from "./samples.ts";
import { SETTINGS } from "./train.ts";

const FOLDS = 5;
/** Unlabelled texts teach little; every sixth is enough to learn and to measure their false alarms. */
const UNLABELLED_SHARE = 6;

const [folder, , missesOf] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: measure.ts FOLDER [--misses SOURCE]");
  process.exit(2);
}
const hash = (text: string): number =>
  [...text].reduce((sum, character) => (Math.imul(sum, 33) + character.charCodeAt(0)) >>> 0, 5381);
const publicSets = readPublic(folder).filter(
  ({ origin, group }) => origin === "labelled" || hash(`share ${group}`) % UNLABELLED_SHARE === 0,
);
const examples = [...readPairs(), ...readDocuments(), ...publicSets];
const samples = examples.map(sampleOf);
const odds = new Float64Array(examples.length).fill(Number.NEGATIVE_INFINITY);
const kinds: (string | undefined)[] = [];
for (let fold = 0; fold < FOLDS; fold++) {
  const rows = learn(
    samples.filter(({ weight }, at) => weight > 0 && hash((examples[at] as Example).group) % FOLDS !== fold),
    SETTINGS,
  );
  for (const [at, { group }] of examples.entries()) if (hash(group) % FOLDS === fold) judge(at, rows);
}

function judge(at: number, rows: readonly Row[]): void {
  const [any, ...others] = rows as [Row, ...Row[]];
  for (const passage of samples[at]?.passages ?? []) {
    const value = score(any, passage);
    if (value <= (odds[at] as number)) continue;
    odds[at] = value;
    const scores = others.map((row) => score(row, passage));
    kinds[at] = OUTPUTS[1 + scores.indexOf(Math.max(...scores))];
  }
}

const isFound = (at: number): boolean => (odds[at] as number) >= 0;
const share = (part: number, whole: number): string =>
  `${((100 * part) / Math.max(1, whole)).toFixed(1)} % of ${whole}`;
const sources = [...new Set(examples.map(({ source }) => source))];
for (const source of sources) {
  const of = examples.flatMap((example, at) => (example.source === source ? [at] : []));
  const harmful = of.filter((at) => examples[at]?.any);
  const harmless = of.filter((at) => !examples[at]?.any);
  const found = harmful.filter(isFound);
  const right = found.filter((at) => kinds[at] === examples[at]?.kind);
  const parts = [`false ${share(harmless.filter(isFound).length, harmless.length)}`];
  if (harmful.length > 0) {
    parts.unshift(`recall ${share(found.length, harmful.length)}`);
    parts.push(`average precision ${averagePrecision(of).toFixed(3)}`);
  }
  if (examples[of[0] as number]?.origin === "own")
    parts.push(`right kind ${share(right.length, found.length)}`);
  console.log(`${source.padEnd(10)} ${parts.join(", ")}`);
}
for (const lang of ["en", "fr"]) {
  const rates = new Map<string, { found: number; all: number }>();
  for (const [at, { origin, any, phenomenon, ...example }] of examples.entries()) {
    if (origin !== "own" || example.lang !== lang) continue;
    const name = `${any ? "+" : "-"}${phenomenon}`;
    const rate = rates.get(name) ?? { found: 0, all: 0 };
    rates.set(name, { found: rate.found + (isFound(at) ? 1 : 0), all: rate.all + 1 });
  }
  const shown = [...rates].filter(([, { all }]) => all >= 30).sort(([a], [b]) => (a < b ? -1 : 1));
  console.log(
    `\n${lang}: ${shown.map(([name, { found, all }]) => `${name} ${Math.round((100 * found) / all)} % (${all})`).join("  ")}`,
  );
}
for (const [at, { source, any, phenomenon, text }] of examples.entries()) {
  if (source === missesOf && isFound(at) !== any) {
    console.log(
      `${any ? "MISS " : "FALSE"} ${sigmoid(odds[at] as number).toFixed(2)} ${phenomenon} | ${text}`,
    );
  }
}

/** Mean of the precision at each harmful text, the highest first. */
function averagePrecision(of: readonly number[]): number {
  let harmful = 0;
  let sum = 0;
  for (const [rank, at] of of.toSorted((a, b) => (odds[b] as number) - (odds[a] as number)).entries()) {
    if (!examples[at]?.any) continue;
    harmful++;
    sum += harmful / (rank + 1);
  }
  return sum / Math.max(1, harmful);
}
