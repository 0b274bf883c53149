/** "somepseudorandomlygeneratedbytes", as low and high halves of v0 to v3. */
const INITIAL = [
  0x70736575, 0x736f6d65, 0x6e646f6d, 0x646f7261, 0x6e657261, 0x6c796765, 0x79746573, 0x74656462,
] as const;

/** A 16-byte key as SipHash-2-4-128 begins with it (src/lib/siphash.ts): v0 to v3 in halves. */
export function gateState(key: Uint8Array): Int32Array {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  const state = Int32Array.from(INITIAL, (word, at) => word ^ view.getInt32(4 * (at % 4), true));
  state[2]! ^= 0xee;
  return state;
}

/**
 * The first 32 bits of SipHash-2-4-128 of eight bytes, given as two little-endian words: what {@link TagKeys.gate} says of a
 * beginning of six letters, without making a text of it. Pages open new beginnings all the time, so this is written out.
 */
export function hashOfEight(state: Int32Array, low: number, high: number): number {
  let v0 = state[0] as number;
  let h0 = state[1] as number;
  let v1 = state[2] as number;
  let h1 = state[3] as number;
  let v2 = state[4] as number;
  let h2 = state[5] as number;
  let v3 = (state[6] as number) ^ low;
  let h3 = (state[7] as number) ^ high;
  for (let round = 0; round < 8; round++) {
    let sum = (v0 + v1) | 0;
    h0 = (h0 + h1 + (sum >>> 0 < v0 >>> 0 ? 1 : 0)) | 0;
    v0 = sum;
    sum = (v1 << 13) | (h1 >>> 19);
    h1 = ((h1 << 13) | (v1 >>> 19)) ^ h0;
    v1 = sum ^ v0;
    sum = (v2 + v3) | 0;
    h2 = (h2 + h3 + (sum >>> 0 < v2 >>> 0 ? 1 : 0)) | 0;
    v2 = sum;
    sum = (v3 << 16) | (h3 >>> 16);
    h3 = ((h3 << 16) | (v3 >>> 16)) ^ h2;
    v3 = sum ^ v2;
    // v0 is turned by half: its halves change places.
    sum = (h0 + v3) | 0;
    h0 = (v0 + h3 + (sum >>> 0 < h0 >>> 0 ? 1 : 0)) | 0;
    v0 = sum;
    sum = (v3 << 21) | (h3 >>> 11);
    h3 = ((h3 << 21) | (v3 >>> 11)) ^ h0;
    v3 = sum ^ v0;
    sum = (v2 + v1) | 0;
    h2 = (h2 + h1 + (sum >>> 0 < v2 >>> 0 ? 1 : 0)) | 0;
    v2 = sum;
    sum = (v1 << 17) | (h1 >>> 15);
    h1 = ((h1 << 17) | (v1 >>> 15)) ^ h2;
    v1 = sum ^ v2;
    sum = v2;
    v2 = h2;
    h2 = sum;
    if (round === 1) {
      v0 ^= low;
      h0 ^= high;
      h3 ^= 8 << 24;
    } else if (round === 3) {
      h0 ^= 8 << 24;
      v2 ^= 0xee;
    }
  }
  return (v0 ^ v1 ^ v2 ^ v3) >>> 0;
}
