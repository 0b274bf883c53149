import { screenLines } from "../screening/index.ts";

/** `rempart screen --jsonl`: one JSON object per line in and out (docs/design.md §4, Detector interface). */
export const run = (): Promise<void> => screenLines(process.stdin, process.stdout);
