import type { Fields } from "../http/fields.ts";
import type { Selection, Subject } from "../subject.ts";
import type { Keeper, StoredBody } from "./body.ts";
import { expired, type StoredResponse } from "./stored.ts";
import { matchesVary, varyText } from "./vary.ts";

/** What an entry costs beside its body and the text of its fields: objects, maps, links. Measured as RSS: 2.3 KiB. */
export const OVERHEAD_BYTES = 2400;
/** Variants of one URL; more than this means that `Vary` names something unbounded, such as User-Agent. */
export const MAX_VARIANTS = 64;

export interface MemoryLimits {
  /** For everything: bodies, fields and overhead. */
  readonly maxBytes: number;
  readonly maxObjectBytes: number;
}

/** What the store above does when something becomes of a body that is kept here. */
export interface MemoryHooks {
  /** It is larger than memory takes. True if it goes on in a file: the answer then stays, and is not counted any more. */
  overflow(stored: StoredResponse): boolean;
  /** All of it has arrived. */
  whole(stored: StoredResponse): void;
}

/** RFC 9211 §2.2: nothing under this URL, or only answers that other requests select. */
export type Absent = { readonly stored: undefined; readonly why: "uri-miss" | "vary-miss" };
export type Found = { readonly stored: StoredResponse } | Absent;

/** One kept answer, in the order of use. */
class Entry implements Keeper {
  stored: StoredResponse;
  readonly #tier: EntryOwner;
  bytes = 0;
  /** Goes on in a file until it is whole: out of the order of use, because dropping it would make nobody's room. */
  spilling = false;
  older: Entry | undefined;
  newer: Entry | undefined;

  constructor(stored: StoredResponse, tier: EntryOwner) {
    this.stored = stored;
    this.#tier = tier;
  }

  grow(bytes: number): boolean {
    return this.#tier.grow(this, bytes);
  }

  end(whole: boolean): void {
    this.#tier.end(this, whole);
  }
}

interface EntryOwner {
  grow(entry: Entry, bytes: number): boolean;
  end(entry: Entry, whole: boolean): void;
}

/**
 * Kept answers in memory, the least recently used one dropped first when room is needed. An answer is found as soon as
 * its head is here; its body may still be arriving, and is accounted chunk by chunk.
 */
export class MemoryTier {
  readonly #limits: MemoryLimits;
  readonly #hooks: MemoryHooks;
  readonly #entries = new Map<string, Entry[]>();
  readonly #owner: EntryOwner = {
    grow: (entry, bytes) => this.#grow(entry, bytes),
    end: (entry, whole) => {
      if (!whole) this.#remove(entry);
      else if (this.#holds(entry)) this.#hooks.whole(entry.stored);
    },
  };
  #oldest: Entry | undefined;
  #newest: Entry | undefined;
  bytes = 0;
  objects = 0;
  /** Dropped because room was needed. */
  evictions = 0;

  constructor(limits: MemoryLimits, hooks: MemoryHooks) {
    this.#limits = limits;
    this.#hooks = hooks;
  }

  /** The answer that this request selects (RFC 9111 §4.1), fresh or not; of several the newest. */
  find(key: string, request: Fields): Found {
    const variants = this.#entries.get(key);
    if (variants === undefined) return { stored: undefined, why: "uri-miss" };
    for (let i = variants.length - 1; i >= 0; i--) {
      const entry = variants[i]!;
      if (!matchesVary(entry.stored.vary, request)) continue;
      this.#touch(entry);
      return { stored: entry.stored };
    }
    return { stored: undefined, why: "vary-miss" };
  }

  /** The fields that the newest answer under a key varies on; undefined if there is none. */
  variesOn(key: string): readonly string[] | undefined {
    const newest = this.#entries.get(key)?.at(-1);
    return newest?.stored.vary.map(([name]) => name);
  }

