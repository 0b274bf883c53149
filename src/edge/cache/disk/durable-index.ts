import type { CacheFolder } from "./folder.ts";
import type { DiskIo } from "./io.ts";
import { Journal } from "./journal.ts";
import type { ObjectPlace } from "./object-file.ts";
import { type IndexedObject, ObjectIndex } from "./object-index.ts";

/** Ids that one process may give out; a double counts two million times as many. */
const IDS_PER_LIFE = 2 ** 32;
/** How many lines move at a time when the journal is written anew, so that requests go on in between. */
const SLICE = 500;

/** Of a journal that is gone. */
const NOWHERE = { at: 0, bytes: 0 };

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
    const life = await this.#folder.readLife();
    if (life === undefined) await this.#folder.discard();
    await this.#folder.makeDrawers();
    this.life = Math.max(life ?? 0, this.life) + IDS_PER_LIFE;
    this.#nextId = this.life;
    await this.#folder.writeLife(this.life); // first: the next process must not give out the same ids
    this.#journal = await this.#replay();
  }

  newId(): number {
    return this.#nextId++;
  }

  add(object: IndexedObject): number {
    const slot = this.objects.add(object, this.#journal?.append(object) ?? NOWHERE);
    this.#rewriteIfLong();
    return slot;
  }

  drop(slots: readonly number[]): void {
    for (const slot of slots) {
      this.#journal?.erase(this.objects.line(slot));
      this.objects.remove(slot);
    }
  }

  expire(slots: readonly number[], atMs: number): void {
    for (const slot of slots) {
      this.objects.expire(slot, atMs);
      if (this.#journal === undefined) continue;
      this.#journal.erase(this.objects.line(slot));
      this.objects.setLine(slot, this.#journal.append(this.objects.object(slot)));
    }
  }

  /** It has a newer head, and is as fresh as that says. */
  move(slot: number, place: ObjectPlace): void {
    const object = { ...this.objects.object(slot), place, expiredAtMs: undefined };
    this.drop([slot]);
    this.add(object);
  }

  /** Rejects if the disk cannot be told what was dropped; it may be tried again. */
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
    await journal?.abandon(); // first: it may be about to begin a segment
    await this.#folder.discard();
  }

  async close(): Promise<void> {
    await this.#journal?.close();
    this.#journal = undefined;
  }

  async #replay(): Promise<Journal> {
    const objects = new ObjectIndex();
    const slots = new Map<number, number>();
    const twice: number[] = [];
    const journal = await Journal.open(this.#io, this.#folder, (object, line) => {
      const earlier = slots.get(object.id);
      if (earlier !== undefined) twice.push(earlier);
      slots.set(object.id, objects.add(object, line));
    });
    for (const slot of twice) {
      journal.erase(objects.line(slot));
      objects.remove(slot);
    }
    this.objects = objects;
    return journal;
  }

  #rewriteIfLong(): void {
    const journal = this.#journal;
    if (journal === undefined || this.#rewriting || !journal.isLong) return;
    this.#rewriting = true;
    const done = (): void => {
      this.#rewriting = false;
    };
    // If it cannot be written the rest stays where it is, and it is gone on with when the next answer is kept.
    this.#rewrite(journal).then(done, done);
  }

  async #rewrite(journal: Journal): Promise<void> {
    await journal.startAnew();
    const { objects } = this;
    for (let slot = 0; slot < objects.end; ) {
      const slots: number[] = [];
      for (; slot < objects.end && slots.length < SLICE; slot++)
        if (objects.holds(slot) && journal.isOld(objects.line(slot))) slots.push(slot);
      await this.#moveLines(journal, slots);
      if (journal !== this.#journal) return;
    }
    await journal.dropOld();
  }

  /** What is dropped or changed meanwhile has lost its old line; then the one that was to replace it goes too. */
  async #moveLines(journal: Journal, slots: readonly number[]): Promise<void> {
    const { objects } = this;
    const moves = slots.map((slot) => ({
      ...{ slot, id: objects.id(slot), old: objects.line(slot) },
      line: journal.append(objects.object(slot)),
    }));
    const written = await journal.written().then(
      () => true,
      () => false,
    );
    for (const { slot, id, old, line } of moves) {
      const isSame = objects.holds(slot, id) && objects.line(slot).at === old.at;
      journal.erase(written && isSame ? old : line);
      if (written && isSame) objects.setLine(slot, line);
    }
    if (!written) throw new Error("the journal takes no more");
  }
}
