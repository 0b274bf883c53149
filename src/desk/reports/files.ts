import { mkdir, readFile, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { type CleanMedia, cleanMedia, plainText, seal, transcribe } from "../../evidence/index.ts";
import { sha256Hex, toUtf8 } from "../../lib/bytes.ts";
import { MINUTE } from "../../lib/clock.ts";
import { conflict, RempartError } from "../../lib/errors.ts";
import { writeAtomic } from "../../lib/files.ts";
import { newId } from "../../lib/ids.ts";
import { errorFields } from "../../lib/log.ts";
import { Turns } from "../../lib/turns.ts";
import type { DeskContext } from "../context.ts";
import type { Access } from "./access.ts";
import { openBytes, openWords, sealBytes, sealWords } from "./seal.ts";
import { fileParts, holdReport, insertPart } from "./store.ts";

/** What is known of a file, sealed as a part of its report. */
export interface KeptFile {
  readonly kind: CleanMedia["kind"] | "text";
  readonly type: string;
  /** As it was called where it came from. */
  readonly name: string;
  /** Of the original, hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** What the original told besides what it shows. */
  readonly disclosed: readonly string[];
}

export const MAX_FILE_BYTES = 10 * 1024 * 1024;
const MAX_FILES = 20;
/** On the disk, for everything that is no file. */
const KEPT_FREE_BYTES = 512 * 1024 * 1024;

/**
 * Files of reports. The original is sealed twice, to the custodians of evidence and under the report's key; the copy
 * without hidden data, which people look at, under the report's key. Nothing of either is in clear on a disk.
 */
export class Files {
  readonly #context: DeskContext;
  readonly folder: string;
  /** One at a time: a program that listens takes a processor. */
  readonly #hearing = new Turns();

  constructor(context: DeskContext) {
    this.#context = context;
    this.folder = join(context.config.folder, "files");
  }

  /** Throws `media.…` for what is no picture, sound or text, before anything of that file is kept; those before it are. */
  async keep(access: Access, { name, bytes }: { name: string; bytes: Uint8Array }): Promise<KeptFile> {
    if (bytes.length > MAX_FILE_BYTES)
      throw conflict("body.too-large", "a file may hold at most 10 MB", { field: "file" });
    const sha256 = sha256Hex(bytes);
    const before = (await this.of(access)).find((one) => one.sha256 === sha256);
    if (before !== undefined) return before; // sent again
    await this.#requireRoom();
    const text = plainText(bytes);
    const clean = text === undefined ? await cleanMedia(bytes) : cleanText(text);
    const id = newId();
    const original = await seal(bytes, this.#context.trust.evidenceRecipients);
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeAtomic(this.#path(id, "original"), sealBytes(access.key, id, original));
    await writeAtomic(this.#path(id, "copy"), sealBytes(access.key, `${id} copy`, clean.bytes ?? bytes));
    const kept: KeptFile = {
      ...{ kind: clean.kind, type: clean.type, name, sha256, bytes: bytes.length },
      disclosed: clean.disclosed,
    };
    const { clock, database } = this.#context;
    const { report } = access;
    await database.transaction(async (tx) => {
      const { status } = await holdReport(tx, report);
      if (status === "withdrawn") throw conflict("report.withdrawn", "this report was withdrawn");
      const files = await fileParts(tx, report);
      if (files.length >= MAX_FILES)
        throw conflict("report.full", `at most ${MAX_FILES} files in one report`, { field: "file" });
      const sealed = sealWords(access.key, id, kept);
      await insertPart(tx, {
        ...{ id, report, access: access.id, author: "reporter", kind: "file", at: clock.now(), sealed },
      });
    });
    if (clean.kind === "sound") void this.#transcribe(access, id, bytes);
    return kept;
  }

  /** Words and reports need little; files are refused while there is still room for those. */
  async #requireRoom(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#context.config.folder);
    if (bavail * bsize < KEPT_FREE_BYTES)
      throw new RempartError("files.full", 507, "no room for files for now; words are taken still", {
        field: "file",
      });
  }

  /**
   * What a machine hears, as a part that says so: a hint for whoever reads, never a finding. Meanwhile the key is in memory;
   * after a crash there is no transcript, and nothing else is lost.
   */
  async #transcribe({ key, report, id: access }: Access, of: string, sound: Uint8Array): Promise<void> {
    const { clock, config, database, log } = this.#context;
    if (config.transcriber.length === 0) return;
    try {
      const limits = { timeoutMs: 5 * MINUTE, maxChars: 20_000 };
      const text = await this.#hearing.run(() => transcribe(config.transcriber, sound, limits));
      const id = newId();
      const sealed = sealWords(key, id, { text, transcriptOf: of, byMachine: true });
      const row = { id, report, access, author: "reporter", kind: "words", at: clock.now(), sealed };
      await database.transaction(async (tx) => {
        const { status } = await holdReport(tx, report);
        if (status !== "withdrawn") await insertPart(tx, row);
      });
    } catch (error) {
      log.warn("transcript.failed", errorFields(error));
    }
  }

  /** Of this code's own files, in the order that they came; all of them for the report's own code. */
  async of(access: Access): Promise<KeptFile[]> {
    if (access.key.length === 0) return [];
    const parts = await fileParts(this.#context.database.db, access.report);
    return parts
      .filter((part) => access.kind === "owner" || part.access === access.id)
      .map(({ id, sealed }) => openWords(access.key, id, sealed) as KeptFile);
  }

  /** The copy that people look at. Throws where the key is another's. */
  async copy(key: Uint8Array, id: string): Promise<Buffer> {
    return openBytes(key, `${id} copy`, await readFile(this.#path(id, "copy")));
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      await rm(this.#path(id, "original"), { force: true });
      await rm(this.#path(id, "copy"), { force: true });
    }
  }

  #path = (id: string, which: "original" | "copy"): string => join(this.folder, `${id}.${which}`);
}

/** A mail, a chat, a machine's report: no decoder stands between it and whoever reads. */
const cleanText = (text: string) =>
  ({ kind: "text", type: "text/plain", bytes: toUtf8(text), disclosed: [] }) as const;
