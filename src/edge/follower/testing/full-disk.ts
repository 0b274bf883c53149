import fs from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import type { TestContext } from "node:test";

const noSpace = () => Object.assign(new Error("no space left on device"), { code: "ENOSPC" });

/** From now on every write fails, after some bytes of it; what it returns makes room again. */
export function fullDisk(t: TestContext): () => void {
  const { writeSync } = fs;
  const full = t.mock.method(fs, "writeSync", (fd: number, bytes: Uint8Array, from = 0) => {
    if (from > 0) throw noSpace();
    return writeSync(fd, bytes, 0, Math.min(20, bytes.length));
  });
  syncBuiltinESMExports();
  return () => {
    full.mock.restore();
    syncBuiltinESMExports();
  };
}

async function fileHandles(): Promise<FileHandle> {
  const handle = await open("/dev/null");
  await handle.close();
  return Object.getPrototypeOf(handle);
}

/** How many syncs there were since. */
export async function countedSyncs(t: TestContext): Promise<() => number> {
  const counted = t.mock.method(await fileHandles(), "datasync");
  return () => counted.mock.callCount();
}

/** From now on every sync fails, until it is mended. */
export async function failingSyncs(t: TestContext): Promise<{ mend(): void; failures(): number }> {
  const failing = t.mock.method(await fileHandles(), "datasync", () => Promise.reject(noSpace()));
  return { mend: () => failing.mock.restore(), failures: () => failing.mock.callCount() };
}