  /** Keeps an answer in place of the one with the same primary and secondary key. */
  put(stored: StoredResponse): void {
    this.dropVariant(stored.key, varyText(stored.vary));
    const entry = new Entry(stored, this.#owner);
    const siblings = this.#entries.get(stored.key);
    if (siblings === undefined) this.#entries.set(stored.key, [entry]);
    else siblings.push(entry);
    this.objects += 1;
    this.#link(entry);
    stored.body.keep(entry);
    this.#grow(entry, headBytes(stored) + stored.body.heldBytes);
    if (siblings !== undefined && siblings.length > MAX_VARIANTS) this.#remove(siblings[0]!);
  }

  /** Keeps an answer in place of the one that it has its body from: the body goes on as it is, whoever reads it. */
  renew(renewed: StoredResponse): void {
    const siblings = this.#entries.get(renewed.key) ?? [];
    const entry = siblings.find(({ stored }) => stored.body === renewed.body);
    if (entry === undefined) {
      this.put(renewed);
      return;
    }
    const vary = varyText(renewed.vary);
    const twin = siblings.find((other) => other !== entry && varyText(other.stored.vary) === vary);
    if (twin !== undefined) this.#remove(twin);
    const bytes = headBytes(renewed) - headBytes(entry.stored);
    entry.stored = renewed;
    this.#touch(entry);
    this.#grow(entry, bytes);
  }

  /** What went on in a file is whole there: it takes its place in the order of use. Returns the answer as it is now. */
  settle(key: string, body: StoredBody): StoredResponse | undefined {
    const entry = this.#entries.get(key)?.find(({ stored }) => stored.body === body);
    if (entry === undefined) return undefined;
    const { stored } = entry;
    entry.spilling = false;
    this.#link(entry);
    this.#grow(entry, headBytes(stored) + body.heldBytes - entry.bytes);
    return stored;
  }

  /** An answer that is known to be too large goes to a file before its first byte is here. */
  spill(stored: StoredResponse): void {
    const entry = this.#entries.get(stored.key)?.find((candidate) => candidate.stored === stored);
    if (entry !== undefined) this.#overflow(entry);
  }

  drop(stored: StoredResponse): void {
    const entry = this.#entries.get(stored.key)?.find((candidate) => candidate.stored === stored);
    if (entry !== undefined) this.#remove(entry);
  }

  dropVariant(key: string, vary: string): void {
    const entry = this.#entries.get(key)?.find(({ stored }) => varyText(stored.vary) === vary);
    if (entry !== undefined) this.#remove(entry);
  }

  /** Drops the answer with this body, if it is still kept. */
  dropBody(key: string, body: StoredBody): void {
    const entry = this.#entries.get(key)?.find(({ stored }) => stored.body === body);
    if (entry !== undefined) this.#remove(entry);
  }

  /** Drops all variants under a key (RFC 9111 §4.4) and returns them. */
  dropKey(key: string): readonly StoredResponse[] {
    const variants = [...(this.#entries.get(key) ?? [])];
    for (const entry of variants) this.#remove(entry);
    return variants.map(({ stored }) => stored);
  }

  /** Every key with its subject, which all variants share; goes on correctly while entries come and go. */
  *subjects(): Generator<readonly [key: string, subject: Subject]> {
    for (const [key, [first]] of this.#entries) yield [key, first!.stored.subject];
  }

  /** Drops what is selected and returns it. Looks at every answer: for purges, not for requests. */
  dropWhere(selects: Selection): readonly StoredResponse[] {
    const selected = [...this.#selected(selects)];
    for (const entry of selected) this.#remove(entry);
    return selected.map(({ stored }) => stored);
  }

  /** Makes what is selected stale and returns it as it was before. */
  expireWhere(selects: Selection, nowMs: number): readonly StoredResponse[] {
    const before: StoredResponse[] = [];
    for (const entry of this.#selected(selects)) {
      before.push(entry.stored);
      entry.stored = expired(entry.stored, nowMs);
    }
    return before;
  }

  *#selected(selects: Selection): Generator<Entry> {
    for (const variants of this.#entries.values()) {
      for (const entry of variants) if (selects(entry.stored.subject, entry.stored.groups)) yield entry;
    }
  }

  #holds(entry: Entry): boolean {
    return this.#entries.get(entry.stored.key)?.includes(entry) ?? false;
  }

  #grow(entry: Entry, bytes: number): boolean {
    entry.bytes += bytes;
    this.bytes += bytes;
    const isTooLarge = !entry.spilling && entry.bytes > this.#limits.maxObjectBytes + OVERHEAD_BYTES;
    if (isTooLarge && !this.#overflow(entry)) {
      this.#remove(entry);
      return false;
    }
    while (this.bytes > this.#limits.maxBytes) {
      const victim = this.#oldest;
      if (victim === undefined) return true; // all that is left is what goes on in files
      if (!victim.stored.body.whole && this.#overflow(victim)) continue;
      this.evictions += 1;
      this.#remove(victim);
      if (victim === entry) return false;
    }
    return true;
  }

  #overflow(entry: Entry): boolean {
    if (!this.#hooks.overflow(entry.stored)) return false;
    this.#unlink(entry);
    entry.spilling = true;
    const bytes = headBytes(entry.stored) + entry.stored.body.heldBytes;
    this.bytes += bytes - entry.bytes;
    entry.bytes = bytes;
    return true;
  }

  #remove(entry: Entry): void {
    const { key } = entry.stored;
    const variants = this.#entries.get(key);
    const at = variants?.indexOf(entry) ?? -1;
    if (variants === undefined || at === -1) return;
    variants.splice(at, 1);
    if (variants.length === 0) this.#entries.delete(key);
    if (!entry.spilling) this.#unlink(entry);
    this.bytes -= entry.bytes;
    this.objects -= 1;
    entry.stored.body.letGo(entry);
  }

  #touch(entry: Entry): void {
    if (entry === this.#newest || entry.spilling) return;
    this.#unlink(entry);
    this.#link(entry);
  }

  #link(entry: Entry): void {
    entry.older = this.#newest;
    entry.newer = undefined;
    if (this.#newest !== undefined) this.#newest.newer = entry;
    else this.#oldest = entry;
    this.#newest = entry;
  }

  #unlink(entry: Entry): void {
    if (entry.older !== undefined) entry.older.newer = entry.newer;
    else this.#oldest = entry.newer;
    if (entry.newer !== undefined) entry.newer.older = entry.older;
    else this.#newest = entry.older;
    entry.older = undefined;
    entry.newer = undefined;
  }
}

const headBytes = ({ fields, key }: StoredResponse): number =>
  fields.list.reduce((sum, text) => sum + text.length, OVERHEAD_BYTES + 2 * key.length);
