import { type FSWatcher, watch } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, MINUTE } from "../../lib/clock.ts";
import { errorMessage } from "../../lib/errors.ts";
import type { Log } from "../../lib/log.ts";
import {
  type Certificate,
  type CertificateSource,
  CertificateTable,
  readCertificate,
} from "./certificates.ts";

/** `<name>.pem` holds chain and key; `<name>.crt` the chain and `<name>.key` the key. */
const FILE = /^([^.].*)\.(pem|crt|key)$/;
/** What is shown to those who ask for a name that nobody has, or for none. */
const DEFAULT = "default";
/** Writing a pair takes two steps; between them it does not match. */
const SETTLE_MS = 200;
/** A watch can miss changes (network file systems), and a certificate can become valid without any. */
const RESCAN_MS = MINUTE;

interface Kept {
  /** Of the files when they were read; good ones in the same state are not read again. */
  readonly state: string;
  /** Why they were not good; those may become so without a change. */
  readonly why?: string;
  /** The last good one. */
  readonly certificate: Certificate | undefined;
}

/**
 * Certificates from the files of a folder, followed live. A pair that is not good is told to the log by its name, and the last
 * good one goes on being shown; it never keeps another from being loaded. A pair whose files are gone is shown no more.
 */
export class CertificateFolder implements CertificateSource {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #kept = new Map<string, Kept>();
  #table = new CertificateTable([]);
  #watcher: FSWatcher | undefined;
  #rescan: NodeJS.Timeout | undefined;
  #settle: NodeJS.Timeout | undefined;
  #scanning: Promise<void> = Promise.resolve();

  private constructor(folder: string, clock: Clock, log: Log) {
    this.#folder = folder;
    this.#clock = clock;
    this.#log = log;
  }

  /** Reads the folder and goes on following it. Throws if there is no such folder. */
  static async open(folder: string, clock: Clock, log: Log): Promise<CertificateFolder> {
    const source = new CertificateFolder(folder, clock, log);
    source.#watcher = watch(folder, () => {
      source.#settle ??= setTimeout(() => source.#again(), SETTLE_MS).unref();
    });
    source.#watcher.on("error", (error) => log.warn("tls.watch_failed", { error: errorMessage(error) }));
    source.#rescan = setInterval(() => source.#again(), RESCAN_MS).unref();
    await source.scan();
    return source;
  }

  get fallback(): Certificate | undefined {
    return this.#table.fallback;
  }

  /** How many names can be shown. */
  get size(): number {
    return this.#table.size;
  }

  find(servername: string): Certificate | undefined {
    return this.#table.find(servername);
  }

  /** Reads what has changed, and swaps the table in one step. */
  scan(): Promise<void> {
    const next = this.#scanning.then(() => this.#scanNow());
    this.#scanning = next.catch(() => {});
    return next;
  }

  close(): void {
    this.#watcher?.close();
    clearInterval(this.#rescan);
    clearTimeout(this.#settle);
  }

  #again(): void {
    this.#settle = undefined;
    this.scan().catch((error) => this.#log.warn("tls.scan_failed", { error: errorMessage(error) }));
  }

  async #scanNow(): Promise<void> {
    const kept = new Map<string, Kept>();
    for (const [name, files] of pairs(await readdir(this.#folder))) {
      kept.set(name, await this.#read(name, files, this.#kept.get(name)));
    }
    this.#kept = kept;
    const good = [...kept].flatMap(([, { certificate }]) => certificate ?? []);
    this.#table = new CertificateTable(good, kept.get(DEFAULT)?.certificate);
  }

  async #read(name: string, files: readonly string[], before: Kept | undefined): Promise<Kept> {
    let state = "";
    try {
      state = await this.#stateOf(files);
      if (before !== undefined && before.why === undefined && before.state === state) return before;
      const [chain, key = chain] = await Promise.all(
        files.map((file) => readFile(join(this.#folder, file), "utf8")),
      );
      if (files[0]!.endsWith(".key")) throw new Error(`there is no ${name}.crt beside it`);
      if (files.length === 1 && files[0]!.endsWith(".crt"))
        throw new Error(`there is no ${name}.key beside it`);
      const certificate = readCertificate({ chain: chain!, key: key! }, this.#clock.now(), name === DEFAULT);
      this.#log.info("tls.certificate", { name, names: certificate.names.length });
      return { state, certificate };
    } catch (error) {
      const why = errorMessage(error);
      const certificate = before?.certificate;
      // Once for each change, not once a minute.
      if (before?.state !== state || before.why !== why)
        this.#log.warn("tls.certificate_refused", { name, why, kept: certificate !== undefined });
      return { state, why, certificate };
    }
  }

  async #stateOf(files: readonly string[]): Promise<string> {
    const stats = await Promise.all(files.map((file) => stat(join(this.#folder, file))));
    return stats.map(({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`).join(" ");
  }
}

/** The files of each pair, the chain's first; a `.pem` goes before the two others. */
function pairs(files: readonly string[]): Map<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of [...files].sort()) {
    const [, name, type] = FILE.exec(file) ?? [];
    if (name === undefined) continue;
    if (type === "pem") found.set(name, [file]);
    else if (found.get(name)?.[0]?.endsWith(".pem") !== true)
      found.set(name, [...(found.get(name) ?? []), file]);
  }
  return found;
}
