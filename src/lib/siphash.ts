const BLOCK = 8;
/** "somepseudorandomlygeneratedbytes", as low and high halves of v0 to v3. */
const INITIAL = [
  0x70736575, 0x736f6d65, 0x6e646f6d, 0x646f7261, 0x6e657261, 0x6c796765, 0x79746573, 0x74656462,
];

/**
 * SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012; the longer output
 * is that of its reference implementation). Incremental over byte strings, one character a byte, and what was taken in so
 * far may be ended many times: all prefixes of a text cost one pass. The second half of an output, which most
 * look-ups never need, is made when it is asked for.
 */
export class SipHash128 {
  /** The four words of the last output, little-endian; the last two only after {@link complete}. */
  readonly words = new Uint32Array(4);
  readonly #key: Int32Array;
  /** v0 to v3, each as low and high half. */
  readonly #v = new Int32Array(8);
  /** The same, of an output being made. */
  readonly #out = new Int32Array(8);
  #low = 0;
  #high = 0;
  #length = 0;
  #complete = true;

  /** `key`: 16 bytes. */
  constructor(key: Uint8Array) {
    if (key.length !== 16) throw new Error("a SipHash key is 16 bytes");
    const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
    const words = [0, 4, 8, 12].map((at) => view.getInt32(at, true));
    this.#key = Int32Array.from(INITIAL, (word, i) => word ^ (words[i % 4] ?? 0));
    this.#key[2]! ^= 0xee;
    this.begin();
  }

  begin(): void {
    for (let i = 0; i < 8; i++) this.#v[i] = this.#key[i]!;
    this.#low = 0;
    this.#high = 0;
    this.#length = 0;
  }

  /** Takes in the characters of `bytes` from `start` to before `end`, each below 256. */
  take(bytes: string, start = 0, end = bytes.length): void {
    const v = this.#v;
    let low = this.#low;
    let high = this.#high;
    let at = this.#length & 7;
    for (let i = start; i < end; i++) {
      const byte = bytes.charCodeAt(i);
      if (at < 4) low |= byte << (8 * at);
      else high |= byte << (8 * at - 32);
      if (++at < BLOCK) continue;
      compress(v, low, high);
      low = 0;
      high = 0;
      at = 0;
    }
    this.#low = low;
    this.#high = high;
    this.#length += end - start;
  }

  /** Ends what was taken in by one more byte and makes the first half of the output. More may be taken in afterwards. */
  endWith(byte: number): void {
    const out = this.#out;
    for (let i = 0; i < 8; i++) out[i] = this.#v[i]!;
    const at = this.#length & 7;
    let low = this.#low;
    let high = this.#high;
    if (at < 4) low |= byte << (8 * at);
    else high |= byte << (8 * at - 32);
    if (at === BLOCK - 1) {
      compress(out, low, high);
      low = 0;
      high = 0;
    }
    this.#finish(low, high | ((this.#length + 1) << 24));
  }

  /** As {@link endWith}, without another byte. */
  end(): void {
    for (let i = 0; i < 8; i++) this.#out[i] = this.#v[i]!;
    this.#finish(this.#low, this.#high | (this.#length << 24));
  }

  /** Makes the second half of the last output, if it is not there yet. */
  complete(): void {
    if (this.#complete) return;
    const out = this.#out;
    out[2]! ^= 0xdd;
    rounds(out, 4);
    this.words[2] = out[0]! ^ out[2]! ^ out[4]! ^ out[6]!;
    this.words[3] = out[1]! ^ out[3]! ^ out[5]! ^ out[7]!;
    this.#complete = true;
  }

  #finish(low: number, high: number): void {
    const out = this.#out;
    compress(out, low, high);
    out[4]! ^= 0xee;
    rounds(out, 4);
    this.words[0] = out[0]! ^ out[2]! ^ out[4]! ^ out[6]!;
    this.words[1] = out[1]! ^ out[3]! ^ out[5]! ^ out[7]!;
    this.#complete = false;
  }
}

function compress(v: Int32Array, low: number, high: number): void {
  v[6]! ^= low;
  v[7]! ^= high;
  rounds(v, 2);
  v[0]! ^= low;
  v[1]! ^= high;
}

/** The carry of a 32-bit addition, from its operands and its sum. */
const carry = (a: number, b: number, sum: number): number => ((a & b) | ((a | b) & ~sum)) >>> 31;

/** SipRound, `count` times, on 64-bit words in halves. */
function rounds(v: Int32Array, count: number): void {
  let v0 = v[0]!;
  let w0 = v[1]!;
  let v1 = v[2]!;
  let w1 = v[3]!;
  let v2 = v[4]!;
  let w2 = v[5]!;
  let v3 = v[6]!;
  let w3 = v[7]!;
  for (let i = 0; i < count; i++) {
    // v0 += v1; v1 = rotl(v1, 13) ^ v0; v0 = rotl(v0, 32)
    let low = (v0 + v1) | 0;
    let high = (w0 + w1 + carry(v0, v1, low)) | 0;
    let turned = (v1 << 13) | (w1 >>> 19);
    w1 = ((w1 << 13) | (v1 >>> 19)) ^ high;
    v1 = turned ^ low;
    v0 = high;
    w0 = low;
    // v2 += v3; v3 = rotl(v3, 16) ^ v2
    low = (v2 + v3) | 0;
    high = (w2 + w3 + carry(v2, v3, low)) | 0;
    turned = (v3 << 16) | (w3 >>> 16);
    w3 = ((w3 << 16) | (v3 >>> 16)) ^ high;
    v3 = turned ^ low;
    v2 = low;
    w2 = high;
    // v0 += v3; v3 = rotl(v3, 21) ^ v0
    low = (v0 + v3) | 0;
    high = (w0 + w3 + carry(v0, v3, low)) | 0;
    turned = (v3 << 21) | (w3 >>> 11);
    w3 = ((w3 << 21) | (v3 >>> 11)) ^ high;
    v3 = turned ^ low;
    v0 = low;
    w0 = high;
    // v2 += v1; v1 = rotl(v1, 17) ^ v2; v2 = rotl(v2, 32)
    low = (v2 + v1) | 0;
    high = (w2 + w1 + carry(v2, v1, low)) | 0;
    turned = (v1 << 17) | (w1 >>> 15);
    w1 = ((w1 << 17) | (v1 >>> 15)) ^ high;
    v1 = turned ^ low;
    v2 = high;
    w2 = low;
  }
  v[0] = v0;
  v[1] = w0;
  v[2] = v1;
  v[3] = w1;
  v[4] = v2;
  v[5] = w2;
  v[6] = v3;
  v[7] = w3;
}
