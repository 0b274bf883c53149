import { closeSync, fdatasync, ftruncate, open, readv, unlink, writev } from "node:fs";
import { promisify } from "node:util";

/**
 * The few calls that the disk tier makes, over plain descriptors: a FileHandle for each small read costs more than the
 * read. Tests put their own in place, to let a disk be full or broken.
 */
export interface DiskIo {
  open(path: string, flags: string): Promise<number>;
  /** At once: nothing waits for the disk there, and handing it to another thread costs ten times as much. */
  close(fd: number): void;
  /** Fills the buffers from `at` on; false if the file ends before. */
  read(fd: number, buffers: readonly Uint8Array[], at: number): Promise<boolean>;
  /** Writes all of the buffers, or rejects. */
  write(fd: number, buffers: readonly Uint8Array[], at: number): Promise<void>;
  /** The content is on the disk when it resolves. */
  sync(fd: number): Promise<void>;
  truncate(fd: number, bytes: number): Promise<void>;
  unlink(path: string): Promise<void>;
}

const doReadv = promisify(readv);
const doWritev = promisify(writev);

const total = (buffers: readonly Uint8Array[]): number =>
  buffers.reduce((sum, { length }) => sum + length, 0);

/** The buffers without their first `bytes` bytes. */
function rest(buffers: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  const left: Uint8Array[] = [];
  let at = 0;
  for (const buffer of buffers) {
    if (at + buffer.length > bytes) left.push(buffer.subarray(Math.max(0, bytes - at)));
    at += buffer.length;
  }
  return left;
}

export const nodeIo: DiskIo = {
  open: promisify(open),
  close: closeSync,
  sync: promisify(fdatasync),
  truncate: promisify(ftruncate),
  unlink: promisify(unlink),

  async read(fd, buffers, at) {
    let left = buffers;
    for (let done = 0, wanted = total(buffers); done < wanted; ) {
      const { bytesRead } = await doReadv(fd, left, at + done);
      if (bytesRead === 0) return false;
      done += bytesRead;
      if (done < wanted) left = rest(left, bytesRead);
    }
    return true;
  },

  // A disk that fills up takes a part first and says why only when asked for the rest.
  async write(fd, buffers, at) {
    let left = buffers;
    for (let done = 0, wanted = total(buffers); done < wanted; ) {
      const { bytesWritten } = await doWritev(fd, left, at + done);
      done += bytesWritten;
      if (done < wanted) left = rest(left, bytesWritten);
    }
  },
};
