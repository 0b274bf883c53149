import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificate, writePem } from "../../../src/edge/testing/tls.ts";
import { DAY } from "../../../src/lib/clock.ts";
import type { Front } from "../row.ts";
import type { Engine, RunningEngine } from "../run.ts";
import type { OpenNode, SceneNode } from "../scene.ts";
import type { LaunchEdge, LaunchedEdge } from "./edges.ts";
import { Feed } from "./feed.ts";
import { type AimName, MEASURES, SITES, type StageSite } from "./sites.ts";

/** Edges of ours on a stage: a feed, a folder, and what they are told. */
export class Stage implements AsyncDisposable {
  readonly feed: Feed;
  readonly folder: string;
  readonly #launch: LaunchEdge;
  readonly #running = new Map<string, LaunchedEdge>();

  private constructor(feed: Feed, folder: string, launch: LaunchEdge) {
    this.feed = feed;
    this.folder = folder;
    this.#launch = launch;
  }

  static async open(launch: LaunchEdge, feed?: Feed): Promise<Stage> {
    return new Stage(feed ?? (await Feed.open()), await mkdtemp(join(tmpdir(), "rempart-stage-")), launch);
  }

  serve(originUrl: string, sites: readonly StageSite[] = Object.values(SITES)): void {
    for (const site of sites) {
      this.feed.serve({ ...site, roles: [...site.roles], origin: { servers: [{ url: originUrl }] } });
    }
  }

  /** Certificates for the names of the forum, of another site, and of the rest. */
  async certificates(): Promise<string> {
    const folder = await mkdtemp(join(this.folder, "tls-"));
    const { forum, other, ...rest } = SITES;
    const times = { notBeforeMs: Date.now() - DAY, notAfterMs: Date.now() + DAY };
    const named = { forum: forum.hostnames, other: other.hostnames };
    const others = Object.fromEntries(Object.entries(rest).map(([name, { hostnames }]) => [name, hostnames]));
    for (const [name, hostnames] of Object.entries({ ...named, ...others }))
      await writePem(join(folder, `${name}.pem`), await makeCertificate(hostnames, times));
    return folder;
  }

  /** Starts an edge; where one of its name was before, on what that left on its disk. */
  async edge(name: string, settings: NodeJS.ProcessEnv = {}): Promise<LaunchedEdge> {
    const folder = join(this.folder, name);
    if (!this.#running.has(name)) await this.feed.enrol(folder, name);
    const edge = await this.#launch(
      name,
      {
        REMPART_DATA: folder,
        REMPART_FEED_URL: this.feed.url,
        REMPART_EDGE_LISTEN: "127.0.0.1:0",
        REMPART_EDGE_ADMIN_LISTEN: "127.0.0.1:0",
        REMPART_EDGE_CACHE_MB: "16",
        REMPART_EDGE_LAST_ANSWERS_SECONDS: "0",
        ...settings,
      },
      join(this.folder, `${name}.log`),
    );
    this.#running.set(name, edge);
    return edge;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const edge of this.#running.values()) await edge.kill();
    await this.feed.down();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** An edge of this repository with a disk and TLS, for scenarios. */
export const edgeOf =
  (launch: LaunchEdge): OpenNode =>
  async (feed, _origin, opened): Promise<SceneNode> => {
    const stage = opened.use(await Stage.open(launch, feed));
    const tls = {
      REMPART_EDGE_TLS_LISTEN: "127.0.0.1:0",
      REMPART_EDGE_TLS_FOLDER: await stage.certificates(),
    };
    const start = () => stage.edge("edge-1", { REMPART_EDGE_DISK_CACHE_MB: "16", ...tls });
    let edge = await start();
    return {
      name: edge.name,
      hasParts: false,
      get port() {
        return edge.port;
      },
      get tlsPort() {
        return edge.tlsPort;
      },
      kill: () => edge.kill(),
      start: async () => {
        edge = await start();
      },
    };
  };

/** The edges of this repository. `fronts`: those that are needed; each takes a moment. */
export const rempart = (launch: LaunchEdge, fronts: ReadonlySet<Front>, name = "rempart"): Engine => ({
  name,
  async start(originUrl): Promise<RunningEngine> {
    const stage = await Stage.open(launch);
    try {
      stage.serve(originUrl);
      const entries = Object.entries(MEASURES).map(([aim, measure]) => [aim, stage.feed.decide(measure)]);
      const indices = Object.fromEntries(entries) as Record<AimName, number>;
      const found: Partial<Record<Front, { port: number; host: string }>> = {};
      const at = (port: number) => ({ host: "127.0.0.1", port });
      if (fronts.has("h1") || fronts.has("h1-tls") || fronts.has("h2")) {
        const tls = await stage.certificates();
        const { port, tlsPort } = await stage.edge("edge-1", {
          REMPART_EDGE_TLS_LISTEN: "127.0.0.1:0",
          REMPART_EDGE_TLS_FOLDER: tls,
        });
        Object.assign(found, { h1: at(port), "h1-tls": at(tlsPort), h2: at(tlsPort) });
        await stage.feed.obeyed("edge-1");
      }
      if (fronts.has("proxy")) {
        const { port } = await stage.edge("edge-2", { REMPART_EDGE_PROXY_PROTOCOL: "127.0.0.1" });
        found.proxy = at(port);
        await stage.feed.obeyed("edge-2");
      }
      if (fronts.has("restarted")) {
        const { kill } = await stage.edge("edge-3");
        await stage.feed.obeyed("edge-3");
        await kill();
        await stage.feed.down();
        const { port } = await stage.edge("edge-3");
        found.restarted = at(port);
      }
      return { fronts: found, indices, close: () => stage[Symbol.asyncDispose]() };
    } catch (error) {
      await stage[Symbol.asyncDispose]();
      throw error;
    }
  },
});
