import { readSoloConfig, startSolo } from "../edge/solo.ts";
import { type RunningEdge, readEdgeConfig, startEdge } from "../edge/start.ts";
import type { Address } from "../lib/env.ts";
import { onShutdown } from "../lib/listen.ts";

const USAGE = `rempart edge
  A node of your installation: follows the desk at REMPART_FEED_URL (settings: docs/operating.md).

rempart edge --origin URL [--listen ADDR]
  One site, without a desk and without measures. REMPART_EDGE_* settings hold here too.

  --origin URL      http(s)://host[:port]; again for a pool
  --host NAME       a hostname that is served; again for more. Without it: every one
  --listen ADDR     host:port for visitors (127.0.0.1:8080)
  --admin ADDR      host:port for health and metrics, never public (127.0.0.1:8081)
  --tls-listen ADDR, --tls-folder DIR
                    HTTPS for visitors, with the certificates of a folder, which is followed
  --cache-mb N      memory for kept answers (256)
  --disk-cache-mb N, --data DIR
                    disk for kept answers (none), in DIR/edge/cache (data)`;

/** `rempart edge`: with a desk, or with options that say what to serve without one. */
export async function run(args: string[]): Promise<void> {
  if (args.includes("--help")) return void process.stdout.write(`${USAGE}\n`);
  const edge = args.length === 0 ? await startEdge(readEdgeConfig()) : await startAlone(args);
  onShutdown(() => edge.close());
  const { name, port, tlsPort, adminPort } = edge;
  process.send?.({ ready: true, name, port, tlsPort, adminPort });
}

async function startAlone(args: string[]): Promise<RunningEdge> {
  const config = readSoloConfig(args);
  const edge = await startSolo(config);
  const { site, anyHost, listen, tls, adminListen } = config;
  const hosts = anyHost ? "every hostname" : site.hostnames.join(", ");
  const origins = site.origin.servers.map(({ url }) => url).join(", ");
  const https = tls === undefined ? "" : `       https://${urlHost(tls.listen)}:${edge.tlsPort}/\n`;
  process.stdout.write(`edge:  http://${urlHost(listen)}:${edge.port}/ (${hosts}) from ${origins}
${https}admin: http://${urlHost(adminListen)}:${edge.adminPort}/metrics
Ctrl-C stops it.\n`);
  return edge;
}

const urlHost = ({ host }: Address): string => (host.includes(":") ? `[${host}]` : host);
