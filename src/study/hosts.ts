import { getDomain } from "tldts";

/**
 * The registrable domain that a list entry names, or undefined if it names anything else: a page, a section,
 * somebody's subdomain. Entries are never *reduced* to their registrable domain: `someone.blog.example` would become
 * the platform, and the platform would be counted as the labelled site.
 */
export function strictHost(entry: string): string | undefined {
  const bare = entry
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
    .replace(/\/+$/, "")
    .replace(/^www\./, "");
  if (bare === "" || bare.includes("/")) return undefined;
  // Both sections of the suffix list: with the ICANN one alone a blog host counts as one site.
  return getDomain(bare, { allowPrivateDomains: true }) === bare ? bare : undefined;
}
