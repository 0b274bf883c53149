import type { CacheFolder } from "./folder.ts";
import type { DiskIo } from "./io.ts";
import { FORMAT, type IndexChange, Journal } from "./journal.ts";
import type { ObjectPlace } from "./object-file.ts";
import { type IndexedObject, ObjectIndex } from "./object-index.ts";

/** Ids that one process may give out; a double counts two million times as many. */
const IDS_PER_LIFE = 2 ** 32;
/** The journal is written anew when it is twice what it is about, and this much more. */
const SLACK_BYTES = 4 * 1024 * 1024;
const LINE_BYTES = 256;

/**
 * The index together with its journal. Changes hold at once in memory; `sync` says when no restart can undo them. Where the
 * journal cannot be kept, neither can the cache: all is forgotten, because an index on disk that no longer learns of purges
 * would bring back what was purged.
 */
export class DurableIndex {
  readonly #folder: CacheFolder;
  readonly #io: DiskIo;
  /** Absent while nothing can be kept. */
  #journal: Journal | undefined;
  #rewriting = false;
  #beginning: Promise<void> | undefined;
  #nextId = 0;
  /** First id of this process: what is below was kept by an earlier one. */
  life = 0;
  objects = new ObjectIndex();

  private constructor(folder: CacheFolder, io: DiskIo) {
    this.#folder = folder;
    this.#io = io;
  }

  static async open(folder: CacheFolder, io: DiskIo): Promise<DurableIndex> {
    const index = new DurableIndex(folder, io);
    await index.begin();
    return index;
  }

  get writable(): boolean {
    return this.#journal !== undefined;
  }

  /** Reads the journal or begins one. Call again after `forget`. */
  begin(): Promise<void> {
    this.#beginning = this.#begin().finally(() => {
      this.#beginning = undefined;
    });
    return this.#beginning;
  }

  async #begin(): Promise<void> {
    let { journal, life } = await this.#replay();
    if (!(life > 0)) {
      // New, or so damaged that nothing in the folder can be trusted.
      await journal.abandon();
      await this.#folder.discard();
      ({ journal, life } = await this.#replay());
    }
    await this.#folder.makeDrawers();
    this.life = Math.max(life, this.life) + IDS_PER_LIFE;
    this.#nextId = this.life;
    journal.append({ life: this.life, format: FORMAT });
    await journal.sync(); // or the next process might give out the same ids
    this.#journal = journal;
  }

  newId(): number {
    return this.#nextId++;
  }

  add(object: IndexedObject): number {
    this.#journal?.append({ put: object });
    this.#rewriteIfLong();
    return this.objects.add(object);
  }

  drop(slots: readonly number[]): void {
    this.#journal?.append({ drop: slots.map((slot) => this.objects.id(slot)) });
    for (const slot of slots) this.objects.remove(slot);
  }

  expire(slots: readonly number[], atMs: number): void {
    this.#journal?.append({ expire: slots.map((slot) => this.objects.id(slot)), atMs });
    for (const slot of slots) this.objects.expire(slot, atMs);
  }

  /** It has a newer head, and is as fresh as that says. */
  move(slot: number, place: ObjectPlace): void {
    const object = { ...this.objects.object(slot), place, expiredAtMs: undefined };
    this.objects.remove(slot);
    this.add(object);
  }

  /** Rejects if the disk takes no line; it may be tried again. */
  async sync(): Promise<void> {
    await this.#beginning;
    if (this.#journal === undefined) await this.#folder.discard();
    else await this.#journal.sync();
  }

  /** Forgets all, at once in memory, and on disk when it resolves; rejects where not even that can be done. */
  async forget(): Promise<void> {
    this.objects = new ObjectIndex();
    const journal = this.#journal;
    this.#journal = undefined;
    await journal?.abandon(); // first: it may be about to take a new name
    await this.#folder.discard();
  }

  async close(): Promise<void> {
    await this.#journal?.close();
    this.#journal = undefined;
  }

  async #replay(): Promise<{ journal: Journal; life: number }> {
    let life = 0;
    const objects = new ObjectIndex();
    const slots = new Map<number, number>();
    const remove = (id: number): void => {
      const slot = slots.get(id);
      if (slot !== undefined) objects.remove(slot);
      slots.delete(id);
    };
    const apply = (change: IndexChange | "damage"): void => {
      if (change === "damage") for (const id of [...slots.keys()]) remove(id);
      else if ("life" in change) life = change.format === FORMAT ? change.life : Number.NaN;
      else if ("drop" in change) for (const id of change.drop) remove(id);
      else if ("put" in change) {
        remove(change.put.id);
        slots.set(change.put.id, objects.add(change.put));
      } else {
        for (const id of change.expire) if (slots.has(id)) objects.expire(slots.get(id)!, change.atMs);
      }
    };
    const journal = await Journal.open(this.#io, this.#folder.journal, apply);
    this.objects = objects;
    return { journal, life };
  }

  #rewriteIfLong(): void {
    const journal = this.#journal;
    const lively = 2 * this.objects.objects * LINE_BYTES + SLACK_BYTES;
    if (journal === undefined || this.#rewriting || journal.bytes < lively) return;
    this.#rewriting = true;
    const done = (): void => {
      this.#rewriting = false;
    };
    // If it cannot be written the old one goes on, and it is tried again when the next answer is kept.
    journal.rewrite(this.life, this.#all()).then(done, done);
  }

  *#all(): Generator<IndexedObject> {
    const { objects } = this;
    for (let slot = 0; slot < objects.end; slot++) if (objects.holds(slot)) yield objects.object(slot);
  }
}
