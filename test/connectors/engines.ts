import type { Engine, RunningEngine } from "../evasion/run.ts";
import type { OpenNode, SceneNode } from "../evasion/scene.ts";
import { Feed } from "../evasion/stage/feed.ts";
import { type AimName, MEASURES, SITES } from "../evasion/stage/sites.ts";
import type { EngineName } from "./engine-config.ts";
import { EngineProcess } from "./engine-process.ts";

/** An engine with its connector, fed by a true ledger, for the rows of the evasion matrix. */
export const engineOf = (name: EngineName): Engine => ({
  name,
  async start(originUrl): Promise<RunningEngine> {
    const opened = new AsyncDisposableStack();
    try {
      const feed = await Feed.open();
      opened.defer(() => feed.down());
      for (const site of Object.values(SITES))
        feed.serve({ ...site, roles: [...site.roles], origin: { servers: [{ url: originUrl }] } });
      const entries = Object.entries(MEASURES).map(([aim, measure]) => [aim, feed.decide(measure)]);
      const { setting } = await EngineProcess.open(name, feed, { originUrl, keeps: false }, opened);
      await feed.obeyed(name);
      const { plain, tls, proxy } = setting.ports;
      const at = (port: number) => ({ host: "127.0.0.1", port });
      return {
        fronts: { h1: at(plain), "h1-tls": at(tls), h2: at(tls), proxy: at(proxy) },
        indices: Object.fromEntries(entries) as Record<AimName, number>,
        close: () => opened.disposeAsync(),
      };
    } catch (error) {
      await opened.disposeAsync();
      throw error;
    }
  },
});

/** The same with a cache of its own, for the scenarios. */
export const nodeOf =
  (name: EngineName) =>
  async (...[feed, origin, opened]: Parameters<OpenNode>): Promise<SceneNode & { folder: string }> => {
    const running = await EngineProcess.open(name, feed, { originUrl: origin.url, keeps: true }, opened);
    const { plain, tls } = running.setting.ports;
    return {
      folder: running.setting.folder,
      ...{ name, port: plain, tlsPort: tls, hasParts: true },
      kill: (part) => running.kill(part),
      start: (part) => running.start(part),
      reload: () => running.reload(),
    };
  };
