import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FOLDER } from "./order.ts";

const PRELOAD = new URL("./crash-at.ts", import.meta.url);

/** While it lasts, every process of a world is started with the points of crash-at.ts: the launcher passes its own environment on. */
export class Preloaded implements Disposable {
  /** Where orders and records lie. */
  readonly folder = mkdtempSync(join(tmpdir(), "rempart-faults-"));
  readonly #before = process.env.NODE_OPTIONS;

  constructor() {
    process.env.NODE_OPTIONS = `${this.#before ?? ""} --import=${PRELOAD.href}`;
    process.env[FOLDER] = this.folder;
  }

  [Symbol.dispose](): void {
    if (this.#before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = this.#before;
    delete process.env[FOLDER];
    rmSync(this.folder, { recursive: true, force: true });
  }
}
