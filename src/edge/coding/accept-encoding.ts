import { CODINGS, type Coding, canEncode } from "./codings.ts";

/** What an `Accept-Encoding` means to us. */
export interface Accepted {
  /**
   * The same wish in canonical form: the codings that we know, in a fixed order. An origin that varies on it makes at most
   * eight variants, and ours are selected by the same value (RFC 9111 §4.1).
   */
  readonly canonical: string;
  /** What we would code with; undefined: send it as it is. */
  readonly preferred: Coding | undefined;
}

/** Browsers have few spellings; whoever sends many others only makes us read some anew. */
const MAX_KNOWN = 256;
const MAX_KNOWN_LENGTH = 128;
const known = new Map<string, Accepted>();

/** Reads the combined value of `Accept-Encoding`. */
export function accepted(value: string): Accepted {
  const before = known.get(value);
  if (before !== undefined) return before;
  const read = readAccepted(value);
  if (value.length <= MAX_KNOWN_LENGTH) {
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(value, read);
  }
  return read;
}

/**
 * RFC 9110 §12.5.3. The highest weight wins, our own order decides among equals. What is excluded together with
 * `identity` gets the identity all the same: a server may disregard the field (§12.1), and a page is worth more than a 406.
 */
function readAccepted(value: string): Accepted {
  const weights = new Map<string, number>();
  for (const member of value.split(",")) {
    const [name, ...parameters] = member.split(";").map((part) => part.trim().toLowerCase());
    if (name !== "" && !weights.has(name!)) weights.set(name!, weight(parameters));
  }
  const others = weights.get("*") ?? 0;
  // §8.4.1.3: x-gzip is gzip's old name.
  const of = (coding: Coding): number =>
    weights.get(coding) ?? (coding === "gzip" ? weights.get("x-gzip") : undefined) ?? others;

  const named = CODINGS.filter((coding) => of(coding) > 0);
  let preferred: Coding | undefined;
  let best = weights.get("identity") ?? 0;
  for (const coding of named) {
    if (!canEncode(coding) || of(coding) < best || (preferred !== undefined && of(coding) === best)) continue;
    preferred = coding;
    best = of(coding);
  }
  return { canonical: named.length === 0 ? "identity" : named.join(", "), preferred };
}

/** RFC 9110 §12.4.2: a weight that is not one counts as 0, because identity is always safe. */
function weight(parameters: readonly string[]): number {
  const q = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  if (q === undefined) return 1;
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(q) ? Number(q) : 0;
}
