/** Header fields as they stand on the wire: name, value, name, value, …; order, case and repetition kept. */
export type FieldList = readonly string[];

/**
 * Header fields with lookup by name, without case (RFC 9110 §5.1); the list itself is never changed. A look through the
 * list, lengths first, is faster than an index for the number of fields that messages have, and takes no memory.
 */
export class Fields {
  static readonly none = new Fields([]);

  #list: FieldList | undefined;
  readonly #make: (() => FieldList) | undefined;

  /** A list, or how to make one: it is made when somebody first looks. */
  constructor(list: FieldList | (() => FieldList)) {
    if (typeof list === "function") this.#make = list;
    else this.#list = list;
  }

  get list(): FieldList {
    this.#list ??= this.#make!();
    return this.#list;
  }

  /** `name` in lower case, here and below. */
  has(name: string): boolean {
    return this.#find(name, 0) !== -1;
  }

  /** The combined value, field lines joined with ", " (RFC 9110 §5.3). */
  get(name: string): string | undefined {
    const at = this.#find(name, 0);
    if (at === -1) return undefined;
    return this.#find(name, at + 2) === -1 ? this.list[at + 1] : this.lines(name).join(", ");
  }

  /** One value per field line. */
  lines(name: string): readonly string[] {
    const values: string[] = [];
    for (let at = this.#find(name, 0); at !== -1; at = this.#find(name, at + 2))
      values.push(this.list[at + 1]!);
    return values;
  }

  /** The members of a list-based field, empty ones dropped (RFC 9110 §5.6.1); for fields without quoted strings. */
  tokens(name: string): readonly string[] {
    const value = this.get(name);
    if (value === undefined) return [];
    return value
      .split(",")
      .map((token) => token.trim().toLowerCase())
      .filter((token) => token !== "");
  }

  #find(name: string, from: number): number {
    const { list } = this;
    for (let at = from; at < list.length; at += 2) {
      const candidate = list[at]!;
      if (candidate.length === name.length && candidate.toLowerCase() === name) return at;
    }
    return -1;
  }
}

/** The list without the lines whose lower-case name is in `names`, which does not change any more. */
export function without(list: FieldList, names: ReadonlySet<string>): string[] {
  const lengths = lengthsOf(names);
  const kept: string[] = [];
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i]!;
    const mayBeNamed = (lengths >>> (name.length & 31)) & 1;
    if (mayBeNamed === 0 || !names.has(name.toLowerCase())) kept.push(name, list[i + 1]!);
  }
  return kept;
}

/** Bit n: a name is n long, modulo 32. Tells most names apart without hashing them; every message is filtered, most twice. */
const knownLengths = new WeakMap<ReadonlySet<string>, number>();

function lengthsOf(names: ReadonlySet<string>): number {
  const known = knownLengths.get(names);
  if (known !== undefined) return known;
  let lengths = 0;
  for (const { length } of names) lengths |= 1 << (length & 31);
  knownLengths.set(names, lengths);
  return lengths;
}

/** RFC 9110 §7.6.1 and §11.7: fields that speak of one connection and must not cross an intermediary. */
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authentication-info",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
] as const;
const hopByHop: ReadonlySet<string> = new Set(HOP_BY_HOP);

/** The fields that may cross: without the hop-by-hop ones and without those that `Connection` names. */
export function endToEnd(fields: Fields): string[] {
  const options = fields.get("connection");
  // As nearly everybody says it, and then it names no field.
  if (options === undefined || options === "keep-alive" || options === "close")
    return without(fields.list, hopByHop);
  return without(fields.list, new Set([...HOP_BY_HOP, ...fields.tokens("connection")]));
}
