import { type Clock, SECOND, systemClock } from "../../lib/clock.ts";
import { RempartError } from "../../lib/errors.ts";
import type { Fields } from "../http/fields.ts";
import type { Selection, Subject } from "../subject.ts";
import type { StoredBody } from "./body.ts";
import { type DiskOptions, DiskTier, objectName } from "./disk/disk-tier.ts";
import type { ObjectWriter } from "./disk/object-writer.ts";
import { ttlMs } from "./freshness.ts";
import { KeptBody } from "./kept-body.ts";
import { type Absent, type Found, type MemoryLimits, MemoryTier } from "./memory.ts";
import type { StoredResponse } from "./stored.ts";
import { varyText } from "./vary.ts";

export type { Found, MemoryLimits } from "./memory.ts";

/** What is stale sooner than this is not worth a file, unless the origin can be asked about it, nor a newer head. */
const LASTS_MS = 10 * SECOND;

/** What one tier holds, and what became of the rest. */
export interface TierFigures {
  readonly bytes: number;
  readonly objects: number;
  readonly evictions: number;
}

export interface DiskFigures extends TierFigures {
  readonly errors: number;
  /** Answers that stayed in memory because the disk was too slow, full or broken. */
  readonly droppedWrites: number;
}

/**
 * Kept answers: memory above disk. What memory finds is found at once; what only the disk has is read, and small answers
 * move up. All that is kept is written to the disk behind the requests' back if it is fresh for a while, so that it
 * survives eviction and restart; what memory has no room for goes there while it arrives. Changes reach both tiers, and
 * memory loses its copy whenever the disk loses its own: then one purge is enough.
 */
export class Store {
  readonly #memory: MemoryTier;
  readonly #limits: MemoryLimits;
  readonly #diskOptions: DiskOptions | undefined;
  readonly #clock: Clock;
  #disk: DiskTier | undefined;
  readonly #writers = new WeakMap<StoredBody, ObjectWriter>();

