import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { type FileHandle, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { RempartError } from "./errors.ts";

/** Makes a rename or a new name in `folder` survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces a file so that after a crash either the old or the new content is there, whole. */
export async function writeAtomic(path: string, content: Uint8Array | string, mode = 0o600): Promise<void> {
  const draft = `${path}.new`;
  const handle = await open(draft, "w", mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}

/** Replaces a file in one step, without a sync: after a power cut the old content may be there, or none. */
export function replaceFile(path: string, content: string, mode = 0o600): void {
  const draft = `${path}.new`;
  const fd = openSync(draft, "w", mode);
  try {
    writeSync(fd, content);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, path);
}

/** Appends and syncs: on return the bytes are on the disk. */
export async function appendSynced(handle: FileHandle, content: Uint8Array): Promise<void> {
  await handle.appendFile(content);
  await handle.datasync();
}

/** The file's bytes, or undefined where there is no such file; any other failure throws. */
export async function readIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    return absent(error);
  }
}

/** The same, without leaving the thread: for a few KiB, which take 15 µs where the way through Node's pool takes 150. */
export function readSmallIfPresent(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    return absent(error);
  }
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}

export const removeIfPresent = (path: string): Promise<void> => rm(path, { force: true });

/** Linux: start time of a process in clock ticks, so that a reused pid is not taken for its predecessor. */
function processStart(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[19];
  } catch {
    return undefined;
  }
}

/**
 * Takes an exclusive lock as a file that names its live owner; the returned function releases it. A lock whose process
 * is gone is taken over; one whose process lives never is. Throws `lock.held` with the owner's pid.
 */
export function lockFolder(path: string): () => void {
  const mine = `${process.pid} ${processStart(process.pid) ?? ""}\n`;
  const draft = `${path}.${process.pid}`;
  const fd = openSync(draft, "w", 0o600);
  writeSync(fd, mine);
  fsyncSync(fd);
  closeSync(fd);
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      if (linkIfFree(draft, path)) {
        return () => {
          if (readOwner(path) === mine) unlinkSync(path);
        };
      }
      const owner = readOwner(path);
      if (owner === undefined) continue;
      if (isAlive(owner)) throw lockHeld(path, owner);
      removeDead(path, `${draft}.old`);
    }
    throw new RempartError("lock.contended", 500, `another process keeps taking ${path}; try again`);
  } finally {
    unlinkSync(draft);
  }
}

/** Link fails if the name exists: the one atomic step. */
function linkIfFree(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Moves the lock aside before removing it: between our look at it and now another process may have taken it over, and
 * that one is put back.
 */
function removeDead(path: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const owner = readOwner(aside) ?? "";
  try {
    if (isAlive(owner)) linkIfFree(aside, path);
  } finally {
    unlinkSync(aside);
  }
}

function readOwner(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function isAlive(owner: string): boolean {
  const [pid, start] = owner.trim().split(" ");
  return start !== undefined && processStart(Number(pid)) === start;
}

const lockHeld = (path: string, owner: string): RempartError => {
  const pid = Number.parseInt(owner, 10);
  return new RempartError("lock.held", 500, `the data folder is in use by process ${pid} (${path})`, { pid });
};
