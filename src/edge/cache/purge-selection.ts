import type { Purge } from "../../feed/config.ts";
import { requestIdentities } from "../../policy/identity.ts";
import { wholeSegmentPrefixes } from "../../policy/path.ts";
import { queryPairs } from "../../policy/query.ts";
import type { Selection, Subject } from "../subject.ts";

/**
 * What purges are about, all of them together: a look at a subject costs the same however many they are. Of what has not
 * arrived yet the groups are unknown: it may belong to any.
 */
export function selectionOf(...purges: readonly Purge[]): Selection {
  const ofSite = new Map<string, SitePurges>();
  for (const purge of purges) {
    const known = ofSite.get(purge.site) ?? new SitePurges();
    ofSite.set(purge.site, known);
    known.add(purge);
  }
  return (subject, groups) => ofSite.get(subject.site.id)?.selects(subject, groups) ?? false;
}

type PathPurge = Extract<Purge, { by: "url" | "prefix" }>;

/** What is purged of one site. */
class SitePurges {
  #whole = false;
  readonly #hosts = new Set<string>();
  readonly #groups = new Set<string>();
  readonly #asked: PathPurge[] = [];
  /** Made when a subject brings the site's way of reading; under each of the two, as readings may change. */
  #paths: { exact?: PurgedPaths; folded?: PurgedPaths } = {};

  add(purge: Purge): void {
    if (purge.by === "site") this.#whole = true;
    else if (purge.by === "host") this.#hosts.add(purge.host);
    else if (purge.by === "group") this.#groups.add(purge.group);
    else this.#asked.push(purge);
  }

  selects(subject: Subject, groups: readonly string[] | undefined): boolean {
    if (this.#whole) return true;
    if (this.#groups.size > 0 && (groups?.some((group) => this.#groups.has(group)) ?? true)) return true;
    if (this.#hosts.size === 0 && this.#asked.length === 0) return false;
    return this.#hosts.has(subject.identities.host) || this.#pathsFor(subject).select(subject);
  }

  #pathsFor({ site, identities }: Subject): PurgedPaths {
    const key = identities.foldCase ? "folded" : "exact";
    this.#paths[key] ??= new PurgedPaths(this.#asked, site.hostnames[0]!, identities.foldCase);
    return this.#paths[key];
  }
}

/** However a path is spelled: one of its readings and one of those of what is kept have to meet. */
class PurgedPaths {
  readonly #prefixes = new Set<string>();
  readonly #pages = new Set<string>();
  /** Pages with their queries, where only some are purged. */
  readonly #queries = new Set<string>();

  constructor(asked: readonly PathPurge[], hostname: string, foldCase: boolean) {
    for (const { by, path } of asked) {
      const { paths, query } = requestIdentities(hostname, path, { foldCase }) ?? { paths: [], query: "" };
      for (const reading of paths) {
        if (by === "prefix") this.#prefixes.add(withoutLastSlash(reading));
        else if (path.includes("?")) this.#queries.add(withQuery(reading, query));
        else this.#pages.add(reading);
      }
    }
  }

  select({ identities: { paths, query } }: Subject): boolean {
    return paths.some(
      (path) =>
        this.#pages.has(path) ||
        (this.#queries.size > 0 && this.#queries.has(withQuery(path, query))) ||
        (this.#prefixes.size > 0 && this.#isBelow(path)),
    );
  }

  /** By whole segments: `/a` is above `/a/b`, not above `/ab`. */
  #isBelow(path: string): boolean {
    if (this.#prefixes.has("") || this.#prefixes.has(withoutLastSlash(path))) return true;
    return wholeSegmentPrefixes(path, Number.POSITIVE_INFINITY).some((prefix) => this.#prefixes.has(prefix));
  }
}

const withoutLastSlash = (path: string): string => (path.endsWith("/") ? path.slice(0, -1) : path);

/** A query however it is spelled and ordered. */
const withQuery = (path: string, query: string): string =>
  JSON.stringify([path, ...queryPairs(query).map(String).sort()]);
