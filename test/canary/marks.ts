import { mark } from "../fixtures/canaries.ts";

/** The canaries of one run: each field that a person can fill in has words of its own that stand nowhere else. */
export class Marks {
  /** Needles that may leave the seal nowhere, her own answers included. */
  readonly sealed = new Set<string>();
  /** Needles that she alone is shown: her codes, the addresses that are elsewhere, a first page that comes back to be mended. */
  readonly hers = new Set<string>();
  /** Of the sealed ones: what programs make of something that she writes otherwise. */
  readonly variants = new Set<string>();
  readonly #fields = new Map<string, string>();
  readonly #seed: string;
  #phones = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** Ten letters and digits; the same for the same field. */
  of(field: string): string {
    return this.#kept(mark(this.#seed, field), field);
  }

  /** Words with two canaries, of which one has letters that every encoding writes otherwise. */
  text(field: string): string {
    const other = mark(this.#seed, `${field}, accented`);
    const accented = this.#kept(`${other.slice(0, 6)}éœ${other.slice(6)}`, field);
    return `mot ${this.of(field)} et ${accented} mot`;
  }

  mail = (field: string): string => `${this.of(field)}@courriel.example`;

  /** Of the range for fiction; found as it is written and as programs write it, with or without the country. */
  phone(field: string): string {
    const last = String(10 + this.#phones++);
    this.#kept(`39 98 70 ${last}`, field);
    this.variants.add(this.#kept(`6399870${last}`, field));
    return `06 39 98 70 ${last}`;
  }

  /** An address of the documentation range, in a network (four hex digits) that no two fields share. */
  address(field: string, network: string): string {
    const tail = `9c3e:81f0:5d2b:${network}`;
    this.#kept(tail, field);
    return `2001:db8:${network}:77aa:${tail}`;
  }

  /** Where her browser is: an address of this machine that nothing else here uses. */
  loopback = (): string => this.#kept("127.91.37.203", "her address");

  /** Only she may see it again. */
  shown(field: string): string {
    const made = mark(this.#seed, field);
    this.hers.add(made);
    this.#fields.set(made, field);
    return made;
  }

  /** Which field a needle is of; codes and sessions are of none. */
  fieldOf = (needle: string): string => this.#fields.get(needle) ?? "a code or session";

  #kept(needle: string, field: string): string {
    this.sealed.add(needle);
    this.#fields.set(needle, field);
    return needle;
  }
}
