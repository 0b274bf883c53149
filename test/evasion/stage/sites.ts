import type { SiteConfig } from "../../../src/feed/config.ts";
import { base32 } from "../../../src/lib/ids.ts";
import type { MeasureTarget } from "../../../src/policy/target.ts";
import type { Verb } from "../../../src/policy/words.ts";

/** What the rows are tried on: a few sites, and the measures on them, as data. */

const idOf = (n: number): string => {
  const bytes = new Uint8Array(16);
  bytes[15] = n;
  return base32(bytes);
};

export interface StageSite extends Pick<SiteConfig, "id" | "account" | "hostnames" | "roles" | "readings"> {
  readonly hostnames: [string, ...string[]];
}

const site = (n: number, account: number, hostnames: [string, ...string[]], foldCase = false): StageSite => ({
  ...{ id: idOf(n), account: idOf(100 + account), hostnames },
  ...{ roles: ["cdn", "ddos"], readings: { foldCase } },
});

/** `bûche.example`, as DNS has it. */
export const IDN = "xn--bche-vra.example";

/** A name that the forum gets in a scenario. */
export const LATER = "perchoir-bis.example";

export const SITES = {
  forum: site(1, 1, ["perchoir.example", "perchoir-miroir.example", IDN]),
  /** Of the same account, with no measure on it. */
  sister: site(2, 1, ["voisin.example"]),
  folded: site(3, 2, ["roost.example"], true),
  hosts: site(4, 3, ["mesange.example", "nid.example", "xn--volire-6ua.example"]),
  suspended: site(5, 4, ["ferme.example", "ferme-miroir.example"]),
  first: site(6, 5, ["bassecour.example"]),
  second: site(7, 5, ["poulailler.example"]),
  other: site(8, 6, ["autre.example"]),
} as const;

type Target = Pick<MeasureTarget, "grain" | "canonical" | "params" | "readings"> & { readonly site: string };

export interface StageMeasure extends Target {
  readonly verb: Verb;
  /** What visitors of the refused page get. */
  readonly status: number;
  readonly role?: "cdn" | "ddos";
  readonly territory?: readonly string[];
}

/** What a row asks for unless it says otherwise: a page under the measure of its name. */
export interface Aim {
  readonly name: AimName;
  readonly host: string;
  readonly path: string;
  /** Without `?`; empty where the measure asks for none. */
  readonly query: string;
}

const target = (
  on: StageSite,
  grain: Target["grain"],
  canonical = "",
  params: Target["params"] = [],
): Target => ({
  ...{ grain, canonical, params, readings: on.readings },
  site: grain === "account" ? on.account : on.id,
});

const { forum, folded, hosts, suspended, first } = SITES;
export const MEASURES = {
  url: { verb: "refuse", status: 403, ...target(forum, "url", "/salon/mirabelle/sujet/41") },
  path: { verb: "refuse", status: 403, ...target(forum, "path", "/salon/corbeaux") },
  params: {
    ...{ verb: "refuse", status: 403 },
    ...target(forum, "url", "/salon/voir", [
      ["sujet", "41"],
      ["apercu", null],
    ]),
  },
  /** `?titre=le café` */
  words: {
    ...{ verb: "refuse", status: 403 },
    ...target(forum, "url", "/salon/lire", [["titre", "le café"]]),
  },
  legal: { verb: "legal-refuse", status: 451, ...target(forum, "url", "/salon/caf%C3%A9/cr%C3%A8me") },
  folded: { verb: "refuse", status: 403, ...target(folded, "url", "/salon/juniper") },
  host: { verb: "refuse", status: 403, ...target(hosts, "host", "xn--volire-6ua.example") },
  site: { verb: "suspend", status: 403, ...target(suspended, "site") },
  account: { verb: "terminate", status: 403, ...target(first, "account") },
  interstitial: { verb: "interstitial", status: 403, ...target(forum, "url", "/salon/attention") },
} as const satisfies Record<string, StageMeasure>;

export type AimName = keyof typeof MEASURES;

const aim = (name: AimName, host: string, path: string, query = ""): Aim => ({ name, host, path, query });

export const AIMS: Readonly<Record<AimName, Aim>> = {
  url: aim("url", forum.hostnames[0], "/salon/mirabelle/sujet/41"),
  path: aim("path", forum.hostnames[0], "/salon/corbeaux/sujet/7"),
  params: aim("params", forum.hostnames[0], "/salon/voir", "sujet=41"),
  words: aim("words", forum.hostnames[0], "/salon/lire", "titre=le+caf%C3%A9"),
  legal: aim("legal", forum.hostnames[0], "/salon/caf%C3%A9/cr%C3%A8me"),
  folded: aim("folded", folded.hostnames[0], "/salon/juniper"),
  host: aim("host", "xn--volire-6ua.example", "/salon/ouvert"),
  site: aim("site", suspended.hostnames[0], "/salon/ouvert"),
  account: aim("account", SITES.second.hostnames[0], "/salon/ouvert"),
  interstitial: aim("interstitial", forum.hostnames[0], "/salon/attention"),
};
