import { mark } from "../fixtures/canaries.ts";

/** The canaries of one run: each field that a person can fill in has words of its own that stand nowhere else. */
export class Marks {
  /** Needles that may leave the seal nowhere, her own answers included. */
  readonly sealed = new Set<string>();
  /** Needles that she alone is shown: her codes, the addresses that are elsewhere, a first page that comes back to be mended. */
  readonly hers = new Set<string>();
  /** Of the sealed ones: what programs make of something that she writes otherwise. */
  readonly variants = new Set<string>();
  readonly #seed: string;
  #phones = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** Ten letters and digits; the same for the same field. */
  of(field: string): string {
    return this.#kept(mark(this.#seed, field));
  }

  /** Words with two canaries, of which one has letters that every encoding writes otherwise. */
  text(field: string): string {
    const other = mark(this.#seed, `${field}, accented`);
    const accented = this.#kept(`${other.slice(0, 6)}éœ${other.slice(6)}`);
    return `mot ${this.of(field)} et ${accented} mot`;
  }

  mail = (field: string): string => `${this.of(field)}@courriel.example`;

  /** Of the range for fiction; found as it is written and as programs write it, with or without the country. */
  phone(): string {
    const [thousands, rest] = ["70", String(10 + this.#phones++)];
    this.#kept(`39 98 ${thousands} ${rest}`);
    this.variants.add(this.#kept(`63998${thousands}${rest}`));
    return `06 39 98 ${thousands} ${rest}`;
  }

  /** An address of the documentation range, which no two fields share. */
  address(tail: string): string {
    this.#kept(tail);
    return `2001:db8:4b5d:77aa:${tail}`;
  }

  /** Where her browser is: an address of this machine that nothing else here uses. */
  loopback = (): string => this.#kept("127.91.37.203");

  /** Only she may see it again. */
  shown(field: string): string {
    const made = mark(this.#seed, field);
    this.hers.add(made);
    return made;
  }

  #kept(needle: string): string {
    this.sealed.add(needle);
    return needle;
  }
}
