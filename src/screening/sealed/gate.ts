/**
 * HalfSipHash-2-4 (Aumasson and Bernstein's SipHash with 32-bit words): a keyed hash quick enough to ask at
 * every word of a page whether a registered detail may start there. An unkeyed or weak hash here would undo
 * the tags: whoever steals the table could then test all telephone numbers against it.
 */
export type GateKey = readonly [k0: number, k1: number];

export const gateKey = (bytes: Uint8Array): GateKey => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return [view.getUint32(0, true), view.getUint32(4, true)];
};

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** 32-bit hash of the first `length` UTF-16 units of `text` from `from`, each taken as one byte. */
export function halfSip([k0, k1]: GateKey, text: string, from: number, length: number): number {
  let v0 = k0;
  let v1 = k1;
  let v2 = 0x6c796765 ^ k0;
  let v3 = 0x74656462 ^ k1;
  const round = () => {
    v0 = (v0 + v1) | 0;
    v1 = rotate(v1, 5) ^ v0;
    v0 = rotate(v0, 16);
    v2 = (v2 + v3) | 0;
    v3 = rotate(v3, 8) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = rotate(v3, 7) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = rotate(v1, 13) ^ v2;
    v2 = rotate(v2, 16);
  };
  const absorb = (word: number) => {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  };
  let word = 0;
  for (let at = 0; at < length; at++) {
    word |= (text.charCodeAt(from + at) & 0xff) << (8 * (at & 3));
    if ((at & 3) === 3) {
      absorb(word);
      word = 0;
    }
  }
  absorb(word | (length << 24));
  v2 ^= 0xff;
  for (let at = 0; at < 4; at++) round();
  return (v1 ^ v3) >>> 0;
}
