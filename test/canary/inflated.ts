import { brotliDecompressSync, constants, inflateRawSync, inflateSync, zstdDecompressSync } from "node:zlib";

/** A stream is read this far at first, then less: where something else follows, or it is cut, its beginning still opens. */
const INPUTS = [256 * 1024, 16 * 1024, 1_900];
const MAX_OUTPUT = 8 * 1024 * 1024;
/** Of one buffer; ciphertext has false beginnings (one in 2,000 places looks like zlib's), and each of them costs little. */
const MAX_ALL = 256 * 1024 * 1024;
/** Brotli and raw deflate have no mark: they are tried where a whole answer or file may be one. */
const MAX_WHOLE = 4 * 1024 * 1024;

type Open = (bytes: Uint8Array, limits: { maxOutputLength: number; finishFlush: number }) => Buffer;

/** What the compressed streams inside a buffer hold: gzip, zlib, zstd, entries of ZIP, and the whole as brotli or raw deflate. */
export function* inflated(bytes: Buffer): Generator<Buffer> {
  let left = MAX_ALL;
  for (const { at, open } of beginnings(bytes)) {
    const found = opened(bytes.subarray(at), open);
    if (found === undefined || found.length === 0) continue;
    yield found;
    left -= found.length;
    if (left < 0) throw new Error("more compressed data in one buffer than is looked at");
  }
}

function* beginnings(bytes: Buffer): Generator<{ at: number; open: Open }> {
  if (bytes.length <= MAX_WHOLE) {
    yield { at: 0, open: brotli };
    yield { at: 0, open: inflateRawSync };
  }
  for (let at = 0; at < bytes.length - 4; at++) {
    if (isZlib(bytes[at]!, bytes[at + 1]!)) yield { at, open: inflateSync };
    switch (bytes[at]) {
      case 0x1f: // RFC 1952 §2.3.1
        if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8)
          yield { at: pastGzipHead(bytes, at), open: inflateRawSync };
        break;
      case 0x28: // RFC 8878 §3.1.1
        if (bytes.readUInt32BE(at) === 0x28b52ffd) yield { at, open: zstd };
        break;
      case 0x50: // a local file header of ZIP (APPNOTE 4.3.7), method deflate
        if (bytes.readUInt32BE(at) === 0x504b0304 && bytes.length > at + 30 && bytes[at + 8] === 8)
          yield {
            at: at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28),
            open: inflateRawSync,
          };
        break;
    }
  }
}

/** RFC 1950 §2.2: deflate with a window of any size (libpng takes small ones), a check, no dictionary. */
const isZlib = (cmf: number, flags: number): boolean =>
  (cmf & 0x8f) === 8 && ((cmf << 8) | flags) % 31 === 0 && (flags & 0x20) === 0;

/** RFC 1952 §2.3. Its own reader refuses a stream with anything behind it. */
function pastGzipHead(bytes: Buffer, start: number): number {
  const flags = bytes[start + 3]!;
  let at = start + 10;
  const skipText = () => {
    at = bytes.indexOf(0, at) + 1;
  };
  if ((flags & 4) !== 0 && at + 2 <= bytes.length) at += 2 + bytes.readUInt16LE(at);
  if ((flags & 8) !== 0) skipText();
  if ((flags & 16) !== 0) skipText();
  return (flags & 2) !== 0 ? at + 2 : at;
}

const brotli: Open = (bytes, { maxOutputLength }) =>
  brotliDecompressSync(bytes, { maxOutputLength, finishFlush: constants.BROTLI_OPERATION_FLUSH });
const zstd: Open = (bytes, { maxOutputLength }) =>
  zstdDecompressSync(bytes, { maxOutputLength, finishFlush: constants.ZSTD_e_flush });

function opened(bytes: Uint8Array, open: Open): Buffer | undefined {
  for (const length of INPUTS.filter((length, i) => i === 0 || length < bytes.length)) {
    try {
      return open(bytes.subarray(0, length), {
        maxOutputLength: MAX_OUTPUT,
        finishFlush: constants.Z_SYNC_FLUSH,
      });
    } catch {} // no stream, or not so far
  }
  return undefined;
}
