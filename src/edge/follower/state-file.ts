import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { base64url, equalBytes, fromBase64url, hmacSha256, toUtf8 } from "../../lib/bytes.ts";
import { RempartError } from "../../lib/errors.ts";
import { appendSynced, readIfPresent, syncFolder } from "../../lib/files.ts";
import type { Change } from "./replica.ts";

/**
 * What an edge has verified, on its disk: a base file and an append-only journal, one change per line,
 * `<MAC> <JSON>`. Each MAC covers the one before it, so that a line changed, moved or taken away is found; only a torn
 * end of the journal (the power went while writing) is dropped, and comes again from the feed.
 */
export class StateFile {
  readonly #folder: string;
  readonly #key: Uint8Array;
  #journal: FileHandle | undefined;
  #generation = 0;
  #mac: Uint8Array = new Uint8Array(32);
  #journalBytes = 0;
  /** A write failed, so that part of a line may stand after the last whole one. */
  #torn = false;

  private constructor(folder: string, key: Uint8Array) {
    this.#folder = folder;
    this.#key = key;
  }

  /** Opens the folder and hands every change, in order, to `replay`. Throws `state.damaged` if a line was changed. */
  static async open(folder: string, key: Uint8Array, replay: (change: Change) => void): Promise<StateFile> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = new StateFile(folder, key);
    const names = await readdir(folder);
    file.#generation = newest(names, "base");
    if (newest(names, "journal") > file.#generation)
      throw damaged(`the base file of a journal in ${folder} is gone`);
    const base = await readIfPresent(file.#path("base"));
    if (base !== undefined) file.#replay(base, "base", replay);
    const journal = await readIfPresent(file.#path("journal"));
    const whole = journal === undefined ? 0 : file.#replay(journal, "journal", replay);
    await file.#openJournal(whole);
    // What a crash between two steps of `rewrite` left behind.
    const kept = [file.#path("base"), file.#path("journal")];
    const left = names.filter((name) => name.startsWith("base") || name.startsWith("journal"));
    for (const path of left.map((name) => join(folder, name))) if (!kept.includes(path)) await rm(path);
    return file;
  }

  /** Bytes to read at the next start besides the base file. */
  get journalBytes(): number {
    return this.#journalBytes;
  }

  /** On return the change is on the disk. After a failure (a full disk) it is as if it had not been tried. */
  async append(change: Change): Promise<void> {
    if (this.#journal === undefined) throw new Error("the state file is closed");
    const { line, mac } = this.#format(change, this.#mac);
    if (this.#torn) await this.#journal.truncate(this.#journalBytes);
    this.#torn = true;
    await appendSynced(this.#journal, line);
    this.#torn = false;
    this.#mac = mac;
    this.#journalBytes += line.length;
  }

  /** Writes the whole state anew and starts an empty journal; a crash leaves either the old pair or the new one. */
  async rewrite(changes: readonly Change[]): Promise<void> {
    const old = [this.#path("base"), this.#path("journal")];
    const next = this.#generation + 1;
    const draft = join(this.#folder, "base.new");
    const file = await open(draft, "w", 0o600);
    let mac: Uint8Array = new Uint8Array(32);
    try {
      for (const change of changes) {
        const formatted = this.#format(change, mac);
        await file.writeFile(formatted.line);
        mac = formatted.mac;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, this.#path("base", next));
    await syncFolder(this.#folder);
    await this.#journal?.close();
    this.#generation = next;
    this.#mac = mac;
    await this.#openJournal(0);
    for (const path of old) await rm(path, { force: true });
  }

  async close(): Promise<void> {
    await this.#journal?.close();
    this.#journal = undefined;
  }

  #path(kind: "base" | "journal", generation = this.#generation): string {
    return join(this.#folder, `${kind}-${generation}.jsonl`);
  }

  async #openJournal(bytes: number): Promise<void> {
    this.#journal = await open(this.#path("journal"), "a", 0o600);
    await this.#journal.truncate(bytes);
    await syncFolder(this.#folder); // otherwise a power cut could take the new file away, synced lines and all
    this.#journalBytes = bytes;
    this.#torn = false;
  }

  #format(change: Change, previous: Uint8Array): { line: Buffer; mac: Uint8Array } {
    const json = JSON.stringify(change, hashesAsText);
    const mac = hmacSha256(this.#key, previous, toUtf8(json));
    return { line: Buffer.from(`${base64url(mac)} ${json}\n`), mac };
  }

  /** Replays whole lines; returns how many bytes they take. A torn end is allowed in the journal only. */
  #replay(content: Buffer, kind: "base" | "journal", replay: (change: Change) => void): number {
    let start = 0;
    for (let end = content.indexOf(10); end !== -1; end = content.indexOf(10, start)) {
      const line = content.toString("utf8", start, end);
      const json = line.slice(44);
      const mac = hmacSha256(this.#key, this.#mac, toUtf8(json));
      if (line[43] !== " " || !sameMac(line.slice(0, 43), mac)) {
        throw damaged(`${this.#path(kind)} was changed at byte ${start}`);
      }
      replay(JSON.parse(json, textAsHashes) as Change);
      this.#mac = mac;
      start = end + 1;
    }
    if (kind === "base" && start !== content.length) {
      throw damaged(`${this.#path(kind)} is cut short at byte ${start}`);
    }
    return start;
  }
}

const damaged = (why: string): RempartError => new RempartError("state.damaged", 500, why);

const newest = (names: readonly string[], kind: "base" | "journal"): number =>
  Math.max(0, ...names.map((name) => Number(new RegExp(`^${kind}-(\\d+)\\.jsonl$`).exec(name)?.[1] ?? 0)));

const sameMac = (text: string, mac: Uint8Array): boolean => {
  try {
    return equalBytes(fromBase64url(text), mac);
  } catch {
    return false;
  }
};

/** The compact range's hashes travel as base64url. */
const hashesAsText = (_key: string, value: unknown): unknown =>
  value instanceof Uint8Array ? base64url(value) : value;
const textAsHashes = (key: string, value: unknown): unknown =>
  key === "nodes" ? (value as string[]).map(fromBase64url) : value;
