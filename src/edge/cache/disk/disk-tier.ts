import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../../lib/clock.ts";
import { lockFolder } from "../../../lib/files.ts";
import type { Log } from "../../../lib/log.ts";
import type { Fields } from "../../http/fields.ts";
import type { EdgeView } from "../../state.ts";
import type { Selection, Subject } from "../../subject.ts";
import type { StoredBody } from "../body.ts";
import { KeptBody } from "../kept-body.ts";
import { type Found, MAX_VARIANTS } from "../memory.ts";
import { expired, type StoredResponse } from "../stored.ts";
import { matchesVary, type VaryKey, varyOfText, varyText } from "../vary.ts";
import { DiskBody } from "./disk-body.ts";
import { DurableIndex } from "./durable-index.ts";
import { Faults } from "./faults.ts";
import { CacheFolder } from "./folder.ts";
import { fromHead } from "./head.ts";
import { type DiskIo, nodeIo } from "./io.ts";
import { subjectOfKey } from "./kept-subject.ts";
import type { ObjectPlace } from "./object-file.ts";
import { ObjectFiles, type ReadObject } from "./object-files.ts";
import { ObjectWriter } from "./object-writer.ts";
import { Removals } from "./removals.ts";
import { walk } from "./walk.ts";
import { type Job, WriteBehind } from "./write-behind.ts";

/** Bodies that go to the disk while they arrive; each holds a window of memory and an open file. */
const MAX_SPILLING = 64;
/** How long closing waits for bodies that are arriving, and for files that are to go. */
const CLOSE_MS = 1000;
/** What stays of the cache when the disk turns out to be full. */
const FULL_DISK_SHARE = 0.95;

export interface DiskOptions {
  /** Its own folder; made if absent, locked while open. */
  readonly folder: string;
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly view: () => EdgeView;
  /**
   * True while purges of the time when this process was not running may still be to come. What was kept before is then
   * asked for again before it is used.
   */
  readonly purgesPending?: (() => boolean) | undefined;
  readonly io?: DiskIo;
}

interface Home {
  readonly id: number;
  readonly place: ObjectPlace;
}

/** Told when what memory holds of an answer is over: it was purged, or its body was on the disk only and is gone. */
export type OnLeave = (key: string, vary: string) => void;

/**
 * Kept answers on disk: a file each, an index in memory, a journal of the index. The journal alone says what is kept, and it
 * names a file only when all of it was written; a purge is over when its line is on the disk. A disk that fails costs
 * hits, never answers.
 */
export class DiskTier {
  readonly io: DiskIo;
  readonly faults: Faults;
  readonly #options: DiskOptions;
  readonly #onLeave: OnLeave;
  readonly #folder: CacheFolder;
  readonly #behind = new WriteBehind((job) => this.#write(job));
  /** Bodies on disk whose heads memory keeps. */
  readonly #aloft = new Map<number, DiskBody>();
  /** Where the bodies that memory has are on disk. */
  readonly #homes = new WeakMap<StoredBody, Home>();
  /** Files whose head is being written anew. */
  readonly #moving = new Set<number>();
  readonly #loading = new Map<number, Promise<StoredResponse | undefined>>();
  readonly #spilling = new Set<ObjectWriter>();
  #spilled: PromiseWithResolvers<void> | undefined;
  readonly #files: ObjectFiles;
  readonly #removals: Removals;
  readonly #closing = new AbortController();
  #tidying = Promise.resolve();
  #restarting = false;
  #index!: DurableIndex;
  #unlock: () => void = () => {};
  evictions = 0;
  droppedWrites = 0;

  private constructor(options: DiskOptions, onLeave: OnLeave) {
    this.#options = options;
    this.#onLeave = onLeave;
    this.#folder = new CacheFolder(options.folder);
    this.io = options.io ?? nodeIo;
    this.faults = new Faults(options.clock, options.log);
    const pathOf = (id: number): string => this.pathOf(id);
    this.#files = new ObjectFiles(this.io, pathOf);
    this.#removals = new Removals(this.io, pathOf, (error) => this.faults.note(error));
  }

  /** Reads the index. Rejects if the folder is another process's (`lock.held`) or cannot be used. */
  static async open(options: DiskOptions, onLeave: OnLeave): Promise<DiskTier> {
    const tier = new DiskTier(options, onLeave);
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    tier.#unlock = lockFolder(join(options.folder, "lock"));
    try {
      tier.#index = await DurableIndex.open(tier.#folder, tier.io);
    } catch (error) {
      tier.#unlock();
      throw error;
    }
    tier.#makeRoom();
    void tier.#tidy();
    return tier;
  }

