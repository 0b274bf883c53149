import type { SiteConfig } from "../../feed/config.ts";
import { hostIdentity, requestIdentities } from "../../policy/identity.ts";
import type { Matcher, TaggedMeasure } from "../../policy/matcher.ts";
import { type ClearMeasure, clearMeasures } from "../measure.ts";
import type { Openings } from "./openings.ts";

/** What a connector takes of the state that the follower has verified. */
export interface Followed {
  /** Ledger size; 0 before there is a verified state. */
  readonly size: number;
  readonly matcher: Pick<Matcher, "held" | "match">;
  readonly siteOf: { keys(): Iterable<string>; get(hostname: string): SiteConfig | undefined };
}

/** All that an engine is to carry out, whenever it is in force. */
export interface ClearView {
  readonly size: number;
  readonly config: number;
  /** Every measure that the follower holds. */
  readonly held: readonly TaggedMeasure[];
  readonly measures: readonly ClearMeasure[];
  /** Ledger indices of measures whose opening is not known in clear. */
  readonly lacking: readonly number[];
  /** Whether a request for this hostname and target, as they came, is refused at a time. */
  readonly isRefused: (host: string, target: string, nowMs: number) => boolean;
}

/** Makes the clear view of each state; what did not change stays the same object. */
export class ClearViews {
  readonly #openings: Pick<Openings, "of">;
  #config = -1;
  #byId = new Map<string, SiteConfig>();
  #measures = new Map<number, readonly ClearMeasure[]>();

  constructor(openings: Pick<Openings, "of">) {
    this.#openings = openings;
  }

  of({ size, matcher, siteOf }: Followed, config: number): ClearView {
    if (config !== this.#config) {
      this.#config = config;
      this.#byId = sitesOf(siteOf);
      this.#measures = new Map();
    }
    const held = [...matcher.held()];
    const before = this.#measures;
    this.#measures = new Map();
    const lacking: number[] = [];
    for (const measure of held) {
      const known = before.get(measure.index) ?? this.#clear(measure);
      if (known === undefined) lacking.push(measure.index);
      else this.#measures.set(measure.index, known);
    }
    const isRefused: ClearView["isRefused"] = (host, target, nowMs) => {
      const hostname = hostIdentity(host);
      const site = hostname === undefined ? undefined : siteOf.get(hostname);
      if (hostname === undefined || site === undefined) return false;
      const asked = requestIdentities(hostname, target, site.readings);
      return asked !== undefined && matcher.match(site, asked, nowMs).refusal !== undefined;
    };
    return { size, config, held, measures: [...this.#measures.values()].flat(), lacking, isRefused };
  }

  #clear(measure: TaggedMeasure): readonly ClearMeasure[] | undefined {
    const hasPage = measure.grain === "url" || measure.grain === "path";
    const opening = hasPage ? this.#openings.of(measure) : undefined;
    if (hasPage && opening === undefined) return undefined;
    const { site } = measure;
    const sites =
      measure.grain === "account"
        ? [...this.#byId.values()].filter(({ account }) => account === site)
        : [this.#byId.get(site)].filter((one) => one !== undefined);
    return clearMeasures(measure, opening, sites);
  }
}

function sitesOf(siteOf: Followed["siteOf"]): Map<string, SiteConfig> {
  const sites = new Map<string, SiteConfig>();
  for (const hostname of siteOf.keys()) {
    const site = siteOf.get(hostname);
    if (site !== undefined) sites.set(site.id, site);
  }
  return sites;
}
