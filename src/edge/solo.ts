import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type OriginConfig, type SiteConfig, siteSchema } from "../feed/config.ts";
import { knownDigest } from "../ledger/active.ts";
import { systemClock } from "../lib/clock.ts";
import { asText, EnvReader } from "../lib/env.ts";
import { createLog, type Log } from "../lib/log.ts";
import { Matcher } from "../policy/matcher.ts";
import { readServing, type ServingConfig, serve } from "./serving.ts";
import type { RunningEdge } from "./start.ts";
import type { EdgeView, SiteLookup } from "./state.ts";

export interface SoloConfig extends ServingConfig {
  /** Of this edge's own; used only where answers are kept on disk. */
  readonly folder: string;
  readonly site: SiteConfig;
  /** Served whatever hostname is asked for. */
  readonly anyHost: boolean;
}

const NOBODY = "0".repeat(26);
const OPTIONS = {
  origin: { type: "string", multiple: true },
  host: { type: "string", multiple: true },
  listen: { type: "string" },
  admin: { type: "string" },
  "tls-listen": { type: "string" },
  "tls-folder": { type: "string" },
  "cache-mb": { type: "string" },
  "disk-cache-mb": { type: "string" },
  data: { type: "string" },
} as const;

/** The options that are settings in other words, so that both ways are read and checked alike. */
const SETTINGS = {
  listen: "REMPART_EDGE_LISTEN",
  admin: "REMPART_EDGE_ADMIN_LISTEN",
  "tls-listen": "REMPART_EDGE_TLS_LISTEN",
  "tls-folder": "REMPART_EDGE_TLS_FOLDER",
  "cache-mb": "REMPART_EDGE_CACHE_MB",
  "disk-cache-mb": "REMPART_EDGE_DISK_CACHE_MB",
  data: "REMPART_DATA",
} as const;

/** Reads the command line over the environment; throws one error that lists every problem. */
export function readSoloConfig(args: string[], env: NodeJS.ProcessEnv = process.env): SoloConfig {
  const { values } = parseArgs({ args, options: OPTIONS });
  const settings = Object.entries(SETTINGS).flatMap(([option, name]) => {
    const value = values[option as keyof typeof SETTINGS];
    return value === undefined ? [] : [[name, value]];
  });
  const reader = new EnvReader({ ...env, ...Object.fromEntries(settings) });
  const serving = readServing(reader, { diskCacheMb: 0 });
  const folder = `${reader.get("DATA", asText, "data")}/edge`;
  const site = soloSite(values.origin ?? [], values.host ?? [], reader);
  reader.finish();
  return { ...serving, folder, site, anyHost: values.host === undefined };
}

function soloSite(urls: readonly string[], hosts: readonly string[], reader: EnvReader): SiteConfig {
  const origin: OriginConfig = { servers: urls.map((url) => ({ url })) };
  const hostnames = hosts.length > 0 ? [...hosts] : [URL.parse(urls[0] ?? "")?.hostname ?? "localhost"];
  const { data, error } = siteSchema.safeParse({
    ...{ id: NOBODY, account: NOBODY, roles: ["cdn"], readings: { foldCase: false } },
    ...{ hostnames, origin },
  });
  for (const { path, message } of error?.issues ?? [])
    reader.problem(`--${path[0] === "hostnames" ? "host" : "origin"}: ${message}`);
  return data!; // or `finish` has thrown
}

/** One site and no measures, for as long as the process lives. */
export function soloView(site: SiteConfig, anyHost: boolean): EdgeView {
  const siteOf: SiteLookup = anyHost
    ? { size: 1, get: () => site, keys: () => site.hostnames }
    : new Map(site.hostnames.map((hostname) => [hostname, site]));
  return { size: 1, siteOf, matcher: Matcher.empty(randomBytes(32)) };
}

/** Starts an edge that serves one site and follows no desk. Throws what {@link serve} does. */
export async function startSolo(
  { folder, site, anyHost, ...serving }: SoloConfig,
  log: Log = createLog("edge"),
): Promise<RunningEdge> {
  const view = soloView(site, anyHost);
  const none = knownDigest([]);
  const status = {
    ...{ size: view.size, config: 0, refusals: 0, uncosignedMs: 0, stale: false, ageMs: 0 },
    digests: () => ({ known: none, held: none }),
  };
  const opened = new AsyncDisposableStack();
  const name = "edge";
  try {
    const served = { name, deskUrl: "", clock: systemClock, log, view: () => view, status: () => status };
    const disk = { folder: join(folder, "cache") };
    const { port, tlsPort, adminPort } = await serve(serving, { ...served, disk }, opened);
    log.info("edge.ready", { edge: name, port });
    return { name, port, tlsPort, adminPort, close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
