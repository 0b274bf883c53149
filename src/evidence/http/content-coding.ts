import type { Transform } from "node:stream";
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from "node:zlib";
import { concat } from "../../lib/bytes.ts";

export interface Decoded {
  readonly bytes: Uint8Array;
  /** `limit`: there was more than `maxBytes`; `damaged`: the data broke off or was not of that coding; `unknown`: left as is. */
  readonly ending: "whole" | "limit" | "damaged" | "unknown";
}

/** Two is unusual, more is an attack: each further coding multiplies the size once more. */
const MAX_CODINGS = 2;

const zlib = { finishFlush: constants.Z_SYNC_FLUSH };

function decoder(coding: string, first: number | undefined): Transform | undefined {
  switch (coding) {
    case "gzip":
    case "x-gzip":
      return createGunzip(zlib);
    case "deflate": // RFC 9110 §8.4.1.2: zlib format, but some servers send raw deflate
      return first !== undefined && (first & 0x0f) === 8 ? createInflate(zlib) : createInflateRaw(zlib);
    case "br":
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    case "zstd":
      return createZstdDecompress();
    default:
      return undefined;
  }
}

/**
 * Removes content codings (RFC 9110 §8.4), last applied first, and never produces more than `maxBytes`: what was
 * decoded until there is given, so that a bomb behind a page does not hide the page.
 */
export async function decodeContent(
  body: Uint8Array,
  codings: readonly string[],
  maxBytes: number,
): Promise<Decoded> {
  const applied = codings.filter((coding) => coding !== "identity");
  if (applied.length > MAX_CODINGS) return { bytes: body, ending: "unknown" };
  let decoded: Decoded = { bytes: body, ending: "whole" };
  for (const coding of applied.toReversed()) {
    const stream = decoder(coding, decoded.bytes[0]);
    if (stream === undefined) return { bytes: decoded.bytes, ending: "unknown" };
    const next = await decodeWith(stream, decoded.bytes, maxBytes);
    decoded = decoded.ending === "whole" ? next : { bytes: next.bytes, ending: decoded.ending };
  }
  if (decoded.bytes.length > maxBytes) return { bytes: decoded.bytes.subarray(0, maxBytes), ending: "limit" };
  return decoded;
}

async function decodeWith(stream: Transform, body: Uint8Array, maxBytes: number): Promise<Decoded> {
  const parts: Uint8Array[] = [];
  let size = 0;
  let ending: Decoded["ending"] = "whole";
  stream.end(body);
  const chunks: AsyncIterable<Uint8Array> = stream;
  try {
    for await (const chunk of chunks) {
      parts.push(chunk);
      size += chunk.length;
      if (size > maxBytes) {
        ending = "limit";
        break;
      }
    }
  } catch {
    ending = "damaged";
  }
  return { bytes: concat(...parts).subarray(0, maxBytes), ending };
}
