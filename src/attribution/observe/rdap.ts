import { z } from "zod";
import { RempartError } from "../../lib/errors.ts";

/** RFC 9224 §4: services of a bootstrap file are pairs of labels and base URLs. */
const bootstrapSchema = z.object({ services: z.array(z.tuple([z.array(z.string()), z.array(z.url())])) });

/** Real answers are a few kilobytes; a registry that sends more is not one. */
const MAX_BYTES = 512 * 1024;

/**
 * Base URL of the registry of a domain, longest matching label first, https before http; undefined if the file has
 * none.
 */
export function registryOf(bootstrap: unknown, domain: string): string | undefined {
  const { services } = bootstrapSchema.parse(bootstrap);
  const labels = domain.split(".");
  for (let from = 0; from < labels.length; from++) {
    const suffix = labels.slice(from).join(".");
    const urls = services.find(([names]) => names.some((name) => name.toLowerCase() === suffix))?.[1];
    const base = urls?.find((url) => url.startsWith("https:")) ?? urls?.[0];
    if (base !== undefined) return base.endsWith("/") ? base : `${base}/`;
  }
  return undefined;
}

/**
 * The RDAP document of a domain (RFC 9082 §3.1.3). Rejects where no registry is known, or it refuses (429 included).
 */
export async function rdapLookup(bootstrap: unknown, domain: string, timeoutMs: number): Promise<unknown> {
  const base = registryOf(bootstrap, domain);
  if (base === undefined) {
    throw new RempartError("who.no-registry", 422, "no registry is known for this domain");
  }
  const response = await fetch(`${base}domain/${encodeURIComponent(domain)}`, {
    headers: { accept: "application/rdap+json" },
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new RempartError(
      `who.registry-${response.status}`,
      502,
      `the registry answered ${response.status}`,
    );
  }
  return JSON.parse(await bounded(response.body));
}

async function bounded(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) {
      throw new RempartError("who.too-large", 502, "the registry's document is too large");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
