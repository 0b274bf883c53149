import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startConnector } from "../connectors/follow/connector.ts";
import type { Engine } from "../connectors/follow/enforcer.ts";
import { createStatusServer } from "../connectors/follow/status.ts";
import { backendLines, frontendLines } from "../connectors/haproxy/config.ts";
import { haproxyEngine } from "../connectors/haproxy/engine.ts";
import { ensureFiles } from "../connectors/haproxy/files.ts";
import { runtimeSocket } from "../connectors/haproxy/runtime.ts";
import { ensureNginxFiles, NGINX_FILES, type Run } from "../connectors/nginx/apply.ts";
import { ASK_FILES, askHttp, askServer, WHEN_DOWN, type WhenDown } from "../connectors/nginx/auth-request.ts";
import { nginxMapEngine } from "../connectors/nginx/engine.ts";
import { DeskClock } from "../edge/follower/desk-clock.ts";
import { connectToDesk } from "../edge/follower/desk-connection.ts";
import { Follower } from "../edge/follower/follower.ts";
import { openIdentity } from "../edge/follower/identity.ts";
import { keepCertified } from "../edge/follower/renewal.ts";
import { judge } from "../edge/judge.ts";
import { readEdgeConfig, startEdge } from "../edge/start.ts";
import type { DeskConnection } from "../feed/sse.ts";
import { systemClock } from "../lib/clock.ts";
import { asAddress, asOneOf } from "../lib/env.ts";
import { RempartError } from "../lib/errors.ts";
import { lockFolder, writeAtomic } from "../lib/files.ts";
import { listen, onShutdown } from "../lib/listen.ts";
import { createLog } from "../lib/log.ts";

const FRONTEND_FILE = "rempart-frontend.cfg";
const BACKEND_FILE = "rempart-backend.cfg";

const USAGE = `rempart connector nginx --files DIR [--listen ADDR] [--when-down refuse|serve]
  nginx asks before it serves (auth_request). Writes ${ASK_FILES.http} and ${ASK_FILES.server} into DIR, to be included.
rempart connector haproxy --files DIR --socket PATH
  Measures as HAProxy maps, changed through its runtime API. Writes the maps, ${FRONTEND_FILE}, lines for each frontend, and
  ${BACKEND_FILE}, a section of its own, into DIR.
rempart connector nginx-map --files DIR [--test COMMAND] [--reload COMMAND] [--pid PATH]
  Measures as nginx maps, with a reload for each change. Writes ${Object.values(NGINX_FILES).join(", ")} into DIR.

A connector is enrolled like an edge: REMPART_FEED_URL, REMPART_PUBLIC_URL, and REMPART_EDGE_TOKEN once. What it keeps is in
REMPART_DATA (data), in a folder named after it. docs/connectors.md says what each engine cannot hold.

--files DIR           files that the engine reads; written at once, so that it can start
--admin ADDR          health and state, never public (127.0.0.1:8091)
--listen ADDR         nginx: where it asks; loopback, never public (127.0.0.1:8090)
--when-down CHOICE    nginx: with nobody to ask it answers 500 ("refuse", the default) or serves everything ("serve")
--socket PATH         haproxy: its "stats socket", level admin
--test, --reload      nginx-map: commands in words ("nginx -t", "nginx -s reload")
--pid PATH            nginx-map: nginx's pid file (/run/nginx.pid)`;

const OPTIONS = {
  files: { type: "string" },
  listen: { type: "string", default: "127.0.0.1:8090" },
  admin: { type: "string", default: "127.0.0.1:8091" },
  "when-down": { type: "string", default: "refuse" },
  socket: { type: "string" },
  test: { type: "string", default: "nginx -t" },
  reload: { type: "string", default: "nginx -s reload" },
  pid: { type: "string", default: "/run/nginx.pid" },
  help: { type: "boolean" },
} as const;

type Values = ReturnType<typeof read>["values"];
const read = (args: string[]) => parseArgs({ args, allowPositionals: true, options: OPTIONS });
const usage = (): never => {
  throw new RempartError("usage", 400, USAGE);
};

