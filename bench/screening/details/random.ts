/** A small seeded generator (mulberry32): the same seed gives the same documents on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 ≤ x < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** least ≤ n ≤ most. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => this.int(0, 9)).join("");
  }

  /** "#" a digit, "~" a digit but 0, "@" a capital, "%" a hexadecimal digit; everything else stands for itself. */
  fill(pattern: string): string {
    return pattern.replace(/[#~@%]/g, (sign) => {
      if (sign === "#") return String(this.int(0, 9));
      if (sign === "~") return String(this.int(1, 9));
      if (sign === "@") return this.pick("ABCDEFGHJKLMNPQRSTVWXYZ".split(""));
      return this.pick("0123456789abcdef".split(""));
    });
  }
}

/** FNV-1a, 32 bits: which half a template belongs to, and the seed of its documents. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
