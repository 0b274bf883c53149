/** One way to write a needle: its bytes with ASCII letters in lower case; `ANY` stands for one byte, whatever it is. */
export interface Form {
  readonly name: string;
  readonly bytes: readonly number[];
}

export const ANY = -1;

/** Shorter than this, a form would be met by chance in a gigabyte of ciphertext. */
const MIN_BYTES = 8;

/**
 * Every form in which a needle may have left: encodings of text, of bytes in text, and what PostgreSQL's compression makes
 * of it. Text is folded to lower case before it is compared (search.ts), so case needs no forms of its own, but where it is
 * inside an encoding. Throws for a needle of fewer than eight bytes.
 */
export function spellings(needle: string): readonly Form[] {
  if (Buffer.byteLength(needle) < MIN_BYTES) throw new Error(`a needle has at least ${MIN_BYTES} bytes`);
  const found = new Map<string, Form>();
  const add = (name: string, bytes: readonly number[]) => {
    const folded = bytes.map((byte) => (byte === ANY ? ANY : foldByte(byte)));
    const key = folded.join();
    if (folded.length >= MIN_BYTES && !found.has(key)) found.set(key, { name, bytes: folded });
  };
  for (const text of new Set([needle, needle.toLowerCase(), needle.toUpperCase(), needle.normalize("NFD")])) {
    const utf8 = Buffer.from(text);
    const utf16 = Buffer.from(text, "utf16le");
    add("UTF-8", [...utf8]);
    add("UTF-16LE", [...utf16]);
    add("UTF-16BE", [...Buffer.from(utf16).swap16()]);
    add("Latin-1", [...Buffer.from(text, "latin1")]);
    for (const [name, written] of inText(text)) add(name, [...Buffer.from(written)]);
    for (const [name, bytes] of [["UTF-8", utf8] as const, ["UTF-16LE", utf16] as const])
      for (const [encoding, written] of inBytes(bytes))
        add(`${encoding} of ${name}`, [...Buffer.from(written)]);
    for (const bytes of pglz([...utf8])) add("pglz", bytes);
  }
  return [...found.values()];
}

export const foldByte = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);

const each = (text: string, write: (codePoint: number) => string): string =>
  [...text].map((letter) => write(letter.codePointAt(0)!)).join("");

/** Escapes of characters: all of them, and only those that have to be. */
function inText(text: string): (readonly [string, string])[] {
  const escapes: Record<string, (code: number) => string> = {
    "HTML, decimal": (code) => `&#${code};`,
    "HTML, hex": (code) => `&#x${code.toString(16)};`,
    "JSON \\u": (code) => `\\u${code.toString(16).padStart(4, "0")}`,
  };
  const written = Object.entries(escapes).flatMap(([name, write]) => {
    const needed = (code: number) => (code > 0x7e ? write(code) : String.fromCodePoint(code));
    return [[name, each(text, write)] as const, [`${name}, where needed`, each(text, needed)] as const];
  });
  const escaped = JSON.stringify(text).slice(1, -1);
  return [...written, ["JSON", escaped], ["JSON in JSON", JSON.stringify(escaped).slice(1, -1)]];
}

/** Encodings of bytes as text. */
function inBytes(bytes: Buffer): (readonly [string, string])[] {
  const every = (sign: string) =>
    [...bytes].map((byte) => sign + byte.toString(16).padStart(2, "0")).join("");
  const needed = (sign: string, isPlain: RegExp) =>
    [...bytes]
      .map((byte) => {
        const letter = String.fromCharCode(byte);
        return isPlain.test(letter) ? letter : sign + byte.toString(16).padStart(2, "0");
      })
      .join("");
  const percent = needed("%", /[\w.~-]/);
  return [
    ["hex", bytes.toString("hex")],
    ["percent, every byte", every("%")],
    ["percent", percent],
    ["percent, twice", percent.replaceAll("%", "%25")],
    ["form", percent.replaceAll("%20", "+")],
    ["quoted-printable, every byte", every("=")],
    ["quoted-printable", needed("=", /[!-<>-~ ]/)], // RFC 2045 §6.7
    ["quoted-printable, header", needed("=", /[!-<>-^`-~]/).replaceAll("=20", "_")], // RFC 2047 §4.2
    ...[0, 1, 2].flatMap((before) => base64At(bytes, before)),
  ];
}

/** The letters of base64 that depend on these bytes alone, where they begin at this place of a group of three. */
function base64At(bytes: Buffer, before: number): (readonly [string, string])[] {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]);
  const from = Math.ceil((before * 8) / 6);
  const to = Math.floor((whole.length * 8) / 6);
  const stable = (encoding: "base64" | "base64url") => whole.toString(encoding).slice(from, to);
  return [
    [`base64 at ${before}`, stable("base64")],
    [`base64url at ${before}`, stable("base64url")],
  ];
}

/**
 * Long values are compressed by PostgreSQL (TOAST), by default with pglz (src/common/pg_lzcompress.c): before each eight
 * items a byte of flags, an item being one byte as it is or a reference to at least three bytes that came before. Needles
 * are random and stand in a value once, so each of their bytes is an item of its own; a byte of flags stands among them at
 * one of eight places, and again eight bytes on. lz4 needs no form: it keeps runs of such bytes whole. A second copy in the
 * same value would be a reference, and does not matter where the first is found.
 */
function pglz(bytes: readonly number[]): number[][] {
  return [1, 2, 3, 4, 5, 6, 7, 8].map((first) =>
    bytes.flatMap((byte, i) => (i >= first && (i - first) % 8 === 0 ? [ANY, byte] : [byte])),
  );
}