  constructor(limits: MemoryLimits, disk?: DiskOptions) {
    this.#limits = limits;
    this.#diskOptions = disk;
    this.#clock = disk?.clock ?? systemClock;
    this.#memory = new MemoryTier(limits, {
      overflow: (stored) => this.#overflow(stored),
      whole: (stored) => this.#whole(stored),
    });
  }

  /**
   * Opens the disk tier, if there is to be one; until then, and where it cannot be opened, answers are kept in memory only.
   * Rejects with `lock.held` if the folder is another process's.
   */
  async open(): Promise<void> {
    if (this.#diskOptions === undefined) return;
    const { log } = this.#diskOptions;
    try {
      this.#disk = await DiskTier.open(this.#diskOptions, (key, vary) => this.#memory.dropVariant(key, vary));
    } catch (error) {
      if (error instanceof RempartError) throw error;
      log.error("edge.no-disk-cache", { error: (error as NodeJS.ErrnoException).code ?? "unknown" });
    }
  }

  /** Writes what waits to be written and closes the disk tier. */
  async close(): Promise<void> {
    await this.#disk?.close();
    this.#disk = undefined;
  }

  get memory(): TierFigures {
    return this.#memory;
  }

  get disk(): DiskFigures | undefined {
    const disk = this.#disk;
    if (disk === undefined) return undefined;
    const { bytes, objects, evictions, droppedWrites, faults } = disk;
    return { bytes, objects, evictions, droppedWrites, errors: faults.count };
  }

  /** Memory that kept answers are accounted for, and how many they are. */
  get bytes(): number {
    return this.#memory.bytes;
  }

  get count(): number {
    return this.#memory.objects;
  }

  /** Could a body of this declared length be kept? */
  admits(contentLength: string | undefined): boolean {
    if (contentLength === undefined) return true;
    return Number(contentLength) <= Math.max(this.#limits.maxObjectBytes, this.#disk?.maxObjectBytes ?? 0);
  }

  /** The answer that this request selects (RFC 9111 §4.1), fresh or not; of several the newest. A promise if it is on disk. */
  find(key: string, request: Fields): Found | Promise<Found> {
    const found = this.#memory.find(key, request);
    if (found.stored !== undefined || this.#disk === undefined || !this.#disk.has(key)) return found;
    return this.#rise(this.#disk, key, request, found);
  }

  /** The fields that the newest answer under a key varies on. */
  variesOn(key: string): readonly string[] {
    return this.#memory.variesOn(key) ?? this.#disk?.variesOn(key) ?? [];
  }

  /** Keeps an answer in place of the one with the same primary and secondary key. */
  put(stored: StoredResponse): void {
    this.#disk?.dropVariant(stored.key, varyText(stored.vary));
    this.#memory.put(stored);
    if (stored.body.whole) this.#whole(stored);
    else if (Number(stored.fields.get("content-length")) > this.#limits.maxObjectBytes)
      this.#memory.spill(stored);
  }

  /** Keeps an answer with other fields, which a 304 brought, and the same body, in place of the one it was made of. */
  renew(candidate: StoredResponse, stored: StoredResponse): void {
    this.#memory.renew(stored);
    const [before, now] = [varyText(candidate.vary), varyText(stored.vary)];
    if (before !== now) this.#disk?.dropVariant(candidate.key, before);
    const { body } = stored;
    if (this.#writers.has(body) || this.#disk?.renew(stored, this.#lasts(stored))) return;
    if (body.onDisk)
      this.#memory.drop(stored); // the file went while the origin was asked
    else if (body.whole) this.#whole(stored);
  }

  drop(stored: StoredResponse): void {
    this.#memory.drop(stored);
    this.#disk?.dropVariant(stored.key, varyText(stored.vary));
  }

  /** Drops all variants under a key (RFC 9111 §4.4) and returns those that memory had. */
  dropKey(key: string): readonly StoredResponse[] {
    this.#disk?.dropKey(key);
    return this.#memory.dropKey(key);
  }

  /** Every key with its subject, in both tiers; goes on correctly while entries come and go. */
  *subjects(): Generator<readonly [key: string, subject: Subject]> {
    yield* this.#memory.subjects();
    if (this.#disk !== undefined) yield* this.#disk.subjects();
  }

  /**
   * Drops what is selected; how many answers. Memory at once; with a disk tier a promise, kept when no restart can bring
   * anything back. Looks at every key: for purges, not for requests.
   */
  dropWhere(selects: Selection): number | Promise<number> {
    const dropped = this.#memory.dropWhere(selects);
    return this.#disk === undefined ? dropped.length : inBoth(dropped, this.#disk.dropWhere(selects));
  }

  /** Makes what is selected stale (a soft purge); as above. */
  expireWhere(selects: Selection, nowMs: number): number | Promise<number> {
    const before = this.#memory.expireWhere(selects, nowMs);
    return this.#disk === undefined ? before.length : inBoth(before, this.#disk.expireWhere(selects, nowMs));
  }

  /** When all that was dropped so far can come back by no restart. Rejects if the disk allows nothing of the kind. */
  async settled(): Promise<void> {
    await this.#disk?.durable();
  }

  async #rise(disk: DiskTier, key: string, request: Fields, absent: Absent): Promise<Found> {
    const found = await disk.find(key, request);
    // Others may have brought it up meanwhile, or something newer.
    const now = this.#memory.find(key, request);
    if (now.stored !== undefined) return now;
    if (found?.stored === undefined) return found ?? absent;
    if (!disk.holds(found.stored)) return absent; // purged while it was read
    this.#memory.put(found.stored);
    return found;
  }

  #overflow(stored: StoredResponse): boolean {
    const { body } = stored;
    if (!(body instanceof KeptBody) || body.whole || namesCredentials(stored)) return false;
    const writer = this.#disk?.overflow();
    if (writer === undefined) return false;
    this.#writers.set(body, writer);
    body.spillTo(writer);
    return true;
  }

  #whole(stored: StoredResponse): void {
    const disk = this.#disk;
    if (disk === undefined || namesCredentials(stored)) return;
    const writer = this.#writers.get(stored.body);
    if (writer !== undefined) void this.#land(disk, stored, stored.body as KeptBody, writer);
    else if (this.#lasts(stored) || canBeValidated(stored)) disk.write(stored);
  }

  /** All of a body is in its file. It is found in memory until the disk has it, so that nobody asks the origin in between. */
  async #land(disk: DiskTier, stored: StoredResponse, body: KeptBody, writer: ObjectWriter): Promise<void> {
    const kept = await disk.keep(stored, writer);
    this.#writers.delete(body);
    if (kept === undefined) {
      this.#memory.dropBody(stored.key, body);
      return;
    }
    body.moveTo(kept);
    const now = this.#memory.settle(stored.key, body);
    if (now !== undefined && now !== stored) disk.renew(now, this.#lasts(now)); // validated meanwhile
  }

  #lasts(stored: StoredResponse): boolean {
    return ttlMs(stored, this.#clock.now()) >= LASTS_MS;
  }
}

/** The disk tier writes down what selects an answer: a session's cookie must not lie on a disk for that. */
const namesCredentials = ({ vary }: StoredResponse): boolean =>
  vary.some(([name, value]) => value !== undefined && (name === "cookie" || name === "authorization"));

const canBeValidated = ({ fields }: StoredResponse): boolean =>
  fields.has("etag") || fields.has("last-modified");

/** How many answers there were, those counted once that both tiers had. */
async function inBoth(memory: readonly StoredResponse[], disk: Promise<readonly string[]>): Promise<number> {
  const names = new Set(memory.map(({ key, vary }) => objectName(key, varyText(vary))));
  for (const name of await disk) names.add(name);
  return names.size;
}
