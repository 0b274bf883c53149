import { z } from "zod";
import { hex, hmacSha256, toUtf8 } from "../../lib/bytes.ts";
import { SipHash128 } from "../../lib/siphash.ts";
import { NORMALISER_VERSION } from "../normalise/index.ts";
import { forms, nearForms, type SealedDetail, sealedDetailSchema } from "./canonical.ts";
import type { Form } from "./form.ts";
import { gateState, hashOfEight } from "./gate.ts";

const TAG = /^(?:[0-9a-f]{48}|[0-9a-f]{38})$/;
/** Hexadecimal digits of a tag: gate (32 bits), look-up (32), HMAC (128). */
export const GATE_DIGITS = 8;
export const MAC_AT = 16;

/**
 * What is stored of a registered detail: three keyed hashes of each spelling, of its beginning (where to look at all), of
 * all of it by classes of look-alikes (whether to look closer), and its HMAC. docs/sealed-details.md says what a thief of
 * the tags, of the key, or of both can do. Tags of version 1 had no look-up part; they can be read, and match nothing.
 */
export const sealedTagsSchema = z.strictObject({
  normaliser: z.int().positive(),
  tags: z.array(z.string().regex(TAG)).min(1).max(256),
  /** Where not empty, a tag counts only near one of these. */
  near: z.array(z.string().regex(TAG)).max(64),
});
export type SealedTags = z.infer<typeof sealedTagsSchema>;

const CARET = 94;
const L = 76;

/** One secret, two keys: what opens the gate says nothing about the HMACs. */
export class TagKeys {
  readonly #mac: Uint8Array;
  /** For hashing a text as it grows; {@link hash} begins anew. */
  readonly sip: SipHash128;
  readonly #state: Int32Array;
  readonly #known = new Map<string, string>();

  constructor(key: Uint8Array) {
    this.#mac = hmacSha256(key, toUtf8(`rempart/sealed-tag/v${NORMALISER_VERSION}`));
    const second = hmacSha256(key, toUtf8(`rempart/sealed-gate/v${NORMALISER_VERSION}`)).subarray(0, 16);
    this.sip = new SipHash128(second);
    this.#state = gateState(second);
  }

  /** 32 bits of the beginning of a spelling. Latin letters, digits and signs only. */
  gate(beginning: string): number {
    return this.hash(`^${beginning}`);
  }

  /** The same of words: their first six symbols by classes, five bits each from the lowest on. */
  gateOfWords(key: number): number {
    const low = CARET | (L << 8) | ((97 + (key & 31)) << 16) | ((97 + ((key >>> 5) & 31)) << 24);
    const high =
      (97 + ((key >>> 10) & 31)) |
      ((97 + ((key >>> 15) & 31)) << 8) |
      ((97 + ((key >>> 20) & 31)) << 16) |
      ((97 + ((key >>> 25) & 31)) << 24);
    return hashOfEight(this.#state, low, high);
  }

  /** 32 bits of a spelling by classes. */
  hash(text: string): number {
    this.sip.begin();
    this.sip.take(text);
    this.sip.end();
    return this.sip.words[0] as number;
  }

  /** 128 bits of an exact spelling, in hexadecimal. Those asked for last are kept: hostile pages repeat themselves. */
  mac(exact: string): string {
    let mac = this.#known.get(exact);
    if (mac === undefined) {
      mac = hex(hmacSha256(this.#mac, toUtf8(exact)).subarray(0, 16));
      if (this.#known.size >= 1024) this.#known.clear();
      this.#known.set(exact, mac);
    }
    return mac;
  }
}

const hexOf = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

const tagOf = (keys: TagKeys, { gate, look, exact }: Form): string =>
  hexOf(keys.gate(gate), GATE_DIGITS) + hexOf(keys.hash(look), 8) + keys.mac(exact);

/**
 * Tags of every spelling of a detail, under a 32-byte key that is not kept. Throws `detail.too-common` for a
 * detail that would match ordinary pages, `detail.invalid` for one that cannot be read.
 */
export function tagDetail(key: Uint8Array, detail: SealedDetail): SealedTags {
  const keys = new TagKeys(key);
  const { with: near = [], ...rest } = sealedDetailSchema.parse(detail);
  const all = forms({ ...rest, ...(near.length > 0 ? { with: near } : {}) });
  const companions = rest.kind === "former-name" ? nearForms(near) : [];
  return {
    normaliser: NORMALISER_VERSION,
    tags: all.map((form) => tagOf(keys, form)),
    near: companions.map((form) => tagOf(keys, form)),
  };
}
