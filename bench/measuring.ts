import { loadavg } from "node:os";
import { base32 } from "../src/lib/ids.ts";

/** What benches of single calls share: ids, a garbage-free look at the heap, times of batches, and lines that align. */

/** Ids as the ledger has them: 128 bits, here of a number and a hash of it. */
export function idOf(i: number): string {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  for (let word = 0; word < 4; word++) view.setUint32(4 * word, Math.imul(i + 1, 0x9e3779b1 + 2 * word));
  return base32(bytes);
}

/** Bytes held and resident, after what can be collected was (`--expose-gc`). */
export function memory(): { readonly held: number; readonly resident: number } {
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { held: heapUsed + arrayBuffers, resident: rss };
}

export const printTitle = (what: string): void =>
  console.log(
    `${what}; load average ${loadavg()
      .map((one) => one.toFixed(2))
      .join(" ")}`,
  );

export const print = (what: string, value: string): void => console.log(`  ${what.padEnd(62)} ${value}`);

const BATCH = 100;

/** Prints what one call takes, µs; of batches of a hundred, after as many calls to warm up as there are, at most 20,000. */
export function time(what: string, call: (i: number) => unknown, batches = 2000): void {
  for (let i = 0; i < Math.min(20_000, batches * BATCH); i++) call(i);
  const perCall = new Float64Array(batches);
  for (let batch = 0; batch < batches; batch++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < BATCH; i++) call(batch * BATCH + i);
    perCall[batch] = Number(process.hrtime.bigint() - start) / BATCH / 1000;
  }
  report(what, perCall, "µs");
}

/** Prints median, 99th percentile and the most. */
export function report(what: string, values: Float64Array, unit: string): void {
  const sorted = values.toSorted();
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(2).padStart(7);
  print(what, `p50 ${at(0.5)}  p99 ${at(0.99)}  max ${at(1)} ${unit}`);
}
