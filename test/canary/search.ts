import { inflated } from "./inflated.ts";
import { ANY, type Form, foldByte, spellings } from "./spellings.ts";

export interface Hit {
  readonly needle: string;
  readonly form: string;
  /** In the bytes, or in what they held compressed or folded. */
  readonly at: number;
}

interface Sought extends Form {
  readonly needle: string;
  /** Where in the form its four telling bytes stand. */
  readonly anchor: number;
}

const FOLD = Uint8Array.from({ length: 256 }, (_, byte) => foldByte(byte));
const FILTER_BITS = 20;
const slot = (four: number): number => Math.imul(four, 0x9e3779b1) >>> (32 - FILTER_BITS);

/** Compressed within compressed: a ZIP in an answer of gzip. */
const MAX_DEPTH = 2;

/** Looks for many needles in all their spellings at once: one pass that compares four bytes at each place. */
export class Search {
  readonly needles: readonly string[];
  readonly #byAnchor = new Map<number, Sought[]>();
  readonly #filter = new Uint8Array(1 << FILTER_BITS);

  constructor(needles: Iterable<string>) {
    this.needles = [...new Set(needles)];
    for (const needle of this.needles) {
      for (const form of spellings(needle)) {
        const anchor = anchorOf(form.bytes);
        const four = readFour(form.bytes, anchor);
        const known = this.#byAnchor.get(four) ?? [];
        known.push({ ...form, needle, anchor });
        this.#byAnchor.set(four, known);
        this.#filter[slot(four)] = 1;
      }
    }
  }

  /** The first hit of each needle and form, in the bytes and in what they hold compressed, folded or not. */
  find(bytes: Buffer, depth = 0): readonly Hit[] {
    const hits = this.#scan(bytes);
    const flat = unfolded(bytes);
    if (flat !== undefined) hits.push(...this.#scan(flat));
    if (depth < MAX_DEPTH) {
      for (const inner of inflated(bytes)) {
        const within = this.find(inner, depth + 1);
        hits.push(...within.map((hit) => ({ ...hit, form: `compressed, ${hit.form}` })));
      }
    }
    return hits;
  }

  #scan(bytes: Buffer): Hit[] {
    const hits = new Map<Sought, Hit>();
    const filter = this.#filter;
    for (let at = 0, four = 0; at < bytes.length; at++) {
      four = (four << 8) | FOLD[bytes[at]!]!;
      if (filter[slot(four)] !== 1) continue;
      for (const sought of this.#byAnchor.get(four >>> 0) ?? []) {
        const from = at - 3 - sought.anchor;
        if (!hits.has(sought) && isAt(bytes, from, sought.bytes))
          hits.set(sought, { needle: sought.needle, form: sought.name, at: from });
      }
    }
    return [...hits.values()];
  }
}

const isAt = (bytes: Buffer, from: number, form: readonly number[]): boolean =>
  from >= 0 &&
  from + form.length <= bytes.length &&
  form.every((byte, i) => byte === ANY || byte === FOLD[bytes[from + i]!]);

const readFour = (bytes: readonly number[], at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;

/** The last four bytes in a row that differ most: encodings begin alike. */
function anchorOf(bytes: readonly number[]): number {
  let best = { at: -1, differing: 0 };
  for (let at = 0; at + 4 <= bytes.length; at++) {
    const four = bytes.slice(at, at + 4);
    const differing = four.includes(ANY) ? 0 : new Set(four).size;
    if (differing > 0 && differing >= best.differing) best = { at, differing };
  }
  if (best.at < 0) throw new Error("a form has four bytes in a row");
  return best.at;
}

/**
 * Lines joined again: soft breaks of quoted-printable (RFC 2045 §6.7), lines of base64 (§6.8), folded header fields (RFC
 * 5322 §2.2.3). Undefined where there are no lines.
 */
function unfolded(bytes: Buffer): Buffer | undefined {
  if (!bytes.includes(0x0a)) return undefined;
  const joined = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === 0x0d || byte === 0x0a) {
      if (length > 0 && joined[length - 1] === 0x3d) length--; // `=` before the break
      while (bytes[at + 1] === 0x0d || bytes[at + 1] === 0x0a) at++;
      while (bytes[at + 1] === 0x20 || bytes[at + 1] === 0x09) at++;
    } else joined[length++] = byte;
  }
  return joined.subarray(0, length);
}
