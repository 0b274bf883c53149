import type { SiteConfig } from "../../feed/config.ts";

/** Of JSON, in each of two generations; what is parsed takes about three times as much. */
const GENERATION_BYTES = 8 * 1024 * 1024;

interface Parsed {
  readonly site: SiteConfig;
  readonly bytes: number;
}

class Generation {
  readonly byHostname = new Map<string, Parsed>();
  readonly byId = new Map<string, Parsed>();
  bytes = 0;
}

/**
 * Parsed site documents that were asked for lately, one object for each. Two generations: what is asked for again moves to
 * the young one, and when that is full, the old one is forgotten. A hit in the young one is one look into a Map.
 */
export class DocumentCache {
  /** Grows with each change; a view of an earlier one does not belong here any more. */
  version = 0;
  #young = new Generation();
  #old = new Generation();

  get(hostname: string): SiteConfig | undefined {
    const young = this.#young.byHostname.get(hostname);
    if (young !== undefined) return young.site;
    const old = this.#old.byHostname.get(hostname);
    return old && this.#keep(hostname, old);
  }

  /** A document found under `hostname`; the one that is here already, if the site was asked for by another name. */
  keep(hostname: string, id: string, json: string): SiteConfig {
    const known = this.#young.byId.get(id) ?? this.#old.byId.get(id);
    return this.#keep(hostname, known ?? { site: JSON.parse(json) as SiteConfig, bytes: json.length });
  }

  /** The site's document changed: forget it and whatever names led to it. */
  drop({ id, hostnames }: SiteConfig): void {
    for (const { byId, byHostname } of [this.#young, this.#old]) {
      if (byId.delete(id)) for (const hostname of hostnames) byHostname.delete(hostname);
    }
  }

  #keep(hostname: string, parsed: Parsed): SiteConfig {
    if (this.#young.bytes > GENERATION_BYTES) {
      this.#old = this.#young;
      this.#young = new Generation();
    }
    this.#young.byHostname.set(hostname, parsed);
    if (!this.#young.byId.has(parsed.site.id)) this.#young.bytes += parsed.bytes;
    this.#young.byId.set(parsed.site.id, parsed);
    return parsed.site;
  }
}
