import { readFile, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { errorMessage } from "../../lib/errors.ts";
import { FolderWatch } from "../../lib/folder-watch.ts";
import type { Log } from "../../lib/log.ts";
import { runInSlices } from "../../lib/slices.ts";
import { CountryTable } from "./country-table.ts";

/** Who can say where a visitor's address is registered. */
export interface Countries {
  /** ISO 3166-1 alpha-2; undefined where it is not known, which no territory has inside. */
  countryOf(address: string): string | undefined;
}

/** A large file takes more than one write. */
const SETTLE_MS = 500;

/**
 * A table of countries from a file that is followed live. One that cannot be read is told to the log, and the last good one goes
 * on saying what it said.
 */
export class CountryFile implements Countries {
  readonly #path: string;
  readonly #log: Log;
  #state = "";
  #table!: CountryTable;
  #watch: FolderWatch | undefined;
  #scanning: Promise<void> = Promise.resolve();

  private constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
  }

  /** Reads the file and goes on following it. Throws `country.table` or what the system says if it is not good. */
  static async open(path: string, log: Log): Promise<CountryFile> {
    const file = new CountryFile(path, log);
    await file.#read(await file.#stateNow());
    // Its folder: a file that is replaced is another one under the same name.
    file.#watch = new FolderWatch(dirname(path), {
      settleMs: SETTLE_MS,
      only: basename(path),
      look: () => void file.scan(),
      onError: (error) => log.warn("countries.watch_failed", { error: errorMessage(error) }),
    });
    return file;
  }

  countryOf(address: string): string | undefined {
    return this.#table.countryOf(address);
  }

  /** Reads the file if it has changed, and swaps the table in one step. Never rejects. */
  scan(): Promise<void> {
    this.#scanning = this.#scanning.then(() => this.#scanNow());
    return this.#scanning;
  }

  close(): void {
    this.#watch?.close();
  }

  async #scanNow(): Promise<void> {
    try {
      const state = await this.#stateNow();
      if (state !== this.#state) await this.#read(state);
    } catch (error) {
      this.#log.warn("countries.refused", { error: errorMessage(error) });
    }
  }

  async #read(state: string): Promise<void> {
    this.#state = state; // also of a bad one: it is told once, not once a minute
    this.#table = await runInSlices(CountryTable.read(await readFile(this.#path, "utf8")));
    this.#log.info("countries.read", { lines: this.#table.lines, bytes: this.#table.bytes });
  }

  async #stateNow(): Promise<string> {
    const { ino, size, mtimeMs } = await stat(this.#path);
    return `${ino} ${size} ${mtimeMs}`;
  }
}
