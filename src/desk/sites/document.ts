import { type Purge, purgeSchema, type SiteConfig, siteSchema } from "../../feed/config.ts";
import { badRequest } from "../../lib/errors.ts";
import { hostIdentity } from "../../policy/identity.ts";
import { checked } from "../web/http.ts";

/**
 * A site's document from what a person sent: hostnames in any spelling, the origin perhaps as one URL. Throws
 * `site.hostname` or `field.invalid`, naming the field.
 */
export function siteFrom(input: Readonly<Record<string, unknown>>): SiteConfig {
  const { hostnames, origin, readings = { foldCase: false } } = input;
  return checked(siteSchema, {
    ...input,
    hostnames: Array.isArray(hostnames) ? [...new Set(hostnames.map(hostnameFrom))] : hostnames,
    origin: typeof origin === "string" ? { servers: [{ url: origin }] } : origin,
    readings,
  });
}

function hostnameFrom(name: unknown): unknown {
  if (typeof name !== "string") return name;
  const host = hostIdentity(name);
  if (host === undefined)
    throw badRequest("site.hostname", `"${name}" is not a hostname`, { field: "hostnames" });
  return host;
}

/** What is to be purged of a site. Throws `field.invalid`. */
export function purgeFrom(input: Readonly<Record<string, unknown>>, { id, hostnames }: SiteConfig): Purge {
  const purge = checked(purgeSchema, { ...input, site: id });
  if (purge.by === "host" && !hostnames.includes(purge.host))
    throw badRequest("field.invalid", "host: must be one of the site's own hostnames", { field: "host" });
  return purge;
}
