import { parseArgs } from "node:util";
import { createSealedMatcher, type SealedTags, tagDetail } from "../../src/screening/index.ts";
import { MAKERS } from "./obfuscate/details.ts";
import { ordinaryText, ownTexts } from "./obfuscate/ordinary.ts";
import { Random } from "./obfuscate/random.ts";
import { line, megabytesPerSecond } from "./speed.ts";

/**
 * What the sealed matcher costs: `node --conditions=rempart-src --expose-gc bench/screening/sealed.ts`. Throughput on
 * ordinary text, building the index, memory, and hostile shapes beside plain text.
 * --counts 100,10000,100000; --texts FILE (JSON lines with a `text`) as ordinary text too.
 */
const { values } = parseArgs({
  options: { counts: { type: "string", default: "100,10000,100000" }, texts: { type: "string" } },
});
const key = new Uint8Array(32).fill(5);
const random = new Random(11);
const makers = Object.values(MAKERS);

/** Each detail but for its tags is as any other; made from few words, their beginnings would all be the same. */
const tagged = (count: number): SealedTags[] =>
  Array.from({ length: count }, () => {
    for (;;) {
      try {
        return tagDetail(key, random.pick(makers)(random).detail);
      } catch {} // a short handle, a plate of few letters
    }
  });

const written = ownTexts(values.texts);
const texts: Readonly<Record<string, string>> = {
  "everyday sentences, many numbers": ordinaryText(random, 2_000_000),
  ...(values.texts === undefined ? {} : { "posts of the file": written.join("\n\n").slice(0, 4_000_000) }),
  "French prose":
    `Le marché ouvre demain et nous irons à pied, s'il ne pleut pas. « Évidemment », a-t-elle dit, puis elle a
refermé la porte sans se retourner, comme si plus rien ne pouvait la surprendre. `.repeat(8000),
  "English prose":
    `The weather was fine and everyone agreed that the second half of the match was better than the
first; tickets are sold out for next week, so we'll watch it at home with the neighbours and their dog. `.repeat(
      8000,
    ),
};

for (const count of values.counts.split(",").map(Number)) {
  const started = performance.now();
  const details = tagged(count);
  const madeMs = performance.now() - started;
  const tags = details.reduce((sum, one) => sum + one.tags.length + one.near.length, 0);
  globalThis.gc?.();
  const before = process.memoryUsage();
  const from = performance.now();
  const sealed = createSealedMatcher(key, details);
  const ms = performance.now() - from;
  globalThis.gc?.();
  const after = process.memoryUsage();
  const bytes = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  console.log(
    `\n${count} details, ${tags} tags (${((1000 * madeMs) / tags).toFixed(1)} µs each to make): index ${ms.toFixed(0)} ms, ${(bytes / 1e6).toFixed(1)} MB`,
  );
  for (const [name, text] of Object.entries(texts)) line(`  ${name}`, text, (one) => sealed.find(one));
  if (count !== 10_000) continue;
  const plain = (texts["English prose"] as string).slice(0, 1_000_000);
  const base = megabytesPerSecond(plain, (one) => sealed.find(one), 5);
  console.log("\n1 MB of each, times plain text");
  for (const [name, shape] of Object.entries(HOSTILE())) {
    const text = shape.repeat(Math.ceil(1_000_000 / shape.length)).slice(0, 1_000_000);
    const speed = megabytesPerSecond(text, (one) => sealed.find(one), 2);
    console.log(
      `  ${name.padEnd(40)} ${(base / speed / (Buffer.byteLength(text) / 1e6)).toFixed(1).padStart(8)}×`,
    );
  }
}

function HOSTILE(): Record<string, string> {
  return {
    "one letter": "a",
    "letters apart": "a ",
    digits: "1",
    "digits apart": "1 ",
    pairs: "06 39 ",
    "number words": "vingt deux ",
    "number words glued": "vingtdeux",
    "one number again and again": "06 39 98 00 14, ",
    plus: "+33 6 ",
    "house numbers": "14 rue ",
    streets: "14 rue des Trois-Fontaines ",
    "zero width": "\u200b",
    marks: "a\u0301\u0316\u0301",
    signs: "@",
    "signs in words": "a@b$",
    "open tags": "<a ",
    tags: "<b>a</b>",
    "open brackets": "[b",
    entities: "&#48;",
    "entities of entities": "&amp;amp;amp;#48;",
    percent: "%30",
    backslashes: "\\u0030",
    "upside down": "ɐq ",
    stretched: "aaab ",
    "lone surrogates": "\ud800a",
    "mathematical letters": "𝐚",
    base64: "QWJjZGVmZ2hpamtsbW5v ",
    look: "OO lI ",
  };
}
