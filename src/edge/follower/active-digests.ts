import { createHash } from "node:crypto";
import type { Steps } from "../../lib/slices.ts";

/** What the desk compares: digests of the ledger indices in force (ledger/active.ts). */
export interface ActiveDigests {
  /** Of all measures. */
  readonly known: string;
  /** Of those whose openings this edge had. */
  readonly held: string;
  /** They are these from `nowMs` to before `untilMs`. */
  readonly nowMs: number;
  readonly untilMs: number;
}

type InForce = (nowMs: number, found: (index: number) => void) => Steps<number>;

const CHUNK_BYTES = 32 * 1024;

/** The digests at `nowMs` of a ledger of `size` entries. Goes through all measures, in steps. */
export function* activeDigests(
  size: number,
  nowMs: number,
  measures: { readonly held: InForce; readonly others: InForce },
): Steps<ActiveDigests> {
  const active = new Uint8Array(Math.ceil(size / 8));
  let others = 0;
  const mark = (index: number): void => {
    active[index >>> 3]! |= 1 << (index & 7);
  };
  const heldUntilMs = yield* measures.held(nowMs, mark);
  const held = yield* digest(active);
  const othersUntilMs = yield* measures.others(nowMs, (index) => {
    others += 1;
    mark(index);
  });
  const known = others === 0 ? held : yield* digest(active);
  return { known, held, nowMs, untilMs: Math.min(heldUntilMs, othersUntilMs) };
}

/** As `knownDigest` of ledger/active.ts: SHA-256 over the indices, ascending, each as a big-endian uint64; hex. */
function* digest(active: Uint8Array): Steps<string> {
  const hash = createHash("sha256");
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let used = 0;
  for (const [at, bits] of active.entries()) {
    for (let bit = 0; bits >>> bit !== 0; bit++) {
      if ((bits & (1 << bit)) === 0) continue;
      const index = 8 * at + bit;
      chunk.writeUInt32BE(Math.floor(index / 2 ** 32), used);
      chunk.writeUInt32BE(index % 2 ** 32, used + 4);
      used += 8;
      if (used < CHUNK_BYTES) continue;
      hash.update(chunk);
      used = 0;
      yield;
    }
  }
  return hash.update(chunk.subarray(0, used)).digest("hex");
}
