import { setTimeout as sleep } from "node:timers/promises";
import { type Clock, SECOND } from "../lib/clock.ts";
import { type Address, asAddress, asInteger, asList, asText, type EnvReader } from "../lib/env.ts";
import type { Log } from "../lib/log.ts";
import { type AccessLogOptions, openAccessLog, readAccessLog } from "./admin/access-log.ts";
import type { EdgeStatus } from "./admin/status.ts";
import { trustedProxies } from "./front/proxy-header.ts";
import { CountryFile } from "./measures/country-file.ts";
import { type EdgeServer, type EdgeServerOptions, startEdgeServer } from "./server.ts";
import type { EdgeView } from "./state.ts";

/** How an edge serves, with a desk (start.ts) or without (solo.ts). */
export interface ServingConfig {
  readonly listen: Address;
  readonly tls: EdgeServerOptions["tls"];
  /** Where visitors reach it with TLS, which may be in front of it. */
  readonly httpsPort: number;
  /** Proxies in front, whose connections begin with a PROXY header; undefined: none, and no such header is read. */
  readonly proxyProtocol: readonly string[] | undefined;
  readonly adminListen: Address;
  readonly cacheBytes: number;
  /** 0: nothing is kept on disk. */
  readonly diskCacheBytes: number;
  /** How long the edge says that it will go away, and still serves, before it takes no more connections. */
  readonly drainMs: number;
  /** How long exchanges in progress then have to end. */
  readonly lastAnswersMs: number;
  /** Where requests are logged, with truncated addresses and without queries; undefined: nowhere. */
  readonly accessLog: AccessLogOptions | undefined;
  /** A file that says which addresses are of which country; undefined: no measure holds in some countries only. */
  readonly countryTable: string | undefined;
}

const MIB = 1024 * 1024;

/** Reads REMPART_EDGE_*. `diskCacheMb`: what is kept on disk where nothing is said. */
export function readServing(reader: EnvReader, { diskCacheMb }: { diskCacheMb: number }): ServingConfig {
  const tls = readTls(reader);
  return {
    listen: reader.get("EDGE_LISTEN", asAddress, { host: "127.0.0.1", port: 8080 }),
    tls,
    httpsPort: reader.get("EDGE_HTTPS_PORT", asInteger(1, 65_535), tls?.listen.port || 443),
    proxyProtocol: readProxies(reader),
    adminListen: reader.get("EDGE_ADMIN_LISTEN", asAddress, { host: "127.0.0.1", port: 8081 }),
    cacheBytes: reader.get("EDGE_CACHE_MB", asInteger(1, 1_000_000), 256) * MIB,
    diskCacheBytes: reader.get("EDGE_DISK_CACHE_MB", asInteger(0, 100_000_000), diskCacheMb) * MIB,
    drainMs: reader.get("EDGE_DRAIN_SECONDS", asInteger(0, 3600), 0) * SECOND,
    lastAnswersMs: reader.get("EDGE_LAST_ANSWERS_SECONDS", asInteger(0, 86_400), 10) * SECOND,
    accessLog: readAccessLog(reader),
    countryTable: reader.get("EDGE_COUNTRY_TABLE", asText, "") || undefined,
  };
}

function readTls(reader: EnvReader): ServingConfig["tls"] {
  const folder = reader.get("EDGE_TLS_FOLDER", asText, "");
  const none = { host: "", port: -1 };
  const listen = reader.get("EDGE_TLS_LISTEN", asAddress, none);
  if ((folder === "") !== (listen === none))
    reader.problem(
      "REMPART_EDGE_TLS_LISTEN and REMPART_EDGE_TLS_FOLDER: neither is of use without the other",
    );
  return folder === "" ? undefined : { listen, folder };
}

function readProxies(reader: EnvReader): readonly string[] | undefined {
  const asNetwork = (text: string): string => {
    trustedProxies([text]);
    return text;
  };
  const asProxies = (text: string) => (text === "off" ? [] : asList(asNetwork)(text));
  const proxies = reader.get("EDGE_PROXY_PROTOCOL", asProxies, []);
  return proxies.length === 0 ? undefined : proxies;
}

/** What is served and by whom. */
export interface Served {
  readonly name: string;
  readonly deskUrl: string;
  readonly view: () => EdgeView;
  readonly status: () => EdgeStatus;
  readonly answer?: EdgeServerOptions["answer"];
  /** Where answers are kept across restarts, and whether purges of the time between may still be to come. */
  readonly disk: { readonly folder: string; readonly purgesPending?: () => boolean };
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens the log, the store and the listeners; `opened` drains and closes them. Throws what cannot be opened. */
export async function serve(
  config: ServingConfig,
  { disk, ...served }: Served,
  opened: AsyncDisposableStack,
): Promise<EdgeServer> {
  const { listen, tls, httpsPort, proxyProtocol, adminListen, cacheBytes, diskCacheBytes, drainMs } = config;
  const accessLog = config.accessLog && (await openAccessLog(config.accessLog, served.log));
  if (accessLog !== undefined) opened.defer(() => accessLog.close());
  const countries = config.countryTable && (await CountryFile.open(config.countryTable, served.log));
  if (countries) opened.defer(() => countries.close());
  const server = await startEdgeServer({
    ...{ listen, tls, httpsPort, proxyProtocol, adminListen, cacheBytes, accessLog },
    countries: countries || undefined,
    ...served,
    disk: diskCacheBytes === 0 ? undefined : { ...disk, maxBytes: diskCacheBytes },
    drainMs: config.lastAnswersMs,
  });
  opened.defer(async () => {
    server.drain();
    if (drainMs > 0) await sleep(drainMs);
    await server.close();
  });
  return server;
}
