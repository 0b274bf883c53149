import { z } from "zod";
import { fromBase64url, sha256Hex, toUtf8 } from "../lib/bytes.ts";
import { jcsBytes } from "../lib/jcs.ts";
import { GRAINS } from "./entry.ts";

/**
 * What a measure is about, kept out of the public entry: the entry holds a commitment, and whoever needs to act on it or
 * to check it (an edge that serves the site, the site's operator) gets this opening. Destroying the salt makes the
 * commitment say nothing, and leaves the tree valid.
 */
export const openingSchema = z.strictObject({
  /** 32 fresh random bytes, base64url: without it nobody can guess a URL and compare. */
  salt: z.string().regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/),
  grain: z.enum(GRAINS),
  /** Site id; for grain `account`, the account id. */
  site: z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/),
  /** url, path: the strict path reading; host: the hostname; site, account: empty. */
  canonical: z.string().max(8192),
  /** url: significant query parameters, sorted; null as value means "must be absent". Empty for other grains. */
  params: z.array(z.tuple([z.string().max(256), z.string().max(1024).nullable()])).max(16),
  /** How this site's origin reads paths (policy/identity.ts). */
  readings: z.strictObject({ foldCase: z.boolean() }),
  /** Version of the normaliser that wrote `canonical`. */
  normaliser: z.int().min(1),
});

export type Opening = z.infer<typeof openingSchema>;

const DOMAIN = toUtf8("rempart/target/v1");

/** SHA-256("rempart/target/v1" ‖ salt ‖ JCS{grain, site, canonical, params, readings, normaliser}), lower-case hex. */
export function targetHash(opening: Opening): string {
  const { salt, ...target } = opening;
  return sha256Hex(DOMAIN, fromBase64url(salt), jcsBytes(target));
}
