import type { EdgeSites, EdgeState } from "../desk/api-types.ts";
import { RempartError } from "../lib/errors.ts";
import { adminCall } from "./admin-socket.ts";
import { fleetTable } from "./fleet-table.ts";
import { runVerb, say, type ValuesOf, type VerbOn } from "./terminal.ts";

const USAGE = `rempart fleet [--json]
rempart fleet token NAME [--address HOST:PORT] [SITE… | --account ID… | --all]
rempart fleet serve NAME (SITE… | --account ID… | --all)
rempart fleet revoke NAME [--json]

Without more: each edge, how far it is, and whether its digests are those of the desk's own active set.
token    a one-time token for a new edge, or for one that was revoked. With sites (hostnames or ids) or accounts the edge
         is sent the openings and the configuration of those only; every edge follows the whole ledger
serve    lets an edge serve more sites; it has their measures before it serves them. To serve fewer it is revoked and
         enrolled anew, on an empty folder: an edge keeps what it has, and would go on without the new measures
revoke   ends an edge's access at once and lists the sites whose origins and TLS keys it had`;

const OPTIONS = {
  address: { type: "string" },
  account: { type: "string", multiple: true },
  all: { type: "boolean" },
  json: { type: "boolean" },
} as const;

type Values = ValuesOf<typeof OPTIONS>;
type Verb = VerbOn<typeof OPTIONS>;

/** `rempart fleet`: the edges of an installation. */
export const run = (args: string[]): Promise<void> =>
  runVerb(args, { usage: USAGE, options: OPTIONS, verbs: VERBS, otherwise: "list" });

const pathTo = (name: string, room: string): string => `/api/fleet/${encodeURIComponent(name)}${room}`;

const list: Verb = async (folder, _positionals, values) => {
  const fleet = await adminCall<{ ledger: number; edges: readonly EdgeState[] }>(
    folder,
    "GET",
    "/api/fleet?compare",
  );
  say(values.json ? JSON.stringify(fleet) : fleetTable(fleet.ledger, fleet.edges));
};

const token: Verb = async (folder, [name = "", ...sites], values) => {
  const serves = await idsOf(folder, sites, values);
  const body = { name, address: values.address ?? null, ...(serves === undefined ? {} : { serves }) };
  say((await adminCall<{ token: string }>(folder, "POST", "/api/fleet/tokens", body)).token);
};

const serve: Verb = async (folder, [name = "", ...sites], values) => {
  const more = await idsOf(folder, sites, values);
  if (more === undefined) throw new RempartError("usage", 400, USAGE);
  const done = await adminCall<{ published: number }>(folder, "POST", pathTo(name, "/serves"), { more });
  say(`${name}: ${done.published} sites on their way`);
};

const revoke: Verb = async (folder, [name = ""], values) => {
  await adminCall(folder, "POST", pathTo(name, "/revoke"));
  process.stderr.write(
    `${name} is revoked. It had the configuration (origins included) and may have had the TLS keys of:\n`,
  );
  for await (const site of sitesOf(folder, name)) {
    say(
      values.json
        ? JSON.stringify(site)
        : `${site.id}  ${site.hostnames.join(", ")}  (account ${site.account})`,
    );
  }
  process.stderr.write("Replace those keys, and have their certificates revoked by who issued them.\n");
};

/** A page at a time: an edge may have served a million. */
async function* sitesOf(folder: string, name: string): AsyncGenerator<EdgeSites["sites"][number]> {
  for (let from: string | null = ""; from !== null; ) {
    const path: string = pathTo(name, `/sites?limit=500${from}`);
    const { sites, next }: EdgeSites = await adminCall(folder, "GET", path);
    yield* sites;
    from = next === null ? null : `&after=${next}`;
  }
}

const VERBS: Readonly<Record<string, Verb>> = { list, token, serve, revoke };

/** Ids of the named sites and accounts; null for all; undefined where none is named. */
async function idsOf(
  folder: string,
  sites: readonly string[],
  { account = [], all }: Values,
): Promise<readonly string[] | null | undefined> {
  if (all) return null;
  if (sites.length + account.length === 0) return undefined;
  const found = sites.map(async (site) => {
    const path = `/api/sites/${encodeURIComponent(site)}`;
    return (await adminCall<{ site: { id: string } }>(folder, "GET", path)).site.id;
  });
  return [...(await Promise.all(found)), ...account];
}
