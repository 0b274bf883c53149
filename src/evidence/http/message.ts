import { concat } from "../../lib/bytes.ts";
import { ChunkedBody } from "./chunked.ts";

/** Reading HTTP/1.x responses without changing them: the bytes stay as received, these functions say what they mean. */

export interface ResponseHead {
  readonly status: number;
  /** In the order received; names as spelled. Bytes above ASCII are read as latin-1 (RFC 9110 §5.5). */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Length of the head with its empty line. */
  readonly bytes: number;
}

/** Where a body ends (RFC 9112 §6.3). */
export type Framing =
  | { readonly kind: "none" }
  | { readonly kind: "length"; readonly bytes: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "close" };

const LF = 10;
const CR = 13;

/** Parses a response's head if it is there whole. Lines may end in a bare LF, as browsers allow. */
export function parseHead(bytes: Uint8Array): ResponseHead | "incomplete" | "not-http" {
  const start = Buffer.from(bytes.subarray(0, 5)).toString("latin1");
  if (!"HTTP/".startsWith(start)) return "not-http";
  const end = headEnd(bytes);
  if (end === -1) return "incomplete";
  const [statusLine = "", ...lines] = Buffer.from(bytes.subarray(0, end))
    .toString("latin1")
    .replace(/\r?\n[ \t]+/g, " ") // obs-fold
    .split(/\r?\n/);
  const status = /^HTTP\/1\.[01] ([1-9]\d\d)(?: |$)/.exec(statusLine)?.[1];
  if (status === undefined) return "not-http";
  const fields = lines.flatMap((line) => {
    const colon = line.indexOf(":");
    return colon > 0 ? [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const] : [];
  });
  return { status: Number(status), fields, bytes: end };
}

function headEnd(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

/** A field's value, several joined by commas (RFC 9110 §5.3); undefined if there is none. */
export function field(head: ResponseHead, name: string): string | undefined {
  const values = head.fields.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(", ");
}

/** A comma-separated field as lower-case members; none if absent. */
export const fieldList = (head: ResponseHead, name: string): string[] =>
  (field(head, name) ?? "")
    .toLowerCase()
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

/** The type that the server states, lower case, without parameters; empty if none. */
export const mimeType = (head: ResponseHead): string =>
  (field(head, "content-type") ?? "").split(/[;,]/)[0]!.trim().toLowerCase();

/** RFC 9112 §6.3 for the answer to a GET. A length that is not one number means: until the connection closes. */
export function framing(head: ResponseHead): Framing {
  if (head.status < 200 || head.status === 204 || head.status === 304) return { kind: "none" };
  const codings = fieldList(head, "transfer-encoding");
  if (codings.length > 0) return { kind: codings.at(-1) === "chunked" ? "chunked" : "close" };
  const lengths = new Set(fieldList(head, "content-length"));
  const [length] = lengths;
  if (lengths.size !== 1 || length === undefined || !/^\d{1,15}$/.test(length)) return { kind: "close" };
  return { kind: "length", bytes: Number(length) };
}

export interface Response {
  readonly head: ResponseHead;
  /** The body with the transfer coding removed, the content coding kept: what ISO 28500 §5.9 calls the payload. */
  readonly payload: Uint8Array;
}

/** Splits the bytes of one response, whole or cut short; undefined if they do not begin with a whole head. */
export function readResponse(bytes: Uint8Array): Response | undefined {
  const head = parseHead(bytes);
  if (typeof head === "string") return undefined;
  const body = bytes.subarray(head.bytes);
  if (framing(head).kind !== "chunked") return { head, payload: body };
  const parts: Uint8Array[] = [];
  new ChunkedBody((data) => parts.push(data)).push(body);
  return { head, payload: concat(...parts) };
}
