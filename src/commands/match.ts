import { matchLines } from "../screening/index.ts";

/** `rempart match --jsonl`: with a key of its own that lives as long as the process; nothing is kept. */
export const run = (): Promise<void> => matchLines(process.stdin, process.stdout);
