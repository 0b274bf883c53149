/** windows-1252, which every program means by latin-1 (WHATWG Encoding §4.2): a byte's character and back. */
const CHARACTERS = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_, i) => i));
const BYTES = new Map([...CHARACTERS].map((character, byte) => [character, byte]));

/** UTF-8 that was read as windows-1252: `Ã©` for `é`. */
const MOJIBAKE = /[ÂÃâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;

/**
 * A text whose mail named the wrong character set: UTF-8 called latin-1 is read again, UTF-16 in the other order of
 * bytes (its mark is U+FFFE then; RFC 2781 §3.2) is turned. Any other text as it is.
 */
export function mendCharset(text: string): string {
  if (text.startsWith("\ufffe")) return swapped(text).slice(1);
  if (!MOJIBAKE.test(text)) return text;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const byte = BYTES.get(text[i]!);
    if (byte === undefined) return text;
    bytes[i] = byte;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}

function swapped(text: string): string {
  const bytes = Buffer.from(text, "utf16le");
  return bytes.swap16().toString("utf16le");
}

/** The same mail with every byte above 127 as the UTF-8 of its windows-1252 character: for parts that name no set. */
export function asLatin(mail: Uint8Array): Uint8Array {
  return Buffer.from(new TextDecoder("windows-1252").decode(mail), "utf8");
}
