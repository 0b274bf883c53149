import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/** Preloaded into a process and its threads: while the file that `DISK_IS_FULL` names exists, every write fails. */
const { existsSync, writeSync } = fs;
const flag = process.env.DISK_IS_FULL;

fs.writeSync = ((...args: Parameters<typeof writeSync>) => {
  if (flag !== undefined && args[0] > 2 && existsSync(flag))
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", errno: -28 });
  return writeSync(...args);
}) as typeof writeSync;
syncBuiltinESMExports();
