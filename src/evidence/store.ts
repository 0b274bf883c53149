import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { sha256Hex } from "../lib/bytes.ts";
import type { Clock } from "../lib/clock.ts";
import { conflict, notFound, RempartError, unprocessable } from "../lib/errors.ts";
import { readIfPresent, removeIfPresent, syncFolder } from "../lib/files.ts";
import { newId } from "../lib/ids.ts";
import type { Capture } from "./capture/types.ts";
import type { CustodyEntry, CustodyReason } from "./custody/entry.ts";
import { appendCustody, custodyLines, firstLine, verifyCustody } from "./custody/log.ts";
import {
  CUSTODY_FILE,
  decodeManifest,
  encodeManifest,
  MANIFEST_FILE,
  type Manifest,
  manifestOf,
  SEALED_FILE,
} from "./manifest.ts";
import { openSealed, seal } from "./seal.ts";
import { captureToWarc } from "./warc/capture-warc.ts";

export interface EvidenceStoreOptions {
  /** age recipients, two or more: the custodian and the recovery key. */
  readonly recipients: readonly string[];
  /** Program and version for the record: `rempart/0.1.0`. */
  readonly software: string;
  readonly clock: Clock;
}

/** Who touches evidence, and why. */
export interface Access {
  readonly actor: string;
  readonly reason: CustodyReason;
}

/**
 * Captures on disk, one folder each: the sealed WARC, its manifest and its custody log. In clear lie only hashes, sizes,
 * times and codes. A capture is written whole or not at all, and never written over.
 */
export class EvidenceStore {
  readonly #folder: string;
  readonly #options: EvidenceStoreOptions;

  constructor(folder: string, options: EvidenceStoreOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /** Seals and keeps a capture. Throws `evidence.empty` where no vantage got an answer, `evidence.exists` on a known id. */
  async save(capture: Capture, { actor, id = newId() }: { actor: string; id?: string }): Promise<Manifest> {
    if (capture.views.every(({ exchanges }) => exchanges.length === 0)) {
      throw unprocessable("evidence.empty", "no vantage got an answer, so there is nothing to keep");
    }
    const { recipients, software, clock } = this.#options;
    const urlSalt = randomBytes(32).toString("hex");
    const warc = captureToWarc(capture, { id, software, urlSalt });
    const sealed = await seal(warc, recipients);
    const parts = { id, software, urlSalt, warc, sealed, recipients: new Set(recipients).size };
    const manifest = manifestOf(capture, parts);
    const manifestBytes = encodeManifest(manifest);
    const note = { actor, act: "capture", subject: id, sha256: sha256Hex(manifestBytes) } as const;
    await this.#place(id, [
      [SEALED_FILE, sealed],
      [MANIFEST_FILE, manifestBytes],
      [CUSTODY_FILE, firstLine(note, clock.now())],
    ]);
    return manifest;
  }

  /** Writes a new folder under another name, syncs it and renames it: it appears whole, and only where none is. */
  async #place(
    id: string,
    files: readonly (readonly [name: string, content: Uint8Array | string])[],
  ): Promise<void> {
    const draft = join(this.#folder, `.draft-${id}-${newId()}`);
    await mkdir(draft, { recursive: true, mode: 0o700 });
    try {
      for (const [name, content] of files) {
        await using file = await open(join(draft, name), "wx", 0o600);
        await file.writeFile(content);
        await file.sync();
      }
      await syncFolder(draft);
      await rename(draft, join(this.#folder, id)); // fails on a folder that is not empty
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "ENOTEMPTY" || code === "EEXIST") {
        throw conflict(
          "evidence.exists",
          "a capture of this id is kept already; evidence is never written over",
        );
      }
      throw error;
    }
    await syncFolder(this.#folder);
  }

  /** The folder that `verifyEvidence` takes. */
  path(id: string): string {
    if (!/^[0-9a-hjkmnp-tv-z]{26}$/.test(id)) throw notFound("evidence.unknown", "there is no such capture");
    return join(this.#folder, id);
  }

  /** Ids of all captures, deleted ones included, sorted. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.#folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    });
    return names.filter((name) => !name.startsWith(".")).sort();
  }

  /** Throws `evidence.unknown`. */
  async manifest(id: string): Promise<Manifest> {
    return decodeManifest(await this.#read(id, MANIFEST_FILE, "evidence.unknown"));
  }

  /** The custody log, checked. Throws `custody.broken` naming the first broken line. */
  async custody(id: string): Promise<readonly CustodyEntry[]> {
    const content = await this.#read(id, CUSTODY_FILE, "evidence.unknown");
    const verdict = verifyCustody(custodyLines(content.toString("utf8")));
    if (verdict.ok) return verdict.entries;
    const message = `the custody log is broken at line ${verdict.line}: ${verdict.what}`;
    throw new RempartError("custody.broken", 500, message, { line: verdict.line });
  }

  /**
   * The WARC in clear. The custody line is on the disk before the bytes are handed out, and it holds their hash. Throws
   * `evidence.unknown`, `evidence.deleted`, `evidence.damaged`, and what `openSealed` throws.
   */
  async open(
    id: string,
    identity: string,
    access: Access & { act: "view" | "copy" | "export" },
  ): Promise<Uint8Array> {
    const manifest = await this.manifest(id);
    const warc = await openSealed(await this.#read(id, SEALED_FILE, "evidence.deleted"), identity);
    if (sha256Hex(warc) !== manifest.warc.sha256) {
      throw new RempartError(
        "evidence.damaged",
        500,
        "the capture is not the one that its manifest describes",
      );
    }
    await this.#note(id, access, manifest.warc.sha256);
    return warc;
  }

  /** Deletes the sealed WARC; manifest and custody log stay as the record that it was there. Repeating is harmless. */
  async delete(id: string, access: Access): Promise<void> {
    const bytes = await this.#read(id, MANIFEST_FILE, "evidence.unknown");
    const earlier = await this.custody(id);
    // the line first: after a crash in between, the deletion is repeated, and the log never claims less than was done
    if (!earlier.some(({ act }) => act === "delete"))
      await this.#note(id, { ...access, act: "delete" }, sha256Hex(bytes));
    await removeIfPresent(join(this.path(id), SEALED_FILE));
    await syncFolder(this.path(id));
  }

  async #note(
    id: string,
    { actor, act, reason }: Access & Pick<CustodyEntry, "act">,
    sha256: string,
  ): Promise<void> {
    const path = join(this.path(id), CUSTODY_FILE);
    await appendCustody(path, { actor, act, reason, subject: id, sha256 }, this.#options.clock);
  }

  async #read(id: string, name: string, missing: "evidence.unknown" | "evidence.deleted"): Promise<Buffer> {
    const content = await readIfPresent(join(this.path(id), name));
    if (content !== undefined) return content;
    throw notFound(
      missing,
      missing === "evidence.deleted" ? "this capture was deleted" : "there is no such capture",
    );
  }
}
