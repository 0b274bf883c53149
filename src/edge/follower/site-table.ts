import type { SiteConfig } from "../../feed/config.ts";
import type { SiteLookup } from "../state.ts";
import { DocumentCache } from "./document-cache.ts";
import { PageMap } from "./page-map.ts";

/** Every site that this edge serves: the documents as JSON by id, and the ids by hostname. */
export class SiteTable {
  readonly #documents = new PageMap(4096);
  readonly #owners = new PageMap(1024);
  readonly #cache = new DocumentCache();

  /** How many sites. */
  get size(): number {
    return this.#documents.size;
  }

  site(id: string): SiteConfig | undefined {
    const json = this.#documents.get(id);
    return json === undefined ? undefined : (JSON.parse(json) as SiteConfig);
  }

  /** Id of the site that a hostname leads to. */
  ownerOf = (hostname: string): string | undefined => this.#owners.get(hostname);

  /** Adds or replaces. Its hostnames lead to it from now on, and those that it gave up to nothing. */
  set(site: SiteConfig): void {
    this.delete(site.id);
    this.#documents.set(site.id, JSON.stringify(site));
    for (const hostname of site.hostnames) this.#owners.set(hostname, site.id);
    this.#changed(site);
  }

  delete(id: string): void {
    const before = this.site(id);
    if (before === undefined) return;
    this.#documents.delete(id);
    for (const hostname of before.hostnames) {
      if (this.#owners.get(hostname) === id) this.#owners.delete(hostname);
    }
    this.#changed(before);
  }

  /** What it holds now, for requests. Costs nothing by itself. */
  view(): SiteView {
    return new SiteView(this.#documents.copy(), this.#owners.copy(), this.#cache);
  }

  #changed(site: SiteConfig): void {
    this.#cache.drop(site);
    this.#cache.version += 1;
  }
}

/** The sites at one time; immutable. A document is one object while it is asked for often enough. */
export class SiteView implements SiteLookup {
  readonly #documents: PageMap;
  readonly #owners: PageMap;
  readonly #cache: DocumentCache;
  readonly #version: number;

  constructor(documents: PageMap, owners: PageMap, cache: DocumentCache) {
    this.#documents = documents;
    this.#owners = owners;
    this.#cache = cache;
    this.#version = cache.version;
  }

  get size(): number {
    return this.#owners.size;
  }

  get(hostname: string): SiteConfig | undefined {
    const isCurrent = this.#version === this.#cache.version;
    const cached = isCurrent ? this.#cache.get(hostname) : undefined;
    if (cached !== undefined) return cached;
    const id = this.#owners.get(hostname);
    const json = id === undefined ? undefined : this.#documents.get(id);
    if (id === undefined || json === undefined) return undefined;
    return isCurrent ? this.#cache.keep(hostname, id, json) : (JSON.parse(json) as SiteConfig);
  }

  /** Hostnames, in no order. */
  keys(): Iterable<string> {
    return this.#owners.keys();
  }

  /** Documents, in no order. */
  *sites(): Generator<SiteConfig> {
    for (const [, json] of this.#documents.entries()) yield JSON.parse(json) as SiteConfig;
  }
}
