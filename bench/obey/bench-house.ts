import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { House } from "../../test/desk/house.ts";
import { NatsServer } from "../../test/feed/nats-server.ts";
import { startMailCatcher } from "../../test/fixtures/mail-catcher.ts";
import { type Cluster, startCluster } from "../../test/postgres/cluster.ts";
import { visit } from "../../test/world/http.ts";
import { type EdgePorts, until } from "../../test/world/world.ts";
import { served } from "./docket.ts";

export interface BenchHouse extends AsyncDisposable {
  readonly house: House;
  /** The desk's further settings: for whoever starts it again. */
  readonly deskEnv: NodeJS.ProcessEnv;
  /** Undefined on the embedded database. */
  readonly cluster: Cluster | undefined;
  /** Undefined where the feed goes by the desk's own connections. The desk publishes on it; edges are yet to be told of it. */
  readonly nats: NatsServer | undefined;
}

export interface BenchHouseOptions {
  readonly edges: number;
  /** Folder of PostgreSQL's programs. */
  readonly postgres?: string | undefined;
  readonly nats?: boolean;
}

/** An installation with a mail server that takes statements. */
export async function openBenchHouse({
  edges,
  postgres,
  nats: hasNats = false,
}: BenchHouseOptions): Promise<BenchHouse> {
  await using opened = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "rempart-bench-mail-"));
  opened.defer(() => rm(folder, { recursive: true }));
  const mail = opened.adopt(await startMailCatcher({ folder }), (catcher) => catcher.close());
  const extra: NodeJS.ProcessEnv = { REMPART_SMTP_URL: `smtp://127.0.0.1:${mail.port}` };
  const cluster =
    postgres === undefined ? undefined : opened.adopt(await startCluster(postgres), (one) => one.stop());
  if (cluster !== undefined) extra.REMPART_DATABASE_URL = cluster.url;
  const nats = hasNats ? opened.adopt(await NatsServer.start(), (one) => one.close()) : undefined;
  if (nats !== undefined) extra.REMPART_NATS_URL = nats.url;
  const house = opened.adopt(await House.open({ edges, extra }), (one) => one.close());
  const running = opened.move();
  return { house, deskEnv: extra, cluster, nats, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

/** One more edge at the desk, serving the bench's site. */
export async function addEdge(house: House, name: string): Promise<EdgePorts> {
  const edge = await house.world.addEdge(name);
  const wanted = { name, address: `127.0.0.1:${edge.port}` };
  const { token } = await house.post<{ token: string }>(house.admin, "/api/fleet/tokens", wanted);
  await house.world.startEdge(edge, { REMPART_EDGE_TOKEN: token });
  await served(edge.port);
  return edge;
}

/** Waits until every edge has a ledger of this size in force. */
export const followed = (edges: readonly EdgePorts[], size: number): Promise<unknown> =>
  Promise.all(
    edges.map(({ name, adminPort }) =>
      until(`${name} at ${size} entries`, async () => {
        const { text } = await visit(adminPort, "127.0.0.1", "/state");
        return JSON.parse(text).size >= size;
      }),
    ),
  );
