import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** A look at what is young takes about 0.1 ms: a hundredth of what passing this much on costs. */
const LOOK_AFTER_BYTES = 8 * 1024 * 1024;

let sinceLook = 0;
let lookAtYoung: NodeJS.GCFunction | undefined;

/**
 * Call for each buffer that will soon be garbage, with its length. V8 counts what buffers hold outside its heap and waits for
 * 64 MiB of it before it collects, all generations then: a body that passes through grows the process by as much, and
 * is slower for it. Those buffers die young, so a look at the young alone, sooner, frees nearly all of them.
 */
export function willBeGarbage(bytes: number): void {
  sinceLook += bytes;
  if (sinceLook < LOOK_AFTER_BYTES) return;
  sinceLook = 0;
  lookAtYoung ??= youngCollector();
  lookAtYoung({ type: "minor" });
}

/** Node has no other way to it: contexts that are made while the flag is on have the function. */
function youngCollector(): NodeJS.GCFunction {
  if (globalThis.gc !== undefined) return globalThis.gc;
  setFlagsFromString("--expose-gc");
  const collector = runInNewContext("gc") as NodeJS.GCFunction;
  setFlagsFromString("--no-expose-gc");
  return collector;
}
