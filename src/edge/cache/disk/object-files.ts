import type { StoredResponse } from "../stored.ts";
import { headOf, type StoredHead } from "./head.ts";
import type { DiskIo } from "./io.ts";
import {
  BLOCK_BYTES,
  BlockSums,
  HEAD_ROOM_BYTES,
  headAt,
  type ObjectPlace,
  readHead,
  readWhole,
} from "./object-file.ts";
import type { ObjectWriter } from "./object-writer.ts";
import { sealLine } from "./sealed-line.ts";

/** Up to here a body is read at once; of a larger one only the checksums, to read it by. */
const WHOLE_BYTES = 2 * BLOCK_BYTES;

export type ReadObject = { readonly head: StoredHead } & (
  | { readonly body: Buffer }
  | { readonly sums: Buffer }
);

/** Writes and reads the files of kept answers; what is written where is for others to know. All reject as the disk does. */
export class ObjectFiles {
  readonly #io: DiskIo;
  readonly #pathOf: (id: number) => string;

  constructor(io: DiskIo, pathOf: (id: number) => string) {
    this.#io = io;
    this.#pathOf = pathOf;
  }

  /** A whole answer, whose body is in memory. Undefined, here and below: its head is too long for a file. */
  async write(id: number, stored: StoredResponse): Promise<ObjectPlace | undefined> {
    const head = headLine(id, stored);
    if (head === undefined) return undefined;
    const chunks = stored.body.open() as readonly Uint8Array[];
    const sums = new BlockSums();
    for (const chunk of chunks) sums.add(chunk);
    const fd = await this.#io.open(this.#pathOf(id), "wx");
    await this.#io.write(fd, [...chunks, sums.finish(), head], 0).finally(() => this.#io.close(fd));
    return { bodyBytes: stored.body.bytes, headBytes: head.length, room: 0 };
  }

  /** The head of an answer whose body a writer took, and the body's checksums. */
  async finish(
    stored: StoredResponse,
    writer: ObjectWriter,
  ): Promise<{ readonly place: ObjectPlace; readonly sums: Buffer } | undefined> {
    const head = headLine(writer.id, stored);
    if (head === undefined) return undefined;
    const sums = await writer.finish(head);
    return { place: { bodyBytes: writer.bytes, headBytes: head.length, room: 0 }, sums };
  }

  /** A newer head, into the room that the one in force does not use. */
  async writeHead(id: number, place: ObjectPlace, stored: StoredResponse): Promise<ObjectPlace | undefined> {
    const head = headLine(id, stored);
    if (head === undefined) return undefined;
    const room = place.room === 0 ? 1 : 0;
    const fd = await this.#io.open(this.#pathOf(id), "r+");
    await this.#io.write(fd, [head], headAt(place.bodyBytes, room)).finally(() => this.#io.close(fd));
    return { ...place, headBytes: head.length, room };
  }

  /** Undefined if the file is not what was written there. */
  async read(key: string, id: number, place: ObjectPlace): Promise<ReadObject | undefined> {
    const fd = await this.#io.open(this.#pathOf(id), "r");
    try {
      const whole = place.bodyBytes <= WHOLE_BYTES;
      const found = await (whole ? readWhole(this.#io, fd, place) : readHead(this.#io, fd, place));
      const object = found as ReadObject | undefined;
      return object?.head.id === id && object.head.key === key ? object : undefined;
    } finally {
      this.#io.close(fd);
    }
  }
}

function headLine(id: number, stored: StoredResponse): Buffer | undefined {
  const head = sealLine(headOf(id, stored));
  return head.length > HEAD_ROOM_BYTES ? undefined : head;
}
