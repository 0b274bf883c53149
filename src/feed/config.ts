import { z } from "zod";
import { SERVICE_ROLES } from "../policy/words.ts";

/**
 * The second stream: what an edge serves and what it must forget. It has versions of its own and is signed by the
 * vault; it cannot refuse anything (follower rules: feed/config-rules.ts).
 */
const id = z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/);
const hostname = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
    "must be a lower-case ASCII hostname",
  );

/** One customer's property, as an edge sees it. */
export const siteSchema = z.strictObject({
  id,
  account: id,
  /** All hostnames of a site are one property; the first is the main one. */
  hostnames: z.array(hostname).min(1).max(100),
  roles: z.array(z.enum(SERVICE_ROLES)).min(1),
  /** Where misses are fetched; http(s)://host[:port]. Never in any public output. */
  origin: z.url({ protocol: /^https?$/ }),
  readings: z.strictObject({ foldCase: z.boolean() }),
});
export type SiteConfig = z.infer<typeof siteSchema>;

export const purgeSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("url"), site: id, path: z.string().max(8192) }),
  z.strictObject({ by: z.literal("site"), site: id }),
]);
export type Purge = z.infer<typeof purgeSchema>;

export const configItemSchema = z.discriminatedUnion("kind", [
  /** Adds or replaces a site. `request`: ledger index of the account's request, needed where the site shrinks. */
  z.strictObject({ kind: z.literal("site"), site: siteSchema, request: z.int().nonnegative().optional() }),
  z.strictObject({ kind: z.literal("remove-site"), site: id, request: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal("purge"), purge: purgeSchema }),
]);
export type ConfigItem = z.infer<typeof configItemSchema>;

/** One version of the stream: the item and the vault's signature over it (a C2SP note over version and hash). */
export const signedConfigSchema = z.strictObject({
  version: z.int().positive(),
  item: configItemSchema,
  note: z.string().max(4096),
});
export type SignedConfig = z.infer<typeof signedConfigSchema>;
