import { concat, sha256Hex, toUtf8 } from "../../lib/bytes.ts";
import { readResponse } from "../http/message.ts";

/** WARC 1.1 (ISO 28500:2017) records. */

export type RecordType = "warcinfo" | "request" | "response" | "metadata";

export type Fields = readonly (readonly [name: string, value: string])[];

export interface WarcRecord {
  readonly type: string;
  /** All named fields, in order. */
  readonly fields: Fields;
  readonly block: Uint8Array;
}

export const VERSION_LINE = "WARC/1.1\r\n";

export const newRecordId = (): string => `<urn:uuid:${crypto.randomUUID()}>`;

export interface Draft {
  readonly type: RecordType;
  readonly id: string;
  /** Unix ms. */
  readonly at: number;
  readonly contentType: string;
  readonly block: Uint8Array;
  /** Further named fields. */
  readonly fields?: Fields;
}

/** The record as it stands in the file before compression. Digests are sha256, in lower-case hex. */
export function encodeRecord({ type, id, at, contentType, block, fields = [] }: Draft): Uint8Array {
  const payload = payloadDigest(type, block);
  const named: Fields = [
    ["WARC-Type", type],
    ["WARC-Record-ID", id],
    ["WARC-Date", new Date(at).toISOString()],
    ...fields,
    ["WARC-Block-Digest", digest(block)],
    ...(payload === undefined ? [] : [["WARC-Payload-Digest", payload] as const]),
    ["Content-Type", contentType],
    ["Content-Length", String(block.length)],
  ];
  const head = named.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return concat(toUtf8(`${VERSION_LINE}${head}\r\n`), block, toUtf8("\r\n\r\n"));
}

export const digest = (bytes: Uint8Array): string => `sha256:${sha256Hex(bytes)}`;

/** ISO 28500 §5.9: of a response, over the body without transfer coding; other types here have no payload of their own. */
export function payloadDigest(type: string, block: Uint8Array): string | undefined {
  const response = type === "response" ? readResponse(block) : undefined;
  return response && digest(response.payload);
}

/** Lines `name: value` of the type application/warc-fields. */
export const warcFields = (fields: Fields): Uint8Array =>
  toUtf8(fields.map(([name, value]) => `${name}: ${value}\r\n`).join(""));

/** Parses one record, which must fill `bytes`; a string says what is wrong. */
export function parseRecord(bytes: Uint8Array): WarcRecord | string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const headEnd = view.indexOf("\r\n\r\n");
  const head = view.subarray(0, Math.max(0, headEnd) + 2).toString("utf8");
  if (headEnd === -1 || !head.startsWith(VERSION_LINE)) return "it does not begin with a WARC/1.1 head";
  const fields = readFields(head.slice(VERSION_LINE.length));
  if (fields === undefined) return "its head holds a line that is not a named field";
  const value = (name: string) => fieldOf(fields, name);
  for (const name of ["WARC-Type", "WARC-Record-ID", "WARC-Date", "Content-Length"]) {
    if (value(name) === undefined) return `its head lacks ${name}`;
  }
  const length = Number(value("Content-Length"));
  const blockEnd = headEnd + 4 + length;
  if (blockEnd + 4 !== bytes.length || view.toString("latin1", blockEnd) !== "\r\n\r\n") {
    return "its length is not what its head says";
  }
  return { type: value("WARC-Type")!, fields, block: bytes.subarray(headEnd + 4, blockEnd) };
}

/** Named fields of CRLF-ended lines; undefined if a line has no name. */
export function readFields(text: string): Fields | undefined {
  const lines = text.split("\r\n").slice(0, -1);
  const fields = lines.map((line) => {
    const colon = line.indexOf(": ");
    return [line.slice(0, Math.max(0, colon)), line.slice(colon + 2)] as const;
  });
  return fields.every(([name]) => /^[\w-]+$/.test(name)) ? fields : undefined;
}

/** The first value of a named field; names are compared without case. */
export const fieldOf = (fields: Fields, name: string): string | undefined =>
  fields.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