  get bytes(): number {
    let bytes = this.#index.objects.bytes;
    for (const writer of this.#spilling) if (!writer.kept) bytes += writer.bytes;
    return bytes;
  }

  get objects(): number {
    return this.#index.objects.objects;
  }

  /** Half of the disk: one object must not push out all others. */
  get maxObjectBytes(): number {
    return this.#options.maxBytes / 2;
  }

  has(key: string): boolean {
    return this.#index.objects.slotsOf(key).length > 0;
  }

  variesOn(key: string): readonly string[] | undefined {
    const newest = this.#newest(this.#index.objects.slotsOf(key));
    return newest === undefined ? undefined : this.#vary(newest).map(([name]) => name);
  }

  /** The answer that a request selects; undefined if it was gone when it was looked at. */
  async find(key: string, request: Fields): Promise<Found | undefined> {
    const { objects } = this.#index;
    const variants = objects.slotsOf(key);
    const slot = this.#newest(variants.filter((one) => matchesVary(this.#vary(one), request)));
    if (slot === undefined) return { stored: undefined, why: variants.length > 0 ? "vary-miss" : "uri-miss" };
    objects.use(slot);
    const id = objects.id(slot);
    let loading = this.#loading.get(id);
    if (loading === undefined) {
      loading = this.#load(slot).finally(() => this.#loading.delete(id));
      this.#loading.set(id, loading);
    }
    const stored = await loading;
    return stored && { stored };
  }

  /** Is there still an answer with the keys of this one? */
  holds({ key, vary }: StoredResponse): boolean {
    return this.#variant(key, varyText(vary)).length > 0;
  }

  /** Writes a whole answer when there is time for it. */
  write(stored: StoredResponse): void {
    if (this.#writable() && stored.body.bytes <= this.maxObjectBytes && this.#behind.add(stored)) return;
    this.droppedWrites += 1;
  }

  /** A file for a body that is arriving; undefined if none can be had. */
  overflow(): ObjectWriter | undefined {
    if (this.#spilling.size >= MAX_SPILLING || !this.#writable()) return undefined;
    const writer = new ObjectWriter(this, this.#index.newId());
    this.#spilling.add(writer);
    return writer;
  }

  /** Keeps what a writer was given, as the body of `stored`; the body to read from now on, undefined if it is not kept. */
  async keep(stored: StoredResponse, writer: ObjectWriter): Promise<DiskBody | undefined> {
    const job = this.#behind.begin(stored);
    try {
      const written = await this.#files.finish(stored, writer);
      if (written === undefined || !this.#add(job, writer.id, written.place)) return undefined;
      writer.kept = true;
      return new DiskBody(this, writer.id, stored.key, writer.bytes, written.sums);
    } catch {
      this.droppedWrites += 1; // the writer has told why
      return undefined;
    } finally {
      this.#behind.end(job);
    }
  }

  /**
   * An answer has other fields, because a 304 brought them, and the same body. `lasts`: whether they are worth a new head; until
   * there is one, and where there is none, the old one says that the answer is stale. False if the answer has no file.
   */
  renew(stored: StoredResponse, lasts: boolean): boolean {
    const home = this.#homes.get(stored.body);
    if (home === undefined || this.#slotOf(stored.key, home.id) === undefined) return false;
    if (lasts && !this.#moving.has(home.id)) void this.#moveHead(stored, home);
    return true;
  }

  dropVariant(key: string, vary: string): void {
    this.#behind.cancel(key, (stored) => varyText(stored.vary) === vary);
    this.#drop(this.#variant(key, vary));
  }

  dropKey(key: string): void {
    this.#behind.cancel(key);
    this.#drop(this.#index.objects.slotsOf(key));
  }

  /** Every key with its subject, once for each variant; goes on correctly while entries come and go. */
  *subjects(): Generator<readonly [key: string, subject: Subject]> {
    const view = this.#options.view();
    for (let slot = 0; slot < this.#index.objects.end; slot++) {
      if (!this.#index.objects.holds(slot)) continue;
      const key = this.#index.objects.key(slot);
      const subject = subjectOfKey(key, view);
      if (subject !== undefined) yield [key, subject];
    }
  }

  /**
   * Drops what is selected, and what no request can lead to any more. Resolves with the names of the first when no restart can
   * bring them back; requests go on in between.
   */
  dropWhere(selects: Selection): Promise<readonly string[]> {
    return this.#purge(selects, (slots) => this.#drop(slots));
  }

  /** Makes what is selected stale; as above. */
  expireWhere(selects: Selection, nowMs: number): Promise<readonly string[]> {
    return this.#purge(selects, (slots) => this.#index.expire(slots, nowMs));
  }

  /**
   * All that was dropped so far stays dropped, whatever happens to this process. Where the disk cannot be told, all is
   * forgotten. Rejects where even that is impossible.
   */
  async durable(): Promise<void> {
    try {
      await this.#index.sync();
    } catch (error) {
      this.faults.pause(error);
      await this.#forget();
    }
  }

  /**
   * Writes what waits, then lets go of the folder. What is still arriving has a moment to become whole, and files that are to
   * go have one to do so; the next life removes what is left.
   */
  async close(): Promise<void> {
    if (this.#spilling.size > 0) {
      this.#spilled = Promise.withResolvers();
      await orSoon(this.#spilled.promise);
    }
    await this.#behind.idle();
    this.#closing.abort();
    await this.#tidying;
    await orSoon(this.#removals.done());
    await this.#removals.stop();
    await this.#index.close().catch((error) => this.faults.note(error));
    this.#unlock();
  }

  // What bodies and writers ask of their tier.

  pathOf(id: number): string {
    return this.#folder.objectPath(id);
  }

  rose(body: DiskBody): void {
    this.#aloft.set(body.id, body);
  }

  landed(body: DiskBody): void {
    if (this.#aloft.get(body.id) === body) this.#aloft.delete(body.id);
  }

  damaged({ key, id }: DiskBody, error: unknown = new Error("damaged")): void {
    this.#dropDamaged(key, id, error);
  }

  reserve(bytes: number): boolean {
    this.#makeRoom();
    return bytes <= this.maxObjectBytes;
  }

  failed(error: unknown): void {
    this.#refused(error);
  }

  released(writer: ObjectWriter): void {
    this.#spilling.delete(writer);
    if (this.#spilling.size === 0) this.#spilled?.resolve();
    if (!writer.kept) this.#removals.add(writer.id);
  }

  async #write(job: Job): Promise<void> {
    const id = this.#index.newId();
    try {
      const place = await this.#files.write(id, job.stored);
      if (place !== undefined && !this.#add(job, id, place)) this.#removals.add(id);
    } catch (error) {
      this.droppedWrites += 1;
      this.#removals.add(id);
      this.#refused(error);
    }
  }

  /** One at a time for each file, or heads would mix. */
  async #moveHead(stored: StoredResponse, { id, place }: Home): Promise<void> {
    const job = this.#behind.begin(stored);
    this.#moving.add(id);
    try {
      const moved = await this.#files.writeHead(id, place, stored);
      const slot = this.#slotOf(stored.key, id);
      if (moved === undefined || slot === undefined || job.cancelled) return;
      this.#index.move(slot, moved);
      this.#homes.set(stored.body, { id, place: moved });
    } catch (error) {
      this.#refused(error);
    } finally {
      this.#moving.delete(id);
      this.#behind.end(job);
    }
  }

  /** False if it is not to be kept after all. */
  #add({ stored, cancelled }: Job, id: number, place: ObjectPlace): boolean {
    if (cancelled || !this.#index.writable) return false;
    const { key, groups } = stored;
    const vary = varyText(stored.vary);
    this.#drop(this.#variant(key, vary));
    const variants = this.#index.objects.slotsOf(key);
    if (variants.length >= MAX_VARIANTS) {
      this.evictions += 1;
      this.#drop([variants.at(-1)!]); // the one that was added first
    }
    this.#index.add({ id, key, vary, groups, place });
    this.#homes.set(stored.body, { id, place });
    this.#makeRoom();
    return true;
  }

  /** Reads an answer; undefined if it is gone or was not as it was written. */
  async #load(slot: number): Promise<StoredResponse | undefined> {
    const { objects } = this.#index;
    const [key, id, place] = [objects.key(slot), objects.id(slot), objects.place(slot)];
    const isCurrent = (): boolean => objects === this.#index.objects && objects.holds(slot, id);
    let read: ReadObject | undefined;
    let fault: unknown = new Error("damaged");
    try {
      read = await this.#files.read(key, id, place);
    } catch (error) {
      fault = error;
    }
    if (!isCurrent()) return undefined;
    const subject = subjectOfKey(key, this.#options.view());
    if (read === undefined) this.#dropDamaged(key, id, fault);
    if (read === undefined || subject === undefined) return undefined;
    const body =
      "body" in read ? KeptBody.of(read.body) : new DiskBody(this, id, key, place.bodyBytes, read.sums);
    this.#homes.set(body, { id, place });
    const stored = fromHead(read.head, subject, body);
    const unsure = id < this.#index.life && this.#options.purgesPending?.() === true;
    const expiredAtMs = objects.expiredAtMs(slot) ?? (unsure ? this.#options.clock.now() : undefined);
    return expiredAtMs === undefined ? stored : expired(stored, expiredAtMs);
  }

  async #purge(selects: Selection, act: (slots: readonly number[]) => void): Promise<readonly string[]> {
    const { objects } = this.#index;
    const view = this.#options.view();
    this.#behind.cancelWhere(({ subject, groups }) => selects(subject, groups));
    const names: string[] = [];
    await walk(objects, view, selects, (selected, lost) => {
      if (objects !== this.#index.objects) return; // all was forgotten meanwhile
      for (const slot of selected) {
        names.push(objectName(objects.key(slot), objects.vary(slot)));
        this.#leave(slot); // a copy may have risen since memory was purged
      }
      if (selected.length > 0) act(selected);
      if (view.size > 0) this.#drop(lost);
    });
    await this.durable();
    return names;
  }

  #drop(slots: readonly number[]): void {
    if (slots.length === 0) return;
    const { objects } = this.#index;
    for (const slot of slots) {
      this.#ground(slot);
      this.#removals.add(objects.id(slot));
    }
    this.#index.drop(slots);
  }

  /** A file that is gone is no fault of the disk: a crash came between its removal and the line that tells of it. */
  #dropDamaged(key: string, id: number, error: unknown): void {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") this.faults.note(error);
    const slot = this.#slotOf(key, id);
    if (slot !== undefined) this.#drop([slot]);
  }

  /** Its file goes: memory must not keep its head without a body. */
  #ground(slot: number): void {
    const body = this.#aloft.get(this.#index.objects.id(slot));
    if (body === undefined) return;
    this.#leave(slot);
    body.leave();
  }

  /** Tells memory. What reads the body goes on; its file keeps its content until it is closed. */
  #leave(slot: number): void {
    const { objects } = this.#index;
    this.#onLeave(objects.key(slot), objects.vary(slot));
  }

  #makeRoom(maxBytes = this.#options.maxBytes): void {
    while (this.bytes > maxBytes && this.#evict());
  }

  #evict(): boolean {
    const victim = this.#index.objects.victim();
    if (victim === undefined) return false;
    this.evictions += 1;
    this.#drop([victim]);
    return true;
  }

  /** The disk refused to take something. If it is full, some is given back: what is new may be worth more. */
  #refused(error: unknown): void {
    this.faults.pause(error);
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") this.#makeRoom(this.bytes * FULL_DISK_SHARE);
  }

  /** May something be written? If all had to be forgotten, and the disk was left alone for a while, it is begun anew. */
  #writable(): boolean {
    if (this.#closing.signal.aborted || this.faults.paused) return false;
    if (this.#index.writable) return true;
    if (!this.#restarting) void this.#restart();
    return false;
  }

  async #restart(): Promise<void> {
    this.#restarting = true;
    try {
      await this.#index.begin();
      void this.#tidy();
    } catch (error) {
      this.faults.pause(error);
    } finally {
      this.#restarting = false;
    }
  }

  async #forget(): Promise<void> {
    const { objects } = this.#index;
    this.#behind.cancelWhere(() => true);
    for (let slot = 0; slot < objects.end; slot++) if (objects.holds(slot)) this.#ground(slot);
    await this.#index.forget();
  }

  /** Removes what no journal names: files of earlier lives that were cut off, or that a crash left. */
  async #tidy(): Promise<void> {
    const { objects, life } = this.#index;
    const kept = new Set<number>();
    for (let slot = 0; slot < objects.end; slot++) if (objects.holds(slot)) kept.add(objects.id(slot));
    this.#tidying = this.#folder
      .tidy((id) => kept.has(id), life, this.#closing.signal)
      .catch((error) => this.faults.note(error));
    await this.#tidying;
  }

  /** Of several the one that was kept last. */
  #newest(slots: readonly number[]): number | undefined {
    const { objects } = this.#index;
    let newest: number | undefined;
    for (const slot of slots)
      if (newest === undefined || objects.id(slot) > objects.id(newest)) newest = slot;
    return newest;
  }

  #slotOf(key: string, id: number): number | undefined {
    const { objects } = this.#index;
    return objects.slotsOf(key).find((slot) => objects.id(slot) === id);
  }

  #variant(key: string, vary: string): readonly number[] {
    const { objects } = this.#index;
    return objects.slotsOf(key).filter((slot) => objects.vary(slot) === vary);
  }

  #vary(slot: number): VaryKey {
    return varyOfText(this.#index.objects.vary(slot));
  }
}

/** Names an answer in both tiers. */
export const objectName = (key: string, vary: string): string => `${key}\n${vary}`;

/** Resolves when `done` does, or when closing has waited long enough for it. */
async function orSoon(done: Promise<void>): Promise<void> {
  const moment = new AbortController();
  await Promise.race([done, sleep(CLOSE_MS, undefined, { signal: moment.signal }).catch(() => {})]);
  moment.abort();
}
