import type { Duplex } from "node:stream";

/** Joins two streams until either ends; resolves when both are gone. Both respect backpressure. */
export function join(visitor: Duplex, origin: Duplex): Promise<{ readonly bytesToVisitor: number }> {
  return new Promise((resolve) => {
    let open = 2;
    let bytesToVisitor = 0;
    origin.on("data", (chunk: Buffer) => {
      bytesToVisitor += chunk.length;
    });
    for (const [from, to] of [
      [visitor, origin],
      [origin, visitor],
    ] as const) {
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        to.destroy();
        open -= 1;
        if (open === 0) resolve({ bytesToVisitor });
      });
    }
  });
}
