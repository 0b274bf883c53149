import type { Transform } from "node:stream";
import * as zlib from "node:zlib";

/**
 * The content codings that we know (RFC 9110 §8.4.1; RFC 7932, RFC 8878), best first: coded for one visitor, a 100 KiB
 * script costs zstd half the CPU that it costs the others, for 3 % more bytes; br is smaller than gzip for the same CPU
 * (bench/coding.ts).
 */
export const CODINGS = ["zstd", "br", "gzip"] as const;
export type Coding = (typeof CODINGS)[number];

/** What an encoder may cost: for one visitor, or for a body that is coded once and sent many times. */
export type Effort = "once" | "kept";

export interface Encoder extends Transform {
  flush(kind: number, callback: () => void): void;
}

const {
  BROTLI_OPERATION_FLUSH,
  BROTLI_PARAM_LGWIN,
  BROTLI_PARAM_QUALITY,
  ZSTD_c_chainLog,
  ZSTD_c_compressionLevel,
  ZSTD_c_hashLog,
  ZSTD_c_windowLog,
  ZSTD_e_flush,
  Z_SYNC_FLUSH,
} = zlib.constants;

/**
 * Windows of 128 KiB and as many table entries: an encoder holds 0.4 MiB (gzip) to 2.3 MiB (br, kept). With its own choice
 * zstd would hold 5.5 MiB and code pages no smaller; a megabyte of script would be 5 % smaller. Far below the 8 MiB that a
 * decoder must take (RFC 9659 §3).
 */
const WINDOW_LOG = 17;
const TABLE_LOG = 17;

interface Maker {
  readonly make: (effort: Effort) => Encoder;
  /** Lets out all that was written (and can be decoded), and keeps what was learned. */
  readonly flush: number;
}

const MAKERS: Readonly<Record<Coding, Maker>> = {
  zstd: {
    make: (effort) =>
      zlib.createZstdCompress({
        params: {
          [ZSTD_c_compressionLevel]: effort === "kept" ? 8 : 3,
          [ZSTD_c_windowLog]: WINDOW_LOG,
          [ZSTD_c_hashLog]: TABLE_LOG,
          [ZSTD_c_chainLog]: TABLE_LOG,
        },
      }),
    flush: ZSTD_e_flush,
  },
  br: {
    make: (effort) =>
      zlib.createBrotliCompress({
        params: {
          [BROTLI_PARAM_QUALITY]: effort === "kept" ? 5 : 4,
          [BROTLI_PARAM_LGWIN]: WINDOW_LOG,
        },
      }),
    flush: BROTLI_OPERATION_FLUSH,
  },
  gzip: {
    make: (effort) => zlib.createGzip({ level: effort === "kept" ? 6 : 4 }),
    flush: Z_SYNC_FLUSH,
  },
};

/** Node has zstd since 22.15; other runtimes may not. */
export const canEncode = (coding: Coding): boolean =>
  coding !== "zstd" || typeof (zlib as { createZstdCompress?: unknown }).createZstdCompress === "function";

export const createEncoder = (coding: Coding, effort: Effort): Encoder => MAKERS[coding].make(effort);

/** Resolves when all that was written is on the readable side, or the encoder was destroyed. */
export const flush = (encoder: Encoder, coding: Coding): Promise<void> =>
  new Promise((resolve) => encoder.flush(MAKERS[coding].flush, resolve));
