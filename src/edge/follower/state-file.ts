import { createReadStream, writeSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { base64url, equalBytes, fromBase64url, hmacSha256, toUtf8 } from "../../lib/bytes.ts";
import { RempartError } from "../../lib/errors.ts";
import { syncFolder } from "../../lib/files.ts";
import { lineRuns } from "../../lib/lines.ts";
import { Turns } from "../../lib/turns.ts";
import type { Change } from "./change.ts";

/** The journal is never thought too long below this. */
const MIN_REWRITE_BYTES = 4 * 1024 * 1024;

const READ_BYTES = 1024 * 1024;
/** MAC and space before the JSON of a line. */
const HEAD = 44;
const NEWLINE = 10;

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
  #baseBytes = 0;
  #journalBytes = 0;
  /** The journal's size after which the next rewrite is due, at least. */
  #nextRewriteBytes = MIN_REWRITE_BYTES;
  /** A write failed, so that part of a line may stand after the last whole one. */
  #torn = false;
  #isInDoubt = false;
  /** Whatever moves the journal. */
  readonly #turns = new Turns();
  readonly #rewrites = new Turns();
  readonly #syncs = new Turns();
  #nextSync: Promise<void> | undefined;
  /** What was appended since the rewrite under way began. */
  #since: Change[] | undefined;
  /** Asked for, and not done. */
  #rewritesDue = 0;
  #isClosing = false;

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
    file.#baseBytes = await file.#replay("base", replay);
    await file.#openJournal(await file.#replay("journal", replay));
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

  /** The journal has become long for its base, and no rewrite is under way. */
  get isRewriteDue(): boolean {
    const limit = Math.max(this.#nextRewriteBytes, this.#baseBytes / 2);
    return this.#rewritesDue === 0 && this.#journalBytes > limit;
  }

  /** A sync failed: what the disk holds of the journal nobody knows, and only a rewrite mends that. */
  get isInDoubt(): boolean {
    return this.#isInDoubt;
  }

  /**
   * On return the changes are written, so that a killed process has them; {@link sync} brings them to the disk. `take` is called
   * in the same step: who appends what at the same time as somebody rewrites, file and memory stay in one order. After a failure
   * (a full disk) it is as if it had not been tried.
   */
  append(changes: readonly Change[], take: () => void = () => {}): Promise<void> {
    return this.#turns.run(async () => {
      if (this.#journal === undefined) throw new Error("the state file is closed");
      if (this.#isInDoubt) throw new Error("the state file is in doubt");
      const { lines, mac } = this.#format(changes, this.#mac);
      if (this.#torn) await this.#journal.truncate(this.#journalBytes);
      this.#torn = true;
      for (let done = 0; done < lines.length; ) done += writeSync(this.#journal.fd, lines, done);
      this.#torn = false;
      this.#mac = mac;
      this.#journalBytes += lines.length;
      this.#since?.push(...changes);
      take();
    });
  }

  /** On return all that was appended before is on the disk; who asks while one is under way shares the next. */
  sync(): Promise<void> {
    this.#nextSync ??= this.#syncs.run(() => {
      this.#nextSync = undefined;
      return this.#sync();
    });
    return this.#nextSync;
  }

  /**
   * Writes the whole state anew and starts an empty journal; a crash leaves either the old pair or the new one. `changes` is
   * asked for when its turn comes: an earlier rewrite may put another state in this one's place. What is appended while it is
   * written, which takes seconds for a million sites, waits only for the last step, with which `take` is called.
   */
  rewrite(changes: () => Iterable<Change>, take: () => void = () => {}): Promise<void> {
    this.#rewritesDue += 1;
    return this.#rewrites.run(async () => {
      const since: Change[] = [];
      this.#since = since;
      try {
        await this.#writeAnew(changes(), since, take);
        this.#nextRewriteBytes = MIN_REWRITE_BYTES;
      } catch (error) {
        this.#nextRewriteBytes = this.#journalBytes + MIN_REWRITE_BYTES;
        throw error;
      } finally {
        this.#since = undefined;
        this.#rewritesDue -= 1;
      }
    });
  }

  async #sync(): Promise<void> {
    const journal = this.#journal;
    try {
      await journal?.datasync();
    } catch (error) {
      if (journal !== this.#journal) return; // a rewrite has synced it all meanwhile
      this.#isInDoubt = true;
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#syncs.ended();
    await this.#rewrites.ended();
    await this.#turns.ended();
    await this.#journal?.close();
    this.#journal = undefined;
  }

  async #writeAnew(changes: Iterable<Change>, since: Change[], take: () => void): Promise<void> {
    const draft = join(this.#folder, "base.new");
    const file = await open(draft, "w", 0o600);
    let mac: Uint8Array = new Uint8Array(32);
    let bytes = 0;
    const write = async (some: readonly Change[]): Promise<void> => {
      const formatted = this.#format(some, mac);
      await file.writeFile(formatted.lines);
      mac = formatted.mac;
      bytes += formatted.lines.length;
    };
    try {
      for (const change of changes) {
        if (this.#isClosing) throw new Error("the state file is closed");
        await write([change]);
      }
      await file.datasync();
      await this.#turns.run(async () => {
        await write(since);
        await file.sync();
        await this.#takeOn(draft, bytes, mac);
        take();
      });
    } finally {
      await file.close();
    }
  }

  /** From the rename on, the old journal counts no more: if a later step fails, nothing can be appended. */
  async #takeOn(draft: string, bytes: number, mac: Uint8Array): Promise<void> {
    const old = [this.#path("base"), this.#path("journal")];
    const next = this.#generation + 1;
    await rename(draft, this.#path("base", next));
    const journal = this.#journal;
    this.#journal = undefined;
    this.#generation = next;
    this.#baseBytes = bytes;
    this.#mac = mac;
    await journal?.close();
    await syncFolder(this.#folder);
    await this.#openJournal(0);
    for (const path of old) await rm(path, { force: true });
  }

  #path(kind: "base" | "journal", generation = this.#generation): string {
    return join(this.#folder, `${kind}-${generation}.jsonl`);
  }

  async #openJournal(bytes: number): Promise<void> {
    const journal = await open(this.#path("journal"), "a", 0o600);
    await journal.truncate(bytes);
    await syncFolder(this.#folder); // otherwise a power cut could take the new file away, synced lines and all
    this.#journal = journal;
    this.#journalBytes = bytes;
    this.#torn = false;
    this.#isInDoubt = false;
  }

  #format(changes: readonly Change[], previous: Uint8Array): { lines: Buffer; mac: Uint8Array } {
    let mac = previous;
    const lines = changes.map((change) => {
      const json = Buffer.from(textOf(change));
      mac = hmacSha256(this.#key, mac, json);
      return Buffer.concat([toUtf8(`${base64url(mac)} `), json, Buffer.of(NEWLINE)]);
    });
    return { lines: Buffer.concat(lines), mac };
  }

  /** Replays whole lines; returns how many bytes they take. A torn end is allowed in the journal only. */
  async #replay(kind: "base" | "journal", replay: (change: Change) => void): Promise<number> {
    const path = this.#path(kind);
    let start = 0;
    for await (const lines of lineRuns(piecesOf(path))) {
      for (const line of lines) {
        if (line.at(-1) !== NEWLINE) {
          if (kind === "base") throw damaged(`${path} is cut short at byte ${start}`);
          return start;
        }
        const json = line.subarray(HEAD, -1);
        const mac = hmacSha256(this.#key, this.#mac, json);
        if (line[HEAD - 1] !== 0x20 || !sameMac(line.toString("latin1", 0, HEAD - 1), mac))
          throw damaged(`${path} was changed at byte ${start}`);
        replay(changeFrom(json.toString()));
        this.#mac = mac;
        start += line.length;
      }
    }
    return start;
  }
}

/** The bytes of a file; none if there is no such file. */
async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { highWaterMark: READ_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
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

/** The compact range's hashes are on the disk as base64url. A replacer or reviver would be asked about every field of all. */
const textOf = (change: Change): string =>
  JSON.stringify(
    change.t === "batch"
      ? { ...change, range: { ...change.range, nodes: change.range.nodes.map(base64url) } }
      : change,
  );

function changeFrom(json: string): Change {
  const stored = JSON.parse(json);
  if (stored.t === "batch") stored.range.nodes = stored.range.nodes.map(fromBase64url);
  return stored as Change;
}
