/** Of each record: hash, block, offset in the block with the key's length, length of key and value. */
const INDEX_WORDS = 4;
const OFFSET_BITS = 16;

/**
 * Records of an ASCII key and a text in blocks of one size (only a larger record has its own), so that memory does not fall
 * to pieces when all pages of a map grow together, and a small index that a look-up reads from its beginning: of the
 * records themselves it touches only the one it wants.
 */
export class Page {
  /** Who may change it in place; anybody else copies it first. */
  readonly owner: object;
  /** How many low bits of the hash its records share. */
  readonly depth: number;
  readonly #blockBytes: number;
  readonly #blocks: Buffer[] = [];
  /** Of the last block. */
  #free = 0;
  #index = new Uint32Array(0);
  #records = 0;
  /** Of all records, and of those that were removed and are in a block still. */
  #bytes = 0;
  #waste = 0;

  /** `blockBytes`: at most 64 KiB. */
  constructor(owner: object, depth: number, blockBytes: number) {
    this.owner = owner;
    this.depth = depth;
    this.#blockBytes = blockBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get records(): number {
    return this.#records;
  }

  /** Another page of the records whose hash is `wanted`; nothing that was removed is in it. */
  select(owner: object, depth: number, wanted: (hash: number) => boolean): Page {
    const page = new Page(owner, depth, this.#blockBytes);
    page.#reserve(depth === this.depth ? this.#records : this.#records >>> 1);
    for (let record = 0; record < this.#records; record++) {
      const hash = this.#word(record, 0);
      if (!wanted(hash)) continue;
      const [from, bytes] = [this.#offset(record), this.#word(record, 3)];
      const start = page.#newRecord(hash, this.#keyLength(record), bytes);
      this.#block(record).copy(page.#blocks.at(-1)!, start, from, from + bytes);
    }
    return page;
  }

  /** The number of a key's record; -1 if there is none. */
  find(hash: number, key: string): number {
    const index = this.#index;
    const end = INDEX_WORDS * this.#records;
    for (let at = 0; at < end; at += INDEX_WORDS) {
      if (index[at] === hash && this.#isKey(at / INDEX_WORDS, key)) return at / INDEX_WORDS;
    }
    return -1;
  }

  /** Adds a record of a key that is not there; the key is shorter than 64 KiB. */
  add(hash: number, key: string, value: string): void {
    const start = this.#newRecord(hash, key.length, key.length + Buffer.byteLength(value));
    const block = this.#blocks.at(-1)!;
    block.write(key, start, "latin1");
    block.write(value, start + key.length, "utf8");
  }

  remove(record: number): void {
    const bytes = this.#word(record, 3);
    this.#records -= 1;
    this.#bytes -= bytes;
    this.#waste += bytes;
    this.#index.copyWithin(
      INDEX_WORDS * record,
      INDEX_WORDS * (record + 1),
      INDEX_WORDS * (this.#records + 1),
    );
  }

  /** More was removed than is there. */
  get isWasteful(): boolean {
    return this.#waste > this.#bytes + this.#blockBytes;
  }

  key(record: number): string {
    const start = this.#offset(record);
    return this.#block(record).toString("latin1", start, start + this.#keyLength(record));
  }

  value(record: number): string {
    const start = this.#offset(record);
    return this.#block(record).toString(
      "utf8",
      start + this.#keyLength(record),
      start + this.#word(record, 3),
    );
  }

  #word = (record: number, word: number): number => this.#index[INDEX_WORDS * record + word]!;
  #block = (record: number): Buffer => this.#blocks[this.#word(record, 1)]!;
  #offset = (record: number): number => this.#word(record, 2) & (2 ** OFFSET_BITS - 1);
  #keyLength = (record: number): number => this.#word(record, 2) >>> OFFSET_BITS;

  #reserve(records: number): void {
    const larger = new Uint32Array(INDEX_WORDS * records);
    larger.set(this.#index);
    this.#index = larger;
  }

  /** Writes a record's index and returns where in the last block its bytes are to be written. */
  #newRecord(hash: number, keyLength: number, bytes: number): number {
    if (bytes > this.#free) {
      const block = Buffer.allocUnsafeSlow(Math.max(bytes, this.#blockBytes));
      this.#blocks.push(block);
      this.#free = block.length;
    }
    const start = this.#blocks.at(-1)!.length - this.#free;
    const at = INDEX_WORDS * this.#records;
    if (at === this.#index.length) this.#reserve(Math.max(16, this.#records + (this.#records >>> 1)));
    this.#index[at] = hash;
    this.#index[at + 1] = this.#blocks.length - 1;
    this.#index[at + 2] = (keyLength << OFFSET_BITS) | start;
    this.#index[at + 3] = bytes;
    this.#records += 1;
    this.#bytes += bytes;
    this.#free -= bytes;
    return start;
  }

  #isKey(record: number, key: string): boolean {
    if (this.#keyLength(record) !== key.length) return false;
    const block = this.#block(record);
    const start = this.#offset(record);
    for (let i = 0; i < key.length; i++) if (block[start + i] !== key.charCodeAt(i)) return false;
    return true;
  }
}
