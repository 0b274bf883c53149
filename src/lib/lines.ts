import type { Readable } from "node:stream";

/** The lines of a byte stream, UTF-8, without their ends. A line longer than `maxBytes` throws: the peer is broken or hostile. */
export async function* readLines(stream: Readable, maxBytes: number): AsyncGenerator<string> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      if (heldBytes + end - start > maxBytes) throw tooLong(maxBytes);
      held.push(chunk.subarray(start, end));
      yield Buffer.concat(held).toString("utf8");
      held = [];
      heldBytes = 0;
      start = end + 1;
    }
    if (start < chunk.length) {
      held.push(chunk.subarray(start));
      heldBytes += chunk.length - start;
      if (heldBytes > maxBytes) throw tooLong(maxBytes);
    }
  }
  if (heldBytes > 0) yield Buffer.concat(held).toString("utf8");
}

const tooLong = (maxBytes: number): Error => new Error(`a line is longer than ${maxBytes} bytes`);
