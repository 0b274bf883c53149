import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { SERVICE_ROLES } from "../policy/words.ts";
import { originProblems, type Problem, siteProblems } from "./config-checks.ts";

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

const ms = (max: number) => z.int().min(1).max(max);

/** Largest page of a site's own; four of them and all else still fit into one request to the desk. */
const MAX_PAGE_BYTES = 32_768;

/** One server of a site's origin. Never in any public output. */
const serverSchema = z.strictObject({
  /** http(s)://host[:port], no path: the request's own target is what is asked for. */
  url: z
    .string()
    .max(300)
    .refine(
      (url) => /^https?:\/\/[^/?#@\\\s]+\/?$/i.test(url) && URL.canParse(url),
      "must be http(s)://host or http(s)://host:port",
    ),
  /** Share of the requests among servers that are up; 1 unless given. */
  weight: z.int().min(1).max(1000).optional(),
  /** Asked only while none of the others is up. */
  backup: z.boolean().optional(),
});

/** Where misses are fetched: one server or a pool, and how it is spoken to. What is absent has the edge's default. */
const originShape = z.strictObject({
  servers: z.array(serverSchema).min(1).max(32),
  /** Host field sent instead of the visitor's. */
  host: hostname.optional(),
  tls: z
    .strictObject({
      /** Name asked for (SNI) and checked in the certificate; the Host sent unless given. */
      serverName: hostname.optional(),
      /** PEM certificates to trust instead of the public ones. */
      ca: z.string().max(65_536).refine(areCertificates, "must be certificates in PEM").optional(),
      /** False: any certificate is taken. For origins on a private network only. */
      verify: z.boolean().optional(),
    })
    .optional(),
  timeouts: z
    .strictObject({
      connectMs: ms(60_000).optional(),
      /** Until the head of the answer. */
      headersMs: ms(600_000).optional(),
      /** Between two pieces of a body. */
      bodyMs: ms(3_600_000).optional(),
    })
    .optional(),
  /** How many more servers a GET or HEAD without a body may be tried on; 1 unless given. */
  retries: z.int().min(0).max(5).optional(),
  /** Asks each server by itself; without it a server is judged by how it answers visitors. */
  health: z
    .strictObject({
      path: z
        .string()
        .max(1024)
        .regex(/^\/[\x21-\x7e]*$/, "must be a path"),
      intervalMs: ms(3_600_000).min(500).optional(),
      timeoutMs: ms(60_000).optional(),
      /** Good answers in a row until it is up, bad ones until it is down. */
      rise: z.int().min(1).max(100).optional(),
      fall: z.int().min(1).max(100).optional(),
    })
    .optional(),
});
export const originSchema = originShape.superRefine(report(originProblems));
export type OriginConfig = z.infer<typeof originShape>;
export type OriginServer = OriginConfig["servers"][number];

/** A token bucket. */
const rateSchema = z.strictObject({
  /** At least one request in a hundred seconds: a slower rate would be a refusal. */
  perSecond: z.number().min(0.01).max(1_000_000),
  burst: z.int().min(1).max(1_000_000),
});
export type Rate = z.infer<typeof rateSchema>;

/** Pages an edge makes itself for which a site may bring its own: HTML, complete and small. */
const pageHtml = z
  .string()
  .min(1)
  .refine((html) => html.isWellFormed() && !html.includes("\0"), "must be text")
  .refine((html) => Buffer.byteLength(html) <= MAX_PAGE_BYTES, `must hold at most ${MAX_PAGE_BYTES} bytes`);
const errorPagesSchema = z.strictObject({
  429: pageHtml.optional(),
  502: pageHtml.optional(),
  503: pageHtml.optional(),
  504: pageHtml.optional(),
});

/** One customer's property, as an edge sees it. What is optional and absent has the edge's default. */
const siteShape = z.strictObject({
  id,
  account: id,
  /** All hostnames of a site are one property; the first is the main one. */
  hostnames: z.array(hostname).min(1).max(100),
  roles: z.array(z.enum(SERVICE_ROLES)).min(1),
  origin: originSchema,
  readings: z.strictObject({ foldCase: z.boolean() }),
  /** What a visitor who came without TLS gets, and what browsers are told (RFC 6797). */
  https: z
    .strictObject({
      redirect: z.boolean().optional(),
      hsts: z
        .strictObject({
          maxAgeSeconds: z.int().min(0).max(63_072_000),
          includeSubDomains: z.boolean().optional(),
          preload: z.boolean().optional(),
        })
        .optional(),
    })
    .optional(),
  /** What is absent has no limit. */
  limits: z
    .strictObject({
      /** For each visitor's address: an IPv4 address or an IPv6 /64. */
      perAddress: rateSchema.optional(),
      /** For all visitors of the site together, on each edge. */
      perSite: rateSchema.optional(),
      /** Exchanges of one address in progress. */
      concurrentPerAddress: z.int().min(1).max(100_000).optional(),
      maxBodyBytes: z.int().min(0).max(1_099_511_627_776).optional(),
    })
    .optional(),
  errorPages: errorPagesSchema.optional(),
  cache: z
    .strictObject({
      /** How long a 404 or 410 without any freshness of its own is kept. */
      negativeSeconds: z.int().min(0).max(3600).optional(),
      /** How long a stale answer may stand in while the origin is down and says nothing else (RFC 9111 §4.2.4). */
      staleWhileDownSeconds: z.int().min(0).max(2_592_000).optional(),
      /** Whether the edge may compress what the origin sent uncompressed; true unless given. */
      compress: z.boolean().optional(),
    })
    .optional(),
});
export const siteSchema = siteShape.superRefine(report(siteProblems));
export type SiteConfig = z.infer<typeof siteShape>;

/** Soft: what is kept is called stale, so that it is asked for again but may still stand in. Hard: it is dropped. */
const soft = z.boolean().optional();
const path = z
  .string()
  .max(8192)
  .regex(/^\/[\x21-\x7e]*$/, "must be a path, percent-encoded");
const purges = [
  /** One page, however its path was spelled; with a query only that one, otherwise whatever its query. */
  z.strictObject({ by: z.literal("url"), site: id, path, soft }),
  /** Everything below a path, by whole segments. */
  z.strictObject({ by: z.literal("prefix"), site: id, path, soft }),
  /** A cache group (RFC 9875; Surrogate-Key and Cache-Tag are read as such). */
  z.strictObject({
    by: z.literal("group"),
    site: id,
    group: z.string().regex(/^[\x20-\x7e]{1,256}$/, "must be 1 to 256 ASCII characters"),
    soft,
  }),
  z.strictObject({ by: z.literal("host"), site: id, host: hostname, soft }),
  z.strictObject({ by: z.literal("site"), site: id, soft }),
] as const;
export const purgeSchema = z.discriminatedUnion("by", purges, {
  error: "must be one of url, prefix, group, host, site",
});
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

/** Turns a list of problems into what zod reports, each at its own field. */
function report<T>(problemsOf: (value: T) => readonly Problem[]) {
  return (value: T, context: z.core.$RefinementCtx<T>): void => {
    for (const { path, message } of problemsOf(value))
      context.addIssue({ code: "custom", path: [...path], message });
  };
}

function areCertificates(pem: string): boolean {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.length > 0 && blocks.every((block) => new X509Certificate(block).subject !== undefined);
  } catch {
    return false;
  }
}
