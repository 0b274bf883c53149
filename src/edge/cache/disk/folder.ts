import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { removeIfPresent, syncFolder } from "../../../lib/files.ts";

const FANOUT = 256;
const NAME = /^([0-9a-z]{1,11})\.object$/;
const DISCARDED = /^discarded-[0-9a-f]{16}$/;

const drawer = (number: number): string => number.toString(16).padStart(2, "0");

/** The names in a cache's folder: a lock, a journal, and the objects in 256 drawers. */
export class CacheFolder {
  readonly path: string;
  readonly journal: string;

  constructor(path: string) {
    this.path = path;
    this.journal = join(path, "journal");
  }

  objectPath(id: number): string {
    return join(this.path, "objects", drawer(id % FANOUT), `${id.toString(36)}.object`);
  }

  async makeDrawers(): Promise<void> {
    for (let i = 0; i < FANOUT; i++)
      await mkdir(join(this.path, "objects", drawer(i)), { recursive: true, mode: 0o700 });
  }

  /**
   * Forgets all that is kept: once the journal has no name, no file is ever served again. On a disk that is full this needs
   * no room; where the folder cannot be changed at all it rejects.
   */
  async discard(): Promise<void> {
    await removeIfPresent(this.journal);
    await syncFolder(this.path);
    const aside = join(this.path, `discarded-${randomBytes(8).toString("hex")}`);
    await rename(join(this.path, "objects"), aside).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
  }

  /** Removes what was discarded, and objects of earlier lives that the journal does not know. Ends when `stop` says so. */
  async tidy(isKept: (id: number) => boolean, life: number, stop: AbortSignal): Promise<void> {
    for (const name of await readdir(this.path)) {
      if (DISCARDED.test(name)) await rm(join(this.path, name), { recursive: true, force: true });
    }
    for (let i = 0; i < FANOUT && !stop.aborted; i++) {
      const path = join(this.path, "objects", drawer(i));
      for (const name of await readdir(path)) {
        const id = Number.parseInt(NAME.exec(name)?.[1] ?? "", 36);
        if (id < life && !isKept(id)) await removeIfPresent(join(path, name));
      }
    }
  }
}
