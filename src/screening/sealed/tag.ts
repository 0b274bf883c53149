import { z } from "zod";
import { hex, hmacSha256, toUtf8 } from "../../lib/bytes.ts";
import { NORMALISER_VERSION } from "../normalise/index.ts";
import { nearSpellings, type SealedDetail, sealedDetailSchema, spellings } from "./canonical.ts";
import { type GateKey, gateKey, halfSip } from "./gate.ts";

/**
 * What is stored of a registered detail. A tag is 6 hex digits of gate and 32 of HMAC. Whoever steals tags
 * alone learns how many spellings each detail has and can test nothing; whoever steals the key alone has
 * nothing to test; with both, every telephone number of a country can be tried in minutes. Hence the key
 * never leaves the vault.
 */
export const sealedTagsSchema = z.strictObject({
  normaliser: z.int().positive(),
  tags: z
    .array(z.string().regex(/^[0-9a-f]{38}$/))
    .min(1)
    .max(256),
  /** Where not empty, a tag counts only near one of these. */
  near: z.array(z.string().regex(/^[0-9a-f]{38}$/)).max(64),
});
export type SealedTags = z.infer<typeof sealedTagsSchema>;

/** Characters that the gate looks at; shorter details have a gate of their own length. */
export const GATE_LENGTH = 6;
export const SHORT_GATE_LENGTH = 3;

/** One secret, two keys: what opens the gate says nothing about the tags. */
export interface TagKeys {
  readonly mac: Uint8Array;
  readonly gate: GateKey;
}

export const tagKeys = (key: Uint8Array): TagKeys => ({
  mac: hmacSha256(key, toUtf8(`rempart/sealed-tag/v${NORMALISER_VERSION}`)),
  gate: gateKey(hmacSha256(key, toUtf8(`rempart/sealed-gate/v${NORMALISER_VERSION}`))),
});

/** 24 bits: the keyed hash of the first characters, moved by the length of the whole. */
export const gateOf = (prefix: number, length: number): number =>
  ((prefix + Math.imul(length, 0x9e3779b1)) >>> 8) & 0xffffff;

export const macOf = (keys: TagKeys, spelling: string): string =>
  hex(hmacSha256(keys.mac, toUtf8(spelling)).subarray(0, 16));

export function tagOf(keys: TagKeys, spelling: string): string {
  const looked = spelling.length < GATE_LENGTH ? SHORT_GATE_LENGTH : GATE_LENGTH;
  const gate = gateOf(halfSip(keys.gate, spelling, 0, looked), spelling.length);
  return gate.toString(16).padStart(6, "0") + macOf(keys, spelling);
}

/**
 * Tags of every spelling of a detail, under a 32-byte key that is not kept. Throws `detail.too-common` for a
 * detail that would match ordinary pages, `detail.invalid` for one that cannot be read.
 */
export function tagDetail(key: Uint8Array, detail: SealedDetail): SealedTags {
  const keys = tagKeys(key);
  const { with: near = [], ...rest } = sealedDetailSchema.parse(detail);
  const tags = spellings({ ...rest, ...(near.length > 0 ? { with: near } : {}) });
  const companions = rest.kind === "former-name" ? nearSpellings(near) : [];
  return {
    normaliser: NORMALISER_VERSION,
    tags: tags.map((spelling) => tagOf(keys, spelling)),
    near: companions.map((spelling) => tagOf(keys, spelling)),
  };
}
