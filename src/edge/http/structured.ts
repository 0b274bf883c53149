/** Structured Fields (RFC 9651), the part an edge needs: reading dictionaries and lists, writing a name. */

export type BareItem =
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "integer"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  /** Well-formed and of another type: token, decimal, byte sequence, date, display string, inner list. */
  | { readonly type: "other" };

const KEY = /[a-z*][a-z0-9_.*-]*/y;
const TOKEN = /[A-Za-z*][\w!#$%&'*+.^`|~:/-]*/y;
const TRUE: BareItem = { type: "boolean", value: true };
const OTHER: BareItem = { type: "other" };

/** RFC 9651 §4.2.3.1: the first character tells the type, so the order here does not matter. */
const BARE_ITEMS: readonly (readonly [RegExp, (match: RegExpExecArray) => BareItem])[] = [
  [/-?\d{1,15}(?![\d.])/y, ([text]) => ({ type: "integer", value: Number(text) })],
  [/-?\d{1,12}\.\d{1,3}(?!\d)/y, () => OTHER],
  [
    /"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"/y,
    ([, text]) => ({ type: "string", value: text!.replace(/\\(.)/g, "$1") }),
  ],
  [TOKEN, () => OTHER],
  [/\?([01])/y, ([, bit]) => ({ type: "boolean", value: bit === "1" })],
  [/:[A-Za-z0-9+/=]*:|@-?\d{1,15}(?!\d)|%"(?:[\x20\x21\x23\x24\x26-\x7e]|%[0-9a-f]{2})*"/y, () => OTHER],
];

class Malformed extends Error {}

class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  /** Steps over what a sticky pattern matches here. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match;
  }

  need(pattern: RegExp): RegExpExecArray {
    const match = this.take(pattern);
    if (match === undefined) throw new Malformed();
    return match;
  }
}

function bareItem(cursor: Cursor): BareItem {
  for (const [pattern, read] of BARE_ITEMS) {
    const match = cursor.take(pattern);
    if (match !== undefined) return read(match);
  }
  throw new Malformed();
}

/** RFC 9651 §4.2.3.2; no cache directive has any, so they are only checked. */
function skipParameters(cursor: Cursor): void {
  while (cursor.take(/; */y)) {
    cursor.need(KEY);
    if (cursor.take(/=/y)) bareItem(cursor);
  }
}

/** RFC 9651 §4.2.1.2. */
function skipInnerList(cursor: Cursor): BareItem {
  cursor.take(/ */y);
  while (!cursor.take(/\)/y)) {
    bareItem(cursor);
    skipParameters(cursor);
    cursor.need(/ +|(?=\))/y);
  }
  return OTHER;
}

/** RFC 9651 §4.2.1.1. */
const listItem = (cursor: Cursor): BareItem =>
  cursor.take(/\(/y) ? skipInnerList(cursor) : bareItem(cursor);

/** Reads members up to the end (RFC 9651 §4.2.1, §4.2.2). False if the field is malformed anywhere: §4.2 has it ignored. */
function readMembers(text: string, member: (cursor: Cursor) => void): boolean {
  const cursor = new Cursor(text.replace(/^ +| +$/g, ""));
  try {
    while (!cursor.atEnd) {
      member(cursor);
      skipParameters(cursor);
      if (cursor.atEnd) break;
      cursor.need(/[ \t]*,[ \t]*(?=.)/y); // a comma at the end is malformed
    }
    return true;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

/** A dictionary (RFC 9651 §4.2.2) without its parameters; of a repeated key the last counts. Undefined if malformed. */
export function parseDictionary(text: string): ReadonlyMap<string, BareItem> | undefined {
  const members = new Map<string, BareItem>();
  const wellFormed = readMembers(text, (cursor) => {
    const [key] = cursor.need(KEY);
    members.set(key, cursor.take(/=/y) ? listItem(cursor) : TRUE);
  });
  return wellFormed ? members : undefined;
}

/** The items of a list (RFC 9651 §4.2.1) without their parameters. Undefined if malformed. */
export function parseList(text: string): readonly BareItem[] | undefined {
  const items: BareItem[] = [];
  return readMembers(text, (cursor) => void items.push(listItem(cursor))) ? items : undefined;
}

/** A name as sf-token where it can be one, else as sf-string (RFC 9651 §4.1.6, §4.1.7). */
export function sfName(name: string): string {
  TOKEN.lastIndex = 0;
  if (TOKEN.exec(name)?.[0] === name) return name;
  return `"${name.replace(/[^\x20-\x7e]/g, "").replace(/["\\]/g, "\\$&")}"`;
}
