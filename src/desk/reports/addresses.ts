import { cleanUrl } from "../../evidence/index.ts";
import { badRequest } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { canonicalOf } from "../../policy/identity.ts";
import type { Db } from "../db/open.ts";
import { siteByHostname } from "../sites/store.ts";

export interface Address {
  /** As it is kept: without session, share and tracking tokens, fragment and userinfo. */
  readonly url: string;
  /** The page of a site that we serve; undefined elsewhere. */
  readonly page:
    | {
        readonly id: string;
        readonly site: string;
        readonly host: string;
        readonly path: string;
        readonly query: string;
      }
    | undefined;
}

/** Cleans each address, before anything touches the network, and finds the site of ours it belongs to. Each once. */
export async function sortAddresses(db: Db, urls: readonly string[]): Promise<Address[]> {
  const kept = new Set(urls.map((raw, i) => cleaned(raw, i)));
  const addresses: Address[] = [];
  for (const url of kept) addresses.push({ url, page: await pageOf(db, url) });
  return addresses;
}

async function pageOf(db: Db, url: string): Promise<Address["page"]> {
  const host = canonicalOf(url, { foldCase: false })?.host;
  const site = host === undefined ? undefined : await siteByHostname(db, host);
  const canonical = site === undefined ? undefined : canonicalOf(url, site.readings);
  if (site === undefined || canonical === undefined) return undefined;
  const { host: name, path } = canonical;
  return { id: newId(), site: site.id, host: name, path, query: new URL(url).search };
}

/** People paste addresses without `https://`: that is what was meant. Throws `report.url`, which never quotes it. */
function cleaned(raw: string, position: number): string {
  const whole = /^[\w-]+(\.[\w-]+)+(?=[/:?#]|$)/.test(raw) ? `https://${raw}` : raw;
  try {
    return cleanUrl(whole).url;
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    throw badRequest("report.url", why, { field: `urls.${position}` });
  }
}

/** What is served of a report, in one order everywhere: their rows are held, and two reports must not wait for each other. */
export const servedPages = (addresses: readonly Address[]) =>
  addresses
    .flatMap(({ page }) => page ?? [])
    .sort((a, b) => (`${a.site}${a.path}${a.query}` < `${b.site}${b.path}${b.query}` ? -1 : 1));
