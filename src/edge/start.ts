import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { sseTransport } from "../feed/sse.ts";
import { type Clock, HOUR, MINUTE, systemClock } from "../lib/clock.ts";
import {
  type Address,
  asAddress,
  asFlag,
  asInteger,
  asText,
  asUrl,
  EnvReader,
  type Secret,
} from "../lib/env.ts";
import { lockFolder } from "../lib/files.ts";
import { createLog, type Log } from "../lib/log.ts";
import { Follower } from "./follower/follower.ts";
import { openIdentity } from "./follower/identity.ts";
import { type EdgeServer, startEdgeServer } from "./server.ts";

export interface EdgeConfig {
  readonly folder: string;
  readonly listen: Address;
  readonly adminListen: Address;
  /** https URL of the desk's feed listener. */
  readonly feedUrl: string;
  /** The desk as visitors reach it, for the links in refusals. */
  readonly deskUrl: string;
  readonly token: Secret | undefined;
  readonly cacheBytes: number;
  /** Past this age without a word of the desk the edge calls its state stale. */
  readonly maxStateAgeMs: number;
  /** Whether requests are logged, with truncated addresses and without queries. */
  readonly accessLog: boolean;
}

/** Reads REMPART_*; throws one error that lists every problem. */
export function readEdgeConfig(env?: NodeJS.ProcessEnv): EdgeConfig {
  const reader = new EnvReader(env);
  const config: EdgeConfig = {
    folder: `${reader.get("DATA", asText, "data")}/edge`,
    listen: reader.get("EDGE_LISTEN", asAddress, { host: "127.0.0.1", port: 8080 }),
    adminListen: reader.get("EDGE_ADMIN_LISTEN", asAddress, { host: "127.0.0.1", port: 8081 }),
    feedUrl: reader.get("FEED_URL", asUrl, "https://127.0.0.1:8001"),
    deskUrl: reader.get("PUBLIC_URL", asUrl, "http://127.0.0.1:8000"),
    token: reader.secret("EDGE_TOKEN"),
    cacheBytes: reader.get("EDGE_CACHE_MB", asInteger(1, 1_000_000), 256) * 1024 * 1024,
    maxStateAgeMs: reader.get("EDGE_MAX_STATE_AGE_MINUTES", asInteger(1, 10_080), HOUR / MINUTE) * MINUTE,
    accessLog: reader.get("EDGE_ACCESS_LOG", asFlag, false),
  };
  reader.finish();
  return config;
}

export interface RunningEdge {
  readonly name: string;
  readonly port: number;
  readonly adminPort: number;
  close(): Promise<void>;
}

/** Starts an edge: verified state from disk, then the listeners, then the feed. Serving never waits for the desk. */
export async function startEdge(
  config: EdgeConfig,
  { clock = systemClock, log = createLog("edge") }: { clock?: Clock; log?: Log } = {},
): Promise<RunningEdge> {
  const { folder, feedUrl, deskUrl, token, cacheBytes, listen, adminListen, maxStateAgeMs, accessLog } =
    config;
  const opened = new AsyncDisposableStack();
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    opened.defer(lockFolder(join(folder, "lock")));
    const identity = await openIdentity(folder, { deskFeedUrl: feedUrl, token: token?.reveal() });
    const startedAtMs = clock.now();
    let server: EdgeServer | undefined;
    const follower = await Follower.open({
      folder: join(folder, "state"),
      ...{ identity, clock, log },
      transport: sseTransport({ url: feedUrl, ca: identity.ca, cert: identity.cert, key: identity.key }),
      onView: (view) => server?.onView(view),
      onPurge: (purge) => void server?.purge(purge),
    });
    opened.defer(() => follower.close());
    server = await startEdgeServer({
      ...{ listen, adminListen, deskUrl, cacheBytes, accessLog, clock, log },
      name: identity.name,
      view: () => follower.view,
      status: () => {
        const { size, known, held, heardAtMs, refusals } = follower.status();
        const ageMs = heardAtMs === 0 ? null : clock.now() - heardAtMs;
        return {
          size,
          known,
          held,
          refusals,
          ageMs,
          stale: clock.now() - (heardAtMs || startedAtMs) > maxStateAgeMs,
        };
      },
    });
    opened.defer(server.close);
    follower.start();
    log.info("edge.ready", { edge: identity.name, port: server.port, size: follower.view.size });
    return {
      name: identity.name,
      port: server.port,
      adminPort: server.adminPort,
      close: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
