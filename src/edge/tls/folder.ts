import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../lib/clock.ts";
import { errorMessage } from "../../lib/errors.ts";
import { FolderWatch } from "../../lib/folder-watch.ts";
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
/** How many are told one by one when they end. */
const MAX_TOLD = 20;

interface Kept {
  /** Of the files when they were read; good ones in the same state are not read again. */
  readonly state: string;
  /** Why they were not good; those may become so without a change. */
  readonly why?: string;
  /** The last good one. */
  readonly certificate: Certificate | undefined;
}

/** What there is of certificates, called by their files' names, and how long it will do. */
export interface Census {
  readonly shown: number;
  /** Not good as they are in the folder now; of these the last good one may be shown. */
  readonly refused: number;
  /** Of those shown the ones that end first, soonest first. */
  readonly endingFirst: readonly Ending[];
}

interface Ending {
  readonly name: string;
  readonly notAfterMs: number;
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
  #census: Census = { shown: 0, refused: 0, endingFirst: [] };
  #watch: FolderWatch | undefined;
  #scanning: Promise<void> = Promise.resolve();

  private constructor(folder: string, clock: Clock, log: Log) {
    this.#folder = folder;
    this.#clock = clock;
    this.#log = log;
  }

  /** Reads the folder and goes on following it. Throws if there is no such folder. */
  static async open(folder: string, clock: Clock, log: Log): Promise<CertificateFolder> {
    const source = new CertificateFolder(folder, clock, log);
    source.#watch = new FolderWatch(folder, {
      settleMs: SETTLE_MS,
      look: () => source.#again(),
      onError: (error) => log.warn("tls.watch_failed", { error: errorMessage(error) }),
    });
    await source.scan();
    return source;
  }

  get fallback(): Certificate | undefined {
    return this.#table.fallback;
  }

  get census(): Census {
    return this.#census;
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
    this.#watch?.close();
  }

  #again(): void {
    this.scan().catch((error) => this.#log.warn("tls.scan_failed", { error: errorMessage(error) }));
  }

  async #scanNow(): Promise<void> {
    const kept = new Map<string, Kept>();
    for (const [name, files] of pairs(await readdir(this.#folder))) {
      kept.set(name, await this.#read(name, files, this.#kept.get(name)));
    }
    this.#kept = kept;
    this.#census = censusOf(kept);
    const good = [...kept.values()].flatMap(({ certificate }) => certificate ?? []);
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

/** One pass, at a scan: a scrape goes through no certificates. */
function censusOf(kept: ReadonlyMap<string, Kept>): Census {
  let [shown, refused] = [0, 0];
  const endingFirst: Ending[] = [];
  for (const [name, { why, certificate }] of kept) {
    if (why !== undefined) refused += 1;
    if (certificate === undefined) continue;
    shown += 1;
    const { notAfterMs } = certificate;
    if (endingFirst.length === MAX_TOLD && notAfterMs >= endingFirst.at(-1)!.notAfterMs) continue;
    const after = endingFirst.findIndex((other) => notAfterMs < other.notAfterMs);
    endingFirst.splice(after === -1 ? endingFirst.length : after, 0, { name, notAfterMs });
    endingFirst.length = Math.min(endingFirst.length, MAX_TOLD);
  }
  return { shown, refused, endingFirst };
}
