import { METHODS } from "node:http";

/** What a byte may be part of: 1 in these tables means yes. */
const table = (isMember: (byte: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => (isMember(byte) ? 1 : 0));

const TCHARS = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** RFC 9110 §5.6.2: methods and field names. */
export const TOKEN = table((byte) => TCHARS.includes(String.fromCharCode(byte)));
/** RFC 9110 §5.5: HTAB, SP, visible characters and obs-text; so no CR, LF, NUL or other control. */
export const VALUE = table((byte) => byte === 0x09 || (byte >= 0x20 && byte !== 0x7f));
/** RFC 9112 §3.2: a request-target is visible ASCII; raw bytes above it would be a second spelling of every path. */
export const TARGET = table((byte) => byte > 0x20 && byte < 0x7f);

export const CR = 0x0d;
export const LF = 0x0a;
export const SP = 0x20;
export const HTAB = 0x09;
export const COLON = 0x3a;

/** May this text be the value of a field? Nothing that ends a line, and no character that would be cut to such a byte. */
export function isFieldValue(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (VALUE[text.charCodeAt(i)] !== 1) return false;
  }
  return true;
}

const methods: ReadonlySet<string> = new Set(METHODS);

/** The registered methods (RFC 9110 §16.1). Another, or one in lower case, might be read as one of them behind us. */
export const isMethod = (text: string): boolean => text === "GET" || methods.has(text);

/** Bytes that do not follow RFC 9112; `status` is all that the sender is told. */
export class MalformedMessage extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`malformed message (${status})`);
    this.name = "MalformedMessage";
    this.status = status;
  }
}
