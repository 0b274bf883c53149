import { TagKeys } from "../../src/screening/sealed/tag.ts";

/**
 * How fast somebody who has the key as well as the tags tries numbers: `node --conditions=rempart-src
 * bench/screening/guessing.ts`. The look-up part of a tag is tried first, the HMAC only where it meets.
 */
const keys = new TagKeys(new Uint8Array(32).fill(1));
const MOBILES = 2e8;
const rate = (count: number, one: (number: string) => unknown): number => {
  let best = 0;
  for (let run = 0; run < 5; run++) {
    const before = process.cpuUsage();
    for (let at = 0; at < count; at++) one(`N06${String(39_980_000 + at)}`);
    best = Math.max(best, (count / process.cpuUsage(before).user) * 1e6);
  }
  return best;
};
for (const [name, perSecond] of [
  ["look-up part (SipHash)", rate(300_000, (number) => keys.hash(number))],
  ["HMAC-SHA-256", rate(100_000, (number) => keys.mac(number))],
] as const) {
  console.log(
    `${name}: ${Math.round(perSecond).toLocaleString("en")} a second on one core; all ${MOBILES.toLocaleString("en")} French mobile numbers in ${(MOBILES / perSecond / 60).toFixed(1)} min`,
  );
}
