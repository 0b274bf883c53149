import { crc32, gzipSync, inflateRawSync } from "node:zlib";
import { concat, equalBytes } from "../../lib/bytes.ts";

/**
 * Gzip (RFC 1952) one member at a time. A WARC has one member per record; node:zlib reads through all members as one
 * stream, so the header and trailer are read here and only the deflate data is left to it.
 */

const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
/** No record of ours is larger than a capture's limit; a member that unpacks to more is damaged or hostile. */
const MAX_RECORD_BYTES = 256 * 1024 * 1024;
const MAX_STORED_BYTES = 65_535;

export const compressMember = (data: Uint8Array): Uint8Array => new Uint8Array(gzipSync(data));

/**
 * A member whose bytes follow from its data alone: not compressed, in stored blocks (RFC 1951 §3.2.4), all optional
 * fields zero. Deflate data has bits that no checksum covers; here each of them is known.
 */
export function storedMember(data: Uint8Array): Uint8Array {
  const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
  const blocks: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < data.length; at += MAX_STORED_BYTES) {
    const part = data.subarray(at, at + MAX_STORED_BYTES);
    const last = at + MAX_STORED_BYTES >= data.length;
    const length = Buffer.alloc(5);
    length.writeUInt8(last ? 1 : 0, 0);
    length.writeUInt16LE(part.length, 1);
    length.writeUInt16LE(~part.length & 0xffff, 3);
    blocks.push(length, part);
  }
  return concat(header, ...blocks, trailerOf(data));
}

export const isStoredMember = (member: Uint8Array, data: Uint8Array): boolean =>
  equalBytes(member, storedMember(data));

function trailerOf(data: Uint8Array): Uint8Array {
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32LE(crc32(data), 0);
  trailer.writeUInt32LE(data.length % 2 ** 32, 4);
  return trailer;
}

export interface Member {
  readonly data: Uint8Array;
  /** Offset after its last byte. */
  readonly end: number;
}

/** Reads the member that begins at `start`; a string says what is wrong with it. */
export function readMember(bytes: Uint8Array, start: number): Member | string {
  const header = bytes.subarray(start, start + HEADER_BYTES);
  if (!isMemberStart(header)) return "it does not begin with a gzip header of the expected form";
  let data: Uint8Array;
  let used: number;
  try {
    const result = inflateRawSync(bytes.subarray(start + HEADER_BYTES), {
      info: true,
      maxOutputLength: MAX_RECORD_BYTES,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    data = new Uint8Array(result.buffer);
    used = result.engine.bytesWritten;
  } catch (error) {
    return `its compressed data cannot be unpacked (${(error as NodeJS.ErrnoException).code})`;
  }
  const end = start + HEADER_BYTES + used + TRAILER_BYTES;
  if (end > bytes.length) return "it ends before its checksum";
  if (!equalBytes(bytes.subarray(end - TRAILER_BYTES, end), trailerOf(data)))
    return "its gzip checksum does not match";
  return { data, end };
}

const isMemberStart = (header: Uint8Array): boolean =>
  header.length === HEADER_BYTES &&
  header[0] === 0x1f &&
  header[1] === 0x8b &&
  header[2] === 8 &&
  header[3] === 0;

/** Offset of the next readable member after `start` whose data begins with `beginning`; the end of the bytes if none. */
export function nextMember(bytes: Uint8Array, start: number, beginning: string): number {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const magic = Buffer.of(0x1f, 0x8b, 8, 0);
  for (let at = view.indexOf(magic, start + 1); at !== -1; at = view.indexOf(magic, at + 1)) {
    const member = readMember(bytes, at);
    if (
      typeof member !== "string" &&
      Buffer.from(member.data.subarray(0, beginning.length)).toString("latin1") === beginning
    ) {
      return at;
    }
  }
  return bytes.length;
}
