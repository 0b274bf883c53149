import type { Fields } from "../http/fields.ts";
import type { Selection, Subject } from "../subject.ts";
import type { Keeper } from "./body.ts";
import type { StoredResponse } from "./stored.ts";
import { matchesVary, varyText } from "./vary.ts";

/** What an entry costs beside its body and the text of its fields: objects, maps, links. Measured: 3.7 KiB. */
const OVERHEAD_BYTES = 4096;
/** Variants of one URL; more than this means that `Vary` names something unbounded, such as User-Agent. */
const MAX_VARIANTS = 64;

export interface StoreLimits {
  /** For everything: bodies, fields and overhead. */
  readonly maxBytes: number;
  readonly maxObjectBytes: number;
}

interface Entry {
  stored: StoredResponse;
  bytes: number;
  /** Less and more recently used neighbours. */
  older: Entry | undefined;
  newer: Entry | undefined;
  readonly keeper: Keeper;
}

export type Found =
  | { readonly stored: StoredResponse }
  /** RFC 9211 §2.2: nothing under this URL, or only answers that other requests select. */
  | { readonly stored: undefined; readonly why: "uri-miss" | "vary-miss" };

/**
 * Kept answers in memory, the least recently used one dropped first when room is needed. An answer is found as soon as
 * its head is here; its body may still be arriving, and is accounted chunk by chunk.
 */
export class Store {
  readonly #limits: StoreLimits;
  readonly #entries = new Map<string, Entry[]>();
  #oldest: Entry | undefined;
  #newest: Entry | undefined;
  #bytes = 0;
  #count = 0;

  constructor(limits: StoreLimits) {
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get count(): number {
    return this.#count;
  }

  /** Could a body of this declared length be kept? */
  admits(contentLength: string | undefined): boolean {
    return contentLength === undefined || Number(contentLength) <= this.#limits.maxObjectBytes;
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

  /** The fields that the newest answer under a key varies on. */
  variesOn(key: string): readonly string[] {
    return (
      this.#entries
        .get(key)
        ?.at(-1)
        ?.stored.vary.map(([name]) => name) ?? []
    );
  }

  /** Keeps an answer in place of the one with the same primary and secondary key. */
  put(stored: StoredResponse): void {
    const secondary = varyText(stored.vary);
    const variants = this.#entries.get(stored.key) ?? [];
    for (const entry of [...variants]) {
      if (varyText(entry.stored.vary) === secondary) this.#remove(entry);
    }
    const entry: Entry = {
      stored,
      bytes: 0,
      older: undefined,
      newer: undefined,
      keeper: {
        grow: (bytes) => this.#grow(entry, bytes),
        end: (whole) => {
          if (!whole) this.#remove(entry);
        },
      },
    };
    // #remove may have deleted the list: fetch it again.
    const siblings = this.#entries.get(stored.key);
    if (siblings === undefined) this.#entries.set(stored.key, [entry]);
    else siblings.push(entry);
    this.#count += 1;
    this.#link(entry);
    stored.body.keep(entry.keeper);
    const headBytes = stored.fields.list.reduce((sum, text) => sum + text.length, 2 * stored.key.length);
    this.#grow(entry, OVERHEAD_BYTES + headBytes + stored.body.bytes);
    if (siblings !== undefined && siblings.length > MAX_VARIANTS) this.#remove(siblings[0]!);
  }

  drop(stored: StoredResponse): void {
    const entry = this.#entries.get(stored.key)?.find((candidate) => candidate.stored === stored);
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

  /** Drops what is selected; how many answers. Looks at every key: for purges, not for requests. */
  dropWhere(selects: Selection): number {
    let dropped = 0;
    for (const [key, subject] of this.subjects())
      if (selects(subject, [])) dropped += this.dropKey(key).length;
    return dropped;
  }

  #grow(entry: Entry, bytes: number): boolean {
    entry.bytes += bytes;
    this.#bytes += bytes;
    if (entry.bytes > this.#limits.maxObjectBytes + OVERHEAD_BYTES) {
      this.#remove(entry);
      return false;
    }
    while (this.#bytes > this.#limits.maxBytes) {
      const victim = this.#oldest!;
      this.#remove(victim);
      if (victim === entry) return false;
    }
    return true;
  }

  #remove(entry: Entry): void {
    const { key } = entry.stored;
    const variants = this.#entries.get(key);
    const at = variants?.indexOf(entry) ?? -1;
    if (variants === undefined || at === -1) return;
    variants.splice(at, 1);
    if (variants.length === 0) this.#entries.delete(key);
    this.#unlink(entry);
    this.#bytes -= entry.bytes;
    this.#count -= 1;
    entry.stored.body.letGo(entry.keeper);
  }

  #touch(entry: Entry): void {
    if (entry === this.#newest) return;
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
