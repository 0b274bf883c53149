import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { readIfPresent, removeIfPresent, syncFolder, writeAtomic } from "../../../lib/files.ts";
import { openLine, sealLine } from "./sealed-line.ts";

/** Of journal and files together; another one is not read. */
const FORMAT = 2;

const FANOUT = 256;
const NAME = /^([0-9a-z]{1,11})\.object$/;
const JOURNAL = /^journal-([1-9]\d{0,14})$/;
const DISCARDED = /^discarded-[0-9a-f]{16}$/;

const drawer = (number: number): string => number.toString(16).padStart(2, "0");

/** The names in a cache's folder: a lock, the last life, a journal in one or two segments, and the objects in 256 drawers. */
export class CacheFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  journalPath(number: number): string {
    return join(this.path, `journal-${number}`);
  }

  /** The segments of the journal that are there, oldest first. */
  async journals(): Promise<number[]> {
    const numbers = (await readdir(this.path)).flatMap((name) => JOURNAL.exec(name)?.[1] ?? []);
    return numbers.map(Number).sort((a, b) => a - b);
  }

  /** First id of the last process that kept something here; undefined if there is nothing that can be trusted. */
  async readLife(): Promise<number | undefined> {
    const [oldest = 0, next = oldest, ...more] = await this.journals();
    if (next - oldest > 1 || more.length > 0) return undefined; // something is missing
    const line = await readIfPresent(this.#life);
    const { life, format } = ((line && openLine(line.subarray(0, -1))) ?? {}) as Partial<Life>;
    return format === FORMAT ? life : undefined;
  }

  async writeLife(life: number): Promise<void> {
    await writeAtomic(this.#life, sealLine({ life, format: FORMAT } satisfies Life));
  }

  get #life(): string {
    return join(this.path, "life");
  }

  objectPath(id: number): string {
    return join(this.path, "objects", drawer(id % FANOUT), `${id.toString(36)}.object`);
  }

  async makeDrawers(): Promise<void> {
    for (let i = 0; i < FANOUT; i++)
      await mkdir(join(this.path, "objects", drawer(i)), { recursive: true, mode: 0o700 });
  }

  /**
   * Forgets all that is kept: once no journal has a name, no file is ever served again. On a disk that is full this needs
   * no room; where the folder cannot be changed at all it rejects.
   */
  async discard(): Promise<void> {
    for (const number of await this.journals()) await removeIfPresent(this.journalPath(number));
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

interface Life {
  readonly life: number;
  readonly format: number;
}
