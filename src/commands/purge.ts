import { parseArgs } from "node:util";
import { badRequest, RempartError } from "../lib/errors.ts";
import { adminCall, dataFolder } from "./admin-socket.ts";
import { edgesAcked } from "./edges-acked.ts";
import { say } from "./terminal.ts";

const USAGE = `rempart purge SITE (--url PATH | --prefix PATH | --group NAME | --host NAME | --all) [--soft] [--wait] [--json]
rempart purge URL [--soft] [--wait] [--json]

SITE is a hostname or an id. A path with a query is that page only, without one it is that page whatever its query.
--soft   call the copies stale: they are asked for again, but may still stand in while the origin is down
--wait   until every connected edge has acked it`;

/** `rempart purge`: makes every edge forget kept answers. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...{ url: { type: "string" }, prefix: { type: "string" }, group: { type: "string" } },
      ...{ host: { type: "string" }, all: { type: "boolean" }, soft: { type: "boolean" } },
      ...{ wait: { type: "boolean" }, json: { type: "boolean" }, help: { type: "boolean" } },
    },
  });
  if (values.help) return say(USAGE);
  const { site, ...what } = whatToPurge(positionals, values);
  const folder = dataFolder();
  const startedMs = performance.now();
  const path = `/api/sites/${encodeURIComponent(site)}/purges`;
  const purged = await adminCall<{ version: number }>(folder, "POST", path, {
    ...what,
    ...(values.soft ? { soft: true } : {}),
  });
  const edges = values.wait ? await edgesAcked(folder, purged.version, startedMs) : undefined;
  say(
    values.json
      ? JSON.stringify({ ...purged, ...(edges === undefined ? {} : { edges }) })
      : `version ${purged.version}${edges === undefined ? "" : `: ${edges}`}`,
  );
}

interface Wanted {
  readonly url?: string | undefined;
  readonly prefix?: string | undefined;
  readonly group?: string | undefined;
  readonly host?: string | undefined;
  readonly all?: boolean | undefined;
}

/** The body of the call, and the site it is about. Exported for its test. */
export function whatToPurge(
  positionals: readonly string[],
  wanted: Wanted,
): Record<string, string> & { site: string } {
  const [site, ...more] = positionals;
  if (site === undefined || more.length > 0) throw new RempartError("usage", 400, USAGE);
  const { url, prefix, group, host, all } = wanted;
  const kinds = [
    ...(url === undefined ? [] : [{ by: "url", path: pathOf(url, "--url") }]),
    ...(prefix === undefined ? [] : [{ by: "prefix", path: pathOf(prefix, "--prefix") }]),
    ...(group === undefined ? [] : [{ by: "group", group }]),
    ...(host === undefined ? [] : [{ by: "host", host }]),
    ...(all ? [{ by: "site" }] : []),
  ];
  if (/^https?:/i.test(site) && URL.canParse(site)) {
    if (kinds.length > 0) throw badRequest("usage", `${site} is a page already: take --${kinds[0]!.by} away`);
    return { site: new URL(site).hostname, by: "url", path: pathOf(site, "the URL") };
  }
  if (kinds.length !== 1)
    throw badRequest(
      "usage",
      `say what to purge, once: --url, --prefix, --group, --host or --all\n\n${USAGE}`,
    );
  return { site, ...kinds[0]! };
}

/** Percent-encoded, as it travels. */
function pathOf(text: string, where: string): string {
  const url = URL.parse(text.startsWith("/") ? `http://site.invalid${text}` : text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw badRequest("usage", `${where} must be a path that begins with /, or a URL, not "${text}"`);
  return `${url.pathname}${url.search}`;
}
