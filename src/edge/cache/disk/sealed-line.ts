import { crc32 } from "node:zlib";

/**
 * One line of JSON behind its CRC-32. A checksum, no MAC: it finds what a disk or a crash did. Whoever can write the
 * folder can already write what the edge serves.
 */
export function sealLine(value: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(value));
  return Buffer.concat([Buffer.from(`${checksum(text)} `), text, NEWLINE]);
}

/** The value of a line without its end; undefined if it is not as it was written. */
export function openLine(line: Buffer): unknown {
  const text = line.subarray(SUM_LENGTH + 1);
  if (line[SUM_LENGTH] !== SPACE || line.toString("latin1", 0, SUM_LENGTH) !== checksum(text))
    return undefined;
  return JSON.parse(text.toString("utf8"));
}

const NEWLINE = Buffer.from("\n");
const SPACE = 0x20;
const SUM_LENGTH = 8;

const checksum = (bytes: Uint8Array): string => crc32(bytes).toString(16).padStart(SUM_LENGTH, "0");
