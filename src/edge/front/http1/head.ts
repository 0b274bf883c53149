import type { FieldList } from "../../http/fields.ts";
import { fieldName } from "./field-names.ts";
import { COLON, CR, HTAB, isMethod, LF, MalformedMessage, SP, TARGET, TOKEN, VALUE } from "./syntax.ts";

export interface RequestHead {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: "1.0" | "1.1";
  readonly fields: FieldList;
  /** Where in the bytes the head ended. */
  readonly end: number;
}

const END = Buffer.from("\r\n\r\n");

/** Do the bytes hold a whole head? `from`: how many were looked through before. Throws where they can never become one. */
export function hasHead(bytes: Buffer, from: number): boolean {
  const length = bytes.length;
  // Nearly always a head comes alone and whole.
  if (
    length >= 4 &&
    bytes[length - 1] === LF &&
    bytes[length - 2] === CR &&
    bytes[length - 3] === LF &&
    bytes[length - 4] === CR
  ) {
    return true;
  }
  if (bytes.indexOf(END, Math.max(0, from - 3)) !== -1) return true;
  // Said at once rather than after the time for a head: another protocol, and lines that end in LF alone (RFC 9112 §2.2).
  const first = bytes[0]!;
  if (TOKEN[first] !== 1 && first !== CR) throw new MalformedMessage(400);
  for (let at = bytes.indexOf(LF, from); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at - 1] !== CR) throw new MalformedMessage(400);
  }
  return false;
}

/**
 * Reads a request head (RFC 9112 §2 to §5) from bytes of which `hasHead` said that it is whole. Only the one spelling that
 * the RFC asks senders for is taken: single spaces, CRLF, no folded lines, no space before a colon. What a recipient may be
 * lenient about, two recipients can be lenient about in two ways. Throws MalformedMessage.
 */
export function parseHead(bytes: Buffer): RequestHead {
  let at = 0;
  while (TOKEN[bytes[at]!] === 1) at++;
  if (at === 0 || bytes[at] !== SP) throw new MalformedMessage(400);
  const method = bytes.toString("latin1", 0, at);

  const targetAt = ++at;
  while (TARGET[bytes[at]!] === 1) at++;
  if (at === targetAt || bytes[at] !== SP) throw new MalformedMessage(400);
  const target = bytes.toString("latin1", targetAt, at);

  const httpVersion = versionAt(bytes, at + 1);
  if (!isMethod(method)) throw new MalformedMessage(501);
  at += 1 + "HTTP/1.1\r\n".length;

  const fields: string[] = [];
  while (bytes[at] !== CR) {
    const nameAt = at;
    while (TOKEN[bytes[at]!] === 1) at++;
    if (at === nameAt || bytes[at] !== COLON) throw new MalformedMessage(400);
    const name = fieldName(bytes, nameAt, at);
    at++;
    while (bytes[at] === SP || bytes[at] === HTAB) at++;
    const valueAt = at;
    while (VALUE[bytes[at]!] === 1) at++;
    if (bytes[at] !== CR || bytes[at + 1] !== LF) throw new MalformedMessage(400);
    let valueEnd = at;
    while (valueEnd > valueAt && (bytes[valueEnd - 1] === SP || bytes[valueEnd - 1] === HTAB)) valueEnd--;
    fields.push(name, bytes.toString("latin1", valueAt, valueEnd));
    at += 2;
  }
  if (bytes[at + 1] !== LF) throw new MalformedMessage(400);
  return { method, target, httpVersion, fields, end: at + 2 };
}

const VERSION = /^HTTP\/(\d)\.(\d)\r\n$/;

function versionAt(bytes: Buffer, at: number): "1.0" | "1.1" {
  const text = bytes.toString("latin1", at, at + "HTTP/1.1\r\n".length);
  if (text === "HTTP/1.1\r\n") return "1.1";
  if (text === "HTTP/1.0\r\n") return "1.0";
  throw new MalformedMessage(VERSION.test(text) ? 505 : 400);
}
