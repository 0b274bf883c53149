import { parseArgs } from "node:util";
import { createSealedMatcher, matchSealed, tagDetail } from "../../../src/screening/index.ts";
import { inContext } from "./contexts.ts";
import { MAKERS, type Sample } from "./details.ts";
import { HELD_OUT } from "./held-out.ts";
import { HELD_OUT_AGAIN } from "./held-out-again.ts";
import { KNOWN } from "./known.ts";
import { nearMisses } from "./near-misses.ts";
import type { Obfuscator } from "./obfuscator.ts";
import { ordinaryText, ownTexts } from "./ordinary.ts";
import { Random } from "./random.ts";

/**
 * What the sealed matcher finds of details that somebody hides, and what it takes for them:
 * `node --conditions=rempart-src bench/screening/obfuscate/measure.ts`.
 * --seed N, --each N (details of each kind for each obfuscator), --near N, --misses [FAMILY or name], --set known|held-out|again|near|text,
 * --texts FILE (JSON lines with a `text`, read for false matches).
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    each: { type: "string", default: "12" },
    near: { type: "string", default: "12000" },
    misses: { type: "string" },
    set: { type: "string" },
    texts: { type: "string" },
  },
});
const key = new Uint8Array(32).fill(9);
const seed = Number(values.seed);
const wanted = (set: string): boolean => values.set === undefined || values.set === set;
const shows = (...names: readonly string[]): boolean =>
  values.misses !== undefined &&
  (values.misses === "all" || names.some((name) => name.includes(values.misses as string)));
const percent = (found: number, of: number): string =>
  `${((100 * found) / Math.max(1, of)).toFixed(1)} %`.padStart(8);

class Tally {
  readonly #counts = new Map<string, [found: number, of: number]>();
  add(name: string, found: boolean): void {
    const [before, of] = this.#counts.get(name) ?? [0, 0];
    this.#counts.set(name, [before + (found ? 1 : 0), of + 1]);
  }
  print(title: string, all = true): void {
    console.log(`\n${title}`);
    for (const [name, [found, of]] of this.#counts)
      if (all || found < of) console.log(`  ${name.padEnd(40)} ${percent(found, of)}  of ${of}`);
  }
}

function found(sample: Sample, text: string): boolean {
  try {
    return matchSealed(key, [tagDetail(key, sample.detail)], text).length > 0;
  } catch (error) {
    if (shows("error")) console.log(`  error ${(error as Error).message} ${JSON.stringify(sample.detail)}`);
    return false;
  }
}

function recall(title: string, obfuscators: readonly Obfuscator[]): void {
  const [byName, byFamily, byKind, total] = [new Tally(), new Tally(), new Tally(), new Tally()];
  for (const obfuscator of obfuscators) {
    for (const [kind, make] of Object.entries(MAKERS)) {
      const random = new Random(seed * 7919 + obfuscator.name.length * 131 + kind.length);
      for (let time = 0; time < Number(values.each); time++) {
        const sample = make(random);
        if (!obfuscator.for(sample)) continue;
        const text = inContext(random, sample, obfuscator.apply(random, random.pick(sample.plain), sample));
        const hit = found(sample, text);
        byName.add(`${obfuscator.family}: ${obfuscator.name}`, hit);
        byFamily.add(obfuscator.family, hit);
        byKind.add(kind, hit);
        total.add("all", hit);
        if (!hit && shows(obfuscator.family, obfuscator.name, kind))
          console.log(
            `  miss ${obfuscator.name} | ${kind} | ${JSON.stringify(sample.detail.value)} | ${JSON.stringify(text)}`,
          );
      }
    }
  }
  byName.print(`${title}, by obfuscator`, title !== "known");
  byFamily.print(`${title}, by family`);
  byKind.print(`${title}, by kind`);
  total.print(title);
}

if (wanted("known")) recall("known", KNOWN);
if (wanted("held-out")) recall("held-out", HELD_OUT);
if (wanted("again")) recall("held-out again", HELD_OUT_AGAIN);

if (wanted("near")) {
  const misses = nearMisses(new Random(seed + 1), Number(values.near));
  const tally = new Tally();
  let wrong = 0;
  for (const { way, detail, text } of misses) {
    let hit = false;
    try {
      hit = matchSealed(key, [tagDetail(key, detail)], text).length > 0;
    } catch {}
    tally.add(way, hit);
    if (!hit) continue;
    wrong++;
    if (shows("near", way))
      console.log(`  false ${way} | ${JSON.stringify(detail.value)} | ${JSON.stringify(text)}`);
  }
  tally.print("near misses that matched, by way");
  console.log(`\nnear misses: ${wrong} of ${misses.length} matched`);
}

if (wanted("text")) {
  const random = new Random(seed + 2);
  const makers = Object.values(MAKERS);
  const tags = Array.from({ length: 4000 }, () => random.pick(makers)(random).detail).flatMap((detail) => {
    try {
      return [{ detail, tags: tagDetail(key, detail) }];
    } catch {
      return [];
    }
  });
  const sealed = createSealedMatcher(
    key,
    tags.map((one) => one.tags),
  );
  const texts = [ordinaryText(random, 5_000_000), ...ownTexts(values.texts)];
  let bytes = 0;
  let matched = 0;
  for (const text of texts) {
    bytes += Buffer.byteLength(text);
    for (const { start, end, detail } of sealed.find(text)) {
      matched++;
      if (shows("text"))
        console.log(
          `  false ${JSON.stringify(tags[detail]?.detail.value)} | ${JSON.stringify(text.slice(Math.max(0, start - 20), end + 20))}`,
        );
    }
  }
  console.log(
    `\nordinary text: ${matched} matches of ${tags.length} details in ${(bytes / 1e6).toFixed(1)} MB`,
  );
}
