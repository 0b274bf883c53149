/** MB of UTF-8 a second, from the least processor time of several runs: what else the machine does only ever adds. */
export function megabytesPerSecond(text: string, run: (text: string) => unknown, runs = 9): number {
  const bytes = Buffer.byteLength(text);
  const times = Math.ceil(4e6 / bytes);
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < runs; time++) {
    // Another string each time: engines remember what they saw in one.
    const copies = Array.from({ length: times }, () => Buffer.from(text).toString());
    const before = process.cpuUsage();
    for (const copy of copies) run(copy);
    best = Math.min(best, process.cpuUsage(before).user / times);
  }
  return bytes / best;
}

export const line = (name: string, text: string, run: (text: string) => unknown): void =>
  console.log(`${name.padEnd(52)} ${megabytesPerSecond(text, run).toFixed(1).padStart(8)} MB/s`);
