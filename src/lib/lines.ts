const NEWLINE = 10;

/** Bytes as they arrive: a stream, or pieces of a file. */
export type Pieces = AsyncIterable<Buffer>;

/**
 * The lines of a byte stream with their ends, those that a piece completes together; what is left at last without an end alone.
 * A line longer than `maxBytes`, its end not counted, throws after those before it: the peer is broken or hostile.
 */
export async function* lineRuns(pieces: Pieces, maxBytes = Infinity): AsyncGenerator<readonly Buffer[]> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const piece of pieces) {
    const lines: Buffer[] = [];
    for (let start = 0; start < piece.length && heldBytes <= maxBytes; ) {
      const end = piece.indexOf(NEWLINE, start);
      const part = end === -1 ? piece.subarray(start) : piece.subarray(start, end + 1);
      held.push(part);
      heldBytes += end === -1 ? part.length : part.length - 1;
      start += part.length;
      if (end === -1 || heldBytes > maxBytes) continue;
      lines.push(held.length === 1 ? part : Buffer.concat(held));
      held = [];
      heldBytes = 0;
    }
    if (lines.length > 0) yield lines;
    if (heldBytes > maxBytes) throw new Error(`a line is longer than ${maxBytes} bytes`);
  }
  if (heldBytes > 0) yield [Buffer.concat(held)];
}

/** The lines of a byte stream, UTF-8, without their ends. Throws as `lineRuns`. */
export async function* readLines(pieces: Pieces, maxBytes: number): AsyncGenerator<string> {
  for await (const lines of lineRuns(pieces, maxBytes)) {
    for (const line of lines) yield line.toString("utf8", 0, line.length - (line.at(-1) === NEWLINE ? 1 : 0));
  }
}
