import type { SiteConfig } from "../../../feed/config.ts";
import { requestHost } from "../../../policy/host.ts";
import { type RequestIdentities, requestIdentities } from "../../../policy/identity.ts";
import type { EdgeView } from "../../state.ts";
import type { Subject } from "../../subject.ts";

/** A key's parts, as phases/lookup.ts puts them together: `site scheme://authority/target`. */
const KEY = /^(\S+) \w+:\/\/([^/]*)(.*)$/s;

/**
 * What a kept key is about, seen with the configuration of today: the site may have other readings than when the answer
 * was kept, and the measures are tagged by them. Identities are made when somebody asks: most purges and measures are
 * about other sites.
 */
class KeptSubject implements Subject {
  readonly site: SiteConfig;
  readonly target: string;
  readonly #authority: string;
  #identities: RequestIdentities | undefined;

  constructor(site: SiteConfig, authority: string, target: string) {
    this.site = site;
    this.#authority = authority;
    this.target = target;
  }

  get identities(): RequestIdentities {
    // A target that has no identities under today's readings is refused when it is asked for (phases/policy.ts).
    this.#identities ??= requestIdentities(this.#authority, this.target, this.site.readings) ?? {
      host: requestHost(this.#authority) ?? "",
      paths: [],
      query: "",
      foldCase: this.site.readings.foldCase,
    };
    return this.#identities;
  }
}

/** Undefined if no request can lead to the key any more: its hostname is gone from the view, or is another site's now. */
export function subjectOfKey(key: string, view: EdgeView): Subject | undefined {
  const [, siteId, authority, target] = KEY.exec(key) ?? [];
  if (authority === undefined) return undefined;
  const site = view.siteOf.get(requestHost(authority) ?? "");
  return site?.id === siteId ? new KeptSubject(site!, authority, target!) : undefined;
}
