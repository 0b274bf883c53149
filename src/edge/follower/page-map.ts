import { randomBytes } from "node:crypto";
import { SipHash128 } from "../../lib/siphash.ts";
import { Page } from "./page.ts";

/** A page that holds more is split, unless it is one record: it is copied for a change. */
const PAGE_BYTES = 64 * 1024;
const PAGE_RECORDS = 128;
const MAX_DEPTH = 24;

/** Under a key of this process, so that nobody can choose names that crowd one page. */
const sip = new SipHash128(randomBytes(16));
function hashOf(key: string): number {
  sip.begin();
  sip.take(key);
  sip.end();
  return sip.words[0]!;
}

/**
 * Texts under ASCII keys, for a million of them: extendible hashing (Fagin et al., 1979) over pages of bytes, so that the
 * garbage collector sees thousands of things and not millions. A copy is made at once and shares all pages; each side
 * copies a page before it changes it, so a change costs one page and the list of pages, however many texts there are.
 */
export class PageMap {
  #owner = {};
  /** The page of a hash is at its low `#depth` bits; one that was split less often stands in several places. */
  #pages: Page[];
  #ownsList = true;
  #depth = 0;
  #size = 0;
  readonly #blockBytes: number;

  /** `blockBytes`: what is allocated at a time, some ten texts with their keys. */
  constructor(blockBytes: number) {
    this.#blockBytes = blockBytes;
    this.#pages = [new Page(this.#owner, 0, blockBytes)];
  }

  get size(): number {
    return this.#size;
  }

  /** Another map of the same texts. Neither sees what the other changes. */
  copy(): PageMap {
    const copy = new PageMap(this.#blockBytes);
    copy.#pages = this.#pages;
    copy.#depth = this.#depth;
    copy.#size = this.#size;
    copy.#ownsList = false;
    this.#ownsList = false;
    this.#owner = {};
    return copy;
  }

  get(key: string): string | undefined {
    const hash = hashOf(key);
    const page = this.#pageOf(hash);
    const record = page.find(hash, key);
    return record === -1 ? undefined : page.value(record);
  }

  set(key: string, value: string): void {
    const hash = hashOf(key);
    this.#delete(key, hash);
    const page = this.#ownPageOf(hash);
    page.add(hash, key, value);
    this.#size += 1;
    this.#splitIfLarge(page, hash);
  }

  delete(key: string): boolean {
    return this.#delete(key, hashOf(key));
  }

  /** In no order. Not to be changed meanwhile: go through a copy. */
  *entries(): Generator<readonly [key: string, value: string]> {
    for (const page of new Set(this.#pages)) {
      for (let record = 0; record < page.records; record++) yield [page.key(record), page.value(record)];
    }
  }

  *keys(): Generator<string> {
    for (const page of new Set(this.#pages)) {
      for (let record = 0; record < page.records; record++) yield page.key(record);
    }
  }

  #delete(key: string, hash: number): boolean {
    const record = this.#pageOf(hash).find(hash, key);
    if (record === -1) return false;
    const page = this.#ownPageOf(hash);
    page.remove(record);
    if (page.isWasteful)
      this.#put(
        page.select(this.#owner, page.depth, () => true),
        hash,
      );
    this.#size -= 1;
    return true;
  }

  #pageOf(hash: number): Page {
    return this.#pages[hash & (2 ** this.#depth - 1)]!;
  }

  /** The page of a hash, to be changed. */
  #ownPageOf(hash: number): Page {
    const page = this.#pageOf(hash);
    if (page.owner === this.#owner) return page;
    const own = page.select(this.#owner, page.depth, () => true);
    this.#put(own, hash);
    return own;
  }

  /** Puts a page wherever its depth says that it stands. */
  #put(page: Page, hash: number): void {
    if (!this.#ownsList) {
      this.#pages = this.#pages.slice();
      this.#ownsList = true;
    }
    const step = 2 ** page.depth;
    for (let at = hash & (step - 1); at < this.#pages.length; at += step) this.#pages[at] = page;
  }

  #splitIfLarge(page: Page, hash: number): void {
    const isLarge = page.bytes > PAGE_BYTES || page.records > PAGE_RECORDS;
    if (!isLarge || page.records < 2 || page.depth === MAX_DEPTH) return;
    if (page.depth === this.#depth) {
      this.#pages = this.#pages.concat(this.#pages);
      this.#ownsList = true;
      this.#depth += 1;
    }
    const bit = 2 ** page.depth;
    for (const side of [0, bit]) {
      const half = page.select(this.#owner, page.depth + 1, (one) => (one & bit) === side);
      const place = (hash & ~bit) | side;
      this.#put(half, place);
      this.#splitIfLarge(half, place);
    }
  }
}
