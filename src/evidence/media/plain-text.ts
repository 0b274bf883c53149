/** What no text holds: control characters but tab, line feed, form feed and carriage return; windows-1252 has gaps. */
const NO_TEXT = /[^\P{Cc}\t\n\f\r\u0080-\u009f]/u;
const HIDDEN = /[^\P{Cc}\t\n]/gu;

/**
 * What a file says that is nothing but text, a mail or the copy of a chat say: in UTF-8, in UTF-16 with its mark, else in
 * windows-1252, which older programs write. Without control characters, lines ended by a line feed. Undefined for any
 * other file, an empty one too.
 */
export function plainText(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return undefined;
  const text = decoded(bytes);
  return NO_TEXT.test(text) ? undefined : text.replace(/\r\n?/g, "\n").replace(HIDDEN, "");
}

function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
