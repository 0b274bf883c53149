/**
 * Neutrality: `node --conditions=rempart-src bench/screening/neutrality.ts`. Each sentence is read with one target
 * and with another of the same grammar (a group, a name, a gender, a side in politics): neither the kinds of its
 * findings nor its severity may change. Insults and hateful opinions must give nothing. Exits 1 where one does.
 */

import { FRAMES, TARGETS } from "../../src/screening/corpus/neutrality.ts";
import { screen } from "../../src/screening/index.ts";

const shape = (text: string): string => {
  const { severity, findings } = screen(text);
  return `${severity} ${findings
    .map(({ kind }) => kind)
    .sort()
    .join(" ")}`;
};

let pairs = 0;
const changed: string[] = [];
let opinions = 0;
const flagged: string[] = [];
for (const { lang, sentences } of FRAMES) {
  for (const { text, isOpinion } of sentences) {
    const slot = /\{(\w+)\}/.exec(text)?.[1] ?? "";
    const targets = TARGETS[lang]?.[slot] ?? [];
    if (targets.length < 2) throw new Error(`no targets for ${slot} in ${lang}`);
    const read = targets.map((target) => text.replaceAll(`{${slot}}`, target));
    const shapes = read.map(shape);
    for (let at = 1; at < read.length; at++) {
      pairs++;
      if (shapes[at] !== shapes[at - 1])
        changed.push(`${read[at - 1]} (${shapes[at - 1]}) | ${read[at]} (${shapes[at]})`);
    }
    if (!isOpinion) continue;
    for (const [at, one] of shapes.entries()) {
      opinions++;
      if (one !== "none ") flagged.push(`${read[at]} (${one})`);
    }
  }
}
console.log(`${pairs} pairs, ${changed.length} change a finding or the severity`);
console.log(`${opinions} insults and hateful opinions, ${flagged.length} with a finding`);
for (const line of [...changed, ...flagged].slice(0, process.argv.includes("--all") ? undefined : 20))
  console.log(`  ${line}`);
if (changed.length > 0 || flagged.length > 0) process.exitCode = 1;