/** `rempart connector ENGINE`: measures for an engine that is already there; runs until it is stopped. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = read(args);
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  const [engine = "", ...rest] = positionals;
  const start = rest.length === 0 && Object.hasOwn(ENGINES, engine) ? ENGINES[engine] : undefined;
  const { ready, close } = await (start ?? usage)(values);
  onShutdown(close);
  process.send?.({ ready: true, ...ready });
}

interface Started {
  readonly ready: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

const ENGINES: Record<string, (values: Values) => Promise<Started>> = {
  nginx: askedByNginx,
  haproxy: async (values) => {
    const { deskUrl } = readEdgeConfig();
    const { files = usage(), socket = usage() } = values;
    const folder = resolve(files);
    await ensureFiles(folder, deskUrl);
    await writeAtomic(join(folder, FRONTEND_FILE), frontendLines(folder, deskUrl), 0o644);
    await writeAtomic(join(folder, BACKEND_FILE), backendLines(), 0o644);
    return fed("connector-haproxy", values, haproxyEngine({ folder, command: runtimeSocket(socket) }));
  },
  "nginx-map": async (values) => {
    const { deskUrl } = readEdgeConfig();
    const folder = resolve(values.files ?? usage());
    await ensureNginxFiles(folder, deskUrl);
    const [test, reload] = [values.test.split(" "), values.reload.split(" ")];
    return fed(
      "connector-nginx-map",
      values,
      nginxMapEngine({ folder, deskUrl, run: runProgram, test, reload, pidFile: values.pid }),
    );
  },
};

/** An edge that ends at policy: the same follower, state, admin listener and pages, and nothing behind them. */
async function askedByNginx(values: Values): Promise<Started> {
  const listen = option(values, "listen", asAddress);
  const adminListen = option(values, "admin", asAddress);
  const whenDown = option(values, "when-down", asOneOf<WhenDown>(WHEN_DOWN));
  const files = values.files ?? usage();
  const { folder, ...config } = readEdgeConfig();
  const edge = await startEdge(
    {
      ...{ ...config, folder: join(folder, "../connector-nginx"), listen, adminListen },
      ...{ tls: undefined, proxyProtocol: undefined, cacheBytes: 1, diskCacheBytes: 0 },
    },
    { answer: judge, log: createLog("connector") },
  );
  const { name, port, adminPort } = edge;
  await writeAtomic(join(files, ASK_FILES.http), askHttp({ ...listen, port }), 0o644);
  await writeAtomic(join(files, ASK_FILES.server), askServer(whenDown), 0o644);
  return { ready: { name, port, adminPort }, close: () => edge.close() };
}

/** An edge's follower, whose state goes into an engine. */
async function fed(room: string, values: Values, engine: Engine): Promise<Started> {
  const adminListen = option(values, "admin", asAddress);
  const { folder: edgeFolder, feedUrl, natsUrl, witnesses, token } = readEdgeConfig();
  const folder = join(edgeFolder, "..", room);
  const log = createLog("connector");
  const clock = new DeskClock(systemClock);
  const opened = new AsyncDisposableStack();
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    opened.defer(lockFolder(join(folder, "lock")));
    const identity = await openIdentity(folder, { deskFeedUrl: feedUrl, token: token?.reveal() });
    const { name, tagKey } = identity;
    let connection!: DeskConnection;
    const connector = await startConnector({
      ...{ folder, tagKey, engine, clock, log },
      follow: ({ stateFolder, through, onView }) => {
        connection = connectToDesk({ feedUrl, natsUrl, identity, clock, log });
        const transport = through(connection);
        // It keeps no copies: there is nothing to purge.
        const hooks = { witnesses, onView, onPurges: () => {}, onForget: () => {} };
        return Follower.open({ folder: stateFolder, identity, clock, log, transport, ...hooks });
      },
    });
    opened.defer(() => connector.close());
    opened.use(keepCertified({ folder, identity, connection, clock, log }));
    const status = createStatusServer(connector, name, clock);
    const adminPort = await listen(status, adminListen, "the connector (admin)");
    opened.defer(() => void status.close().closeAllConnections());
    return { ready: { name, adminPort }, close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

const runProgram: Run = ([program = "", ...args]) =>
  new Promise((done) => {
    execFile(program, args, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code) || 1, output: `${stdout}${stderr}` }),
    );
  });

/** Reads an option as a setting is read; throws naming it. */
function option<T>(values: Values, name: keyof Values, as: (text: string) => T): T {
  try {
    return as(String(values[name]));
  } catch (error) {
    throw new RempartError("usage", 400, `--${name}: ${(error as Error).message}`);
  }
}
