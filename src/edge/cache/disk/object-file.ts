import { crc32 } from "node:zlib";
import type { DiskIo } from "./io.ts";
import { openLine } from "./sealed-line.ts";

/**
 * One kept answer in one file:
 *
 *     body | CRC-32 of each block of the body | head, a sealed line | … | a newer head
 *
 * The body comes first because its length may be known only when it has all arrived. A block is checked before any byte
 * of it leaves, so that a changed file ends a transfer where it is changed. The body never changes; a 304's fields make a
 * new head, written in the room that the one in force does not use, so that a crash leaves the other.
 */
export const BLOCK_BYTES = 128 * 1024;
/** Longest head; larger ones are not kept on disk. */
export const HEAD_ROOM_BYTES = 64 * 1024;
const SUM_BYTES = 4;

export type HeadRoom = 0 | 1;

/** Where the parts of an object are, which the index knows. */
export interface ObjectPlace {
  readonly bodyBytes: number;
  readonly headBytes: number;
  readonly room: HeadRoom;
}

export const sumsBytes = (bodyBytes: number): number => Math.ceil(bodyBytes / BLOCK_BYTES) * SUM_BYTES;

export const headAt = (bodyBytes: number, room: HeadRoom): number =>
  bodyBytes + sumsBytes(bodyBytes) + room * HEAD_ROOM_BYTES;

const PAGE_BYTES = 4096;
/** Inode and name. */
const NAME_BYTES = 512;
const pages = (bytes: number): number => Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;

/** What it takes of the disk, in whole pages. */
export const diskBytes = ({ bodyBytes, headBytes, room }: ObjectPlace): number =>
  pages(headAt(bodyBytes, 0) + headBytes) + (room === 1 ? pages(headBytes) + PAGE_BYTES : 0) + NAME_BYTES;

/** Checksums of a body, block by block, while it passes. */
export class BlockSums {
  readonly #sums: number[] = [];
  #sum = 0;
  #inBlock = 0;

  add(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const piece = chunk.subarray(at, at + BLOCK_BYTES - this.#inBlock);
      this.#sum = crc32(piece, this.#sum);
      this.#inBlock += piece.length;
      at += piece.length;
      if (this.#inBlock === BLOCK_BYTES) this.#close();
    }
  }

  /** All of them, once the body is whole. */
  finish(): Buffer {
    if (this.#inBlock > 0) this.#close();
    const bytes = Buffer.alloc(this.#sums.length * SUM_BYTES);
    for (const [i, sum] of this.#sums.entries()) bytes.writeUInt32LE(sum, i * SUM_BYTES);
    return bytes;
  }

  #close(): void {
    this.#sums.push(this.#sum);
    this.#sum = 0;
    this.#inBlock = 0;
  }
}

/** Is the block with this number as it was written? */
export const isIntact = (sums: Buffer, block: number, bytes: Uint8Array): boolean =>
  crc32(bytes) === sums.readUInt32LE(block * SUM_BYTES);

/** Head and checksums; undefined if the file is not as it was written. Rejects if it cannot be read. */
export async function readHead(
  io: DiskIo,
  fd: number,
  place: ObjectPlace,
): Promise<{ readonly head: unknown; readonly sums: Buffer } | undefined> {
  const sums = Buffer.allocUnsafe(sumsBytes(place.bodyBytes));
  const line = Buffer.allocUnsafe(place.headBytes);
  const there =
    place.room === 0
      ? await io.read(fd, [sums, line], place.bodyBytes)
      : (await io.read(fd, [sums], place.bodyBytes)) &&
        (await io.read(fd, [line], headAt(place.bodyBytes, 1)));
  const head = there ? openHead(line) : undefined;
  return head === undefined ? undefined : { head, sums };
}

/** All of a small object in one read, checked; undefined and rejecting as above. */
export async function readWhole(
  io: DiskIo,
  fd: number,
  place: ObjectPlace,
): Promise<{ readonly head: unknown; readonly body: Buffer } | undefined> {
  const body = Buffer.allocUnsafeSlow(place.bodyBytes);
  const sums = Buffer.allocUnsafe(sumsBytes(place.bodyBytes));
  const line = Buffer.allocUnsafe(place.headBytes);
  const there =
    place.room === 0
      ? await io.read(fd, [body, sums, line], 0)
      : (await io.read(fd, [body, sums], 0)) && (await io.read(fd, [line], headAt(place.bodyBytes, 1)));
  if (!there) return undefined;
  for (let block = 0; block * BLOCK_BYTES < body.length; block++) {
    if (!isIntact(sums, block, body.subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES)))
      return undefined;
  }
  const head = openHead(line);
  return head === undefined ? undefined : { head, body };
}

const openHead = (line: Buffer): unknown =>
  line.at(-1) === 0x0a ? openLine(line.subarray(0, -1)) : undefined;
