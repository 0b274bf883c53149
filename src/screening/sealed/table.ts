import { GATE_DIGITS, MAC_AT, type SealedTags } from "./tag.ts";

/** A detail of the list, or (`companion`) what must stand near it. */
export interface Use {
  readonly detail: number;
  readonly companion: boolean;
}

const FEWEST_GATES = 12;
const MOST_GATES = 24;
const NEAR = 0x8000_0000;
const NOTHING = { tags: [], near: [] };

/**
 * The tags of many details, without an object for each: about 40 bytes a tag and at most 2 MiB of gates. Built in one pass; holds
 * no key.
 */
export class TagTable {
  readonly size: number;
  readonly #gates: Uint32Array;
  readonly #gateMask: number;
  readonly #slots: Int32Array;
  readonly #slotMask: number;
  readonly #looks: Uint32Array;
  readonly #macs: Uint32Array;
  readonly #uses: Uint32Array;
  /** The entry before of the same look-up value: many may have registered one detail. */
  readonly #next: Int32Array;

  /** Of details tagged under `version` of the normaliser; others can match nothing. */
  constructor(all: readonly SealedTags[], version: number) {
    const details = all.map((one) => (one.normaliser === version ? one : NOTHING));
    this.size = details.reduce((sum, { tags, near }) => sum + tags.length + near.length, 0);
    const bits = Math.min(MOST_GATES, Math.max(FEWEST_GATES, Math.ceil(Math.log2(this.size * 64 + 1))));
    this.#gates = new Uint32Array(1 << (bits - 5));
    this.#gateMask = 2 ** bits - 1;
    const slots = 2 ** Math.ceil(Math.log2(this.size * 1.5 + 2));
    this.#slots = new Int32Array(slots).fill(-1);
    this.#slotMask = slots - 1;
    this.#looks = new Uint32Array(this.size);
    this.#macs = new Uint32Array(4 * this.size);
    this.#uses = new Uint32Array(this.size);
    this.#next = new Int32Array(this.size);
    let entry = 0;
    for (const [detail, { tags, near }] of details.entries()) {
      for (const tag of tags) this.#add(entry++, tag, detail);
      for (const tag of near) this.#add(entry++, tag, detail | NEAR);
    }
  }

  #add(entry: number, tag: string, use: number): void {
    const gate = hexadecimal(tag, 0, GATE_DIGITS);
    for (const bit of [gate & this.#gateMask, second(gate) & this.#gateMask])
      this.#gates[bit >>> 5]! |= 1 << (bit & 31);
    const look = hexadecimal(tag, GATE_DIGITS, MAC_AT);
    this.#looks[entry] = look;
    for (let word = 0; word < 4; word++) {
      this.#macs[4 * entry + word] = hexadecimal(tag, MAC_AT + 8 * word, MAC_AT + 8 * word + 8);
    }
    this.#uses[entry] = use;
    const slot = this.#slotOf(look);
    this.#next[entry] = this.#slots[slot] as number;
    this.#slots[slot] = entry;
  }

  /** The slot of a look-up value, or the free one where it would be. */
  #slotOf(look: number): number {
    for (let slot = look & this.#slotMask; ; slot = (slot + 1) & this.#slotMask) {
      const entry = this.#slots[slot] as number;
      if (entry < 0 || this.#looks[entry] === look) return slot;
    }
  }

  /** Whether something may begin so: a gate. */
  opens(gate: number): boolean {
    return this.#isSet(gate & this.#gateMask) && this.#isSet(second(gate) & this.#gateMask);
  }

  #isSet(bit: number): boolean {
    return ((this.#gates[bit >>> 5] as number) & (1 << (bit & 31))) !== 0;
  }

  /** Whether something is spelled so, by classes. */
  has(look: number): boolean {
    return (this.#slots[this.#slotOf(look)] as number) >= 0;
  }

  /** Whose exact spelling that is: the HMAC in hexadecimal. */
  *uses(look: number, mac: string): Generator<Use> {
    for (
      let entry = this.#slots[this.#slotOf(look)] as number;
      entry >= 0;
      entry = this.#next[entry] as number
    ) {
      if (!this.#isMac(entry, mac)) continue;
      const use = this.#uses[entry] as number;
      yield { detail: use & ~NEAR, companion: (use & NEAR) !== 0 };
    }
  }

  #isMac(entry: number, mac: string): boolean {
    for (let word = 0; word < 4; word++) {
      if (this.#macs[4 * entry + word] !== hexadecimal(mac, 8 * word, 8 * word + 8)) return false;
    }
    return true;
  }
}

/** The other place of a gate in the filter; with two, a page's words open few gates by chance. */
const second = (gate: number): number => Math.imul(gate ^ (gate >>> 15), 0x85ebca6b) >>> 8;

/** Lower-case hexadecimal digits `from`..`to` of a text, at most eight, as they stand. */
function hexadecimal(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at);
    value = (value << 4) | (unit - (unit < 58 ? 48 : 87));
  }
  return value >>> 0;
}
