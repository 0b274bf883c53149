import { watch } from "node:fs";
import { MINUTE } from "./clock.ts";

/** A watch can miss changes (network file systems), and some things change without any. */
const RESCAN_MS = MINUTE;

export interface FolderWatchOptions {
  /** How long writing takes: a look comes this much after the first change. */
  readonly settleMs: number;
  /** The file that counts; without it all do. */
  readonly only?: string;
  readonly look: () => void;
  readonly onError: (error: Error) => void;
}

/** Has somebody look at a folder when something in it changes, and once a minute. Keeps no process alive. */
export class FolderWatch {
  readonly #watcher;
  readonly #rescan: NodeJS.Timeout;
  #settle: NodeJS.Timeout | undefined;

  /** Throws if there is no such folder. */
  constructor(folder: string, { settleMs, only, look, onError }: FolderWatchOptions) {
    const settled = (): void => {
      this.#settle = undefined;
      look();
    };
    this.#watcher = watch(folder, (_event, name) => {
      if (only === undefined || name === only) this.#settle ??= setTimeout(settled, settleMs).unref();
    });
    this.#watcher.on("error", onError);
    this.#rescan = setInterval(look, RESCAN_MS).unref();
  }

  close(): void {
    this.#watcher.close();
    clearInterval(this.#rescan);
    clearTimeout(this.#settle);
  }
}
