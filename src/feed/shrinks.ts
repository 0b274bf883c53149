import type { REQUEST_CHANGES } from "../ledger/entry.ts";
import type { SiteConfig } from "./config.ts";
import { type FieldChange, fieldChanges } from "./fields.ts";

/** What a customer's request is about, as its entry in the ledger says it. */
export type RequestChange = (typeof REQUEST_CHANGES)[number];

/** Whether going from one value to another can take a page from nobody. `undefined`: the field is absent. */
type Harmless = (was: unknown, is: unknown) => boolean;

const any: Harmless = () => true;
/** Nothing that was in the list is missing; its order may change. */
const grows: Harmless = (was, is) => (was as unknown[]).every((one) => (is as unknown[]).includes(one));
const number = (value: unknown, absent: number): number => (value === undefined ? absent : (value as number));
/** A limit that is absent is none. */
const isLooser: Harmless = (was, is) =>
  number(is, Number.POSITIVE_INFINITY) >= number(was, Number.POSITIVE_INFINITY);
/** Where nothing is said the edge has its own, so that only two numbers can be compared. */
const isLonger: Harmless = (was, is) => number(is, Number.NaN) >= number(was, Number.NaN);
const isNotTurnedOn: Harmless = (_was, is) => is !== true;

/**
 * Every change of a site's document could take a page from a visitor, unless it stands here. So the servers of its pool,
 * their weights, Host, TLS and health checks do not: each can lead visitors to a server that says "not here". Nor does
 * `https.redirect` turned on, which takes a site away where its certificate is missing. A field that is added to the
 * document later is not harmless until it is written here.
 */
const HARMLESS: Readonly<Record<string, Harmless>> = {
  hostnames: grows,
  roles: grows,
  "limits.perAddress.perSecond": isLooser,
  "limits.perAddress.burst": isLooser,
  "limits.perSite.perSecond": isLooser,
  "limits.perSite.burst": isLooser,
  "limits.concurrentPerAddress": isLooser,
  "limits.maxBodyBytes": isLooser,
  "origin.retries": (was, is) => number(is, 1) >= number(was, 1),
  "origin.timeouts.connectMs": isLonger,
  "origin.timeouts.headersMs": isLonger,
  "origin.timeouts.bodyMs": isLonger,
  "https.redirect": isNotTurnedOn,
  "https.hsts.maxAgeSeconds": (was, is) => number(is, 0) <= number(was, 0),
  "https.hsts.includeSubDomains": isNotTurnedOn,
  "https.hsts.preload": isNotTurnedOn,
  // What an edge says when it has nothing else to say.
  "errorPages.429": any,
  "errorPages.502": any,
  "errorPages.503": any,
  "errorPages.504": any,
  // How long an answer of the origin's own is kept, and in which coding it travels.
  "cache.negativeSeconds": any,
  "cache.staleWhileDownSeconds": any,
  "cache.compress": any,
};

const isHarmless = ({ field, before, after }: FieldChange): boolean =>
  HARMLESS[field]?.(before, after) ?? false;

/** The first field of the change that needs the account's request, with what that request is called; undefined if none. */
export function shrinks(
  before: SiteConfig,
  after: SiteConfig,
): { field: string; change: RequestChange } | undefined {
  const found = fieldChanges(before, after).find((change) => !isHarmless(change));
  return found && { field: found.field, change: NAMES[found.field.split(".", 1)[0]!] ?? "repoint" };
}

const NAMES: Readonly<Record<string, RequestChange>> = {
  hostnames: "remove-host",
  roles: "remove-role",
  limits: "limits",
  https: "limits",
};
