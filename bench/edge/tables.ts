import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { HOST } from "./engine.ts";

/** Writes `count` lines; none of them is what the load asks for, but the last in the table of sites. */
async function lines(path: string, count: number, line: (i: number) => string): Promise<string> {
  const file = createWriteStream(path);
  for (let i = 0; i < count; i++) {
    if (!file.write(`${line(i)}\n`)) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
  return path;
}

/** Pages of the very site that is asked for: each of its requests is looked up among all of them. */
export const measuresFile = (path: string, count: number): Promise<string> =>
  lines(path, count, (i) => `${HOST}/thread/${i.toString(36)}/post-${(i * 7919) % count}`);

export const sitesFile = (path: string, count: number): Promise<string> =>
  lines(path, count, (i) => (i === count - 1 ? HOST : `site-${i.toString(36)}.customer-${i % 977}.example`));
