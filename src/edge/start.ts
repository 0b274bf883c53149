import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { NoteKey } from "../ledger/note.ts";
import { parseWitnessKey } from "../ledger/witness.ts";
import { type Clock, HOUR, MINUTE, systemClock } from "../lib/clock.ts";
import { asInteger, asList, asText, asUrl, EnvReader, type Secret } from "../lib/env.ts";
import { lockFolder } from "../lib/files.ts";
import { createLog, type Log } from "../lib/log.ts";
import { DeskClock } from "./follower/desk-clock.ts";
import { connectToDesk } from "./follower/desk-connection.ts";
import { Follower } from "./follower/follower.ts";
import { openIdentity } from "./follower/identity.ts";
import { keepCertified } from "./follower/renewal.ts";
import type { EdgeServer, EdgeServerOptions } from "./server.ts";
import { readServing, type ServingConfig, serve } from "./serving.ts";

/** Sites whose visitors the desk hears of. */
const TRAFFIC_SITES = 2_000;

export interface EdgeConfig extends ServingConfig {
  readonly folder: string;
  /** https URL of the desk's feed listener. */
  readonly feedUrl: string;
  /** The desk as visitors reach it, for the links in refusals. */
  readonly deskUrl: string;
  readonly token: Secret | undefined;
  /** A bus that carries the feed beside the desk; undefined: the desk itself is followed. */
  readonly natsUrl: Secret | undefined;
  /** Past this age without a word of the desk the edge calls its state stale. */
  readonly maxStateAgeMs: number;
  /** Keys of outside witnesses of the ledger: where none of them vouches for what is in force, this edge tells of it. */
  readonly witnesses: readonly NoteKey[];
}

/** Reads REMPART_*; throws one error that lists every problem. */
export function readEdgeConfig(env?: NodeJS.ProcessEnv): EdgeConfig {
  const reader = new EnvReader(env);
  const config: EdgeConfig = {
    ...readServing(reader, { diskCacheMb: 1024 }),
    folder: `${reader.get("DATA", asText, "data")}/edge`,
    feedUrl: reader.get("FEED_URL", asUrl, "https://127.0.0.1:8001"),
    deskUrl: reader.get("PUBLIC_URL", asUrl, "http://127.0.0.1:8000"),
    token: reader.secret("EDGE_TOKEN"),
    natsUrl: reader.secret("NATS_URL", /^(nats|tls):\/\//),
    witnesses: reader.get("EDGE_WITNESSES", asList(parseWitnessKey), []),
    maxStateAgeMs: reader.get("EDGE_MAX_STATE_AGE_MINUTES", asInteger(1, 10_080), HOUR / MINUTE) * MINUTE,
  };
  reader.finish();
  return config;
}

export interface RunningEdge {
  readonly name: string;
  readonly port: number;
  /** 0 without TLS. */
  readonly tlsPort: number;
  readonly adminPort: number;
  close(): Promise<void>;
}

/** Starts an edge: verified state from disk, then the listeners, then the feed. Serving never waits for the desk. */
export async function startEdge(
  config: EdgeConfig,
  {
    clock: own = systemClock,
    log = createLog("edge"),
    answer,
  }: { clock?: Clock; log?: Log; answer?: EdgeServerOptions["answer"] } = {},
): Promise<RunningEdge> {
  const { folder, feedUrl, deskUrl, token, natsUrl, maxStateAgeMs, witnesses, ...serving } = config;
  const opened = new AsyncDisposableStack();
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    opened.defer(lockFolder(join(folder, "lock")));
    const identity = await openIdentity(folder, { deskFeedUrl: feedUrl, token: token?.reveal() });
    const clock = new DeskClock(own);
    const startedAtMs = clock.now();
    const transport = connectToDesk({ feedUrl, natsUrl, identity, clock, log });
    let server: EdgeServer | undefined;
    const follower = await Follower.open({
      folder: join(folder, "state"),
      ...{ identity, clock, log, witnesses },
      transport,
      onView: (view) => server?.onView(view),
      onPurges: (purges) => server?.purge(...purges),
      onForget: () => server?.forget(),
      traffic: async () => server?.traffic(TRAFFIC_SITES),
    });
    opened.defer(() => follower.close());
    const status = () => {
      const followed = follower.status();
      const { size, config: version, heardAtMs, refusals, uncosignedMs } = followed;
      const ageMs = heardAtMs === 0 ? null : clock.now() - heardAtMs;
      const stale = clock.now() - (heardAtMs || startedAtMs) > maxStateAgeMs;
      const digests = () => ({ known: followed.known, held: followed.held });
      return { size, config: version, refusals, uncosignedMs, ageMs, stale, digests };
    };
    const cache = join(folder, "cache");
    if (follower.isNew) await rm(cache, { recursive: true, force: true }); // purges that it missed do not come again
    const served = { name: identity.name, deskUrl, clock, log, view: () => follower.view, status, answer };
    const disk = { folder: cache, purgesPending: () => !follower.hasCaughtUp };
    server = await serve(serving, { ...served, disk }, opened);
    follower.start();
    opened.use(keepCertified({ folder, identity, connection: transport, clock, log }));
    log.info("edge.ready", { edge: identity.name, port: server.port, size: follower.view.size });
    return {
      name: identity.name,
      port: server.port,
      tlsPort: server.tlsPort,
      adminPort: server.adminPort,
      close: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
