import { fileURLToPath, pathToFileURL } from "node:url";
import type { RunningEdge } from "../../../src/edge/start.ts";
import { silentLog } from "../../../src/lib/log.ts";
import { launch } from "../../world/process.ts";

export interface LaunchedEdge {
  readonly name: string;
  readonly port: number;
  /** 0 without TLS. */
  readonly tlsPort: number;
  readonly adminPort: number;
  /** At once, as a power cut would, where it is a process of its own. */
  kill(): Promise<void>;
}

/** Starts `rempart edge` with these settings. */
export type LaunchEdge = (name: string, env: NodeJS.ProcessEnv, logFile: string) => Promise<LaunchedEdge>;

const SOURCE = new URL("../../../src/", import.meta.url);

/** A process of its own, as it runs in earnest. */
export const inProcess: LaunchEdge = async (name, env, logFile) => {
  const module = new URL("cli.ts", SOURCE);
  const running = await launch<RunningEdge>({ name, module, args: ["edge"], env, logFile });
  const { port, tlsPort, adminPort } = running.ready;
  return { name, port, tlsPort, adminPort, kill: running.kill };
};

/** The same in this process, of the sources in that folder: for many edges that live for a moment. */
export const fromSources =
  (folder: string = fileURLToPath(SOURCE)): LaunchEdge =>
  async (_name, env) => {
    const { startEdge, readEdgeConfig } = (await import(
      pathToFileURL(`${folder}/edge/start.ts`).href
    )) as typeof import("../../../src/edge/start.ts");
    const edge = await startEdge(readEdgeConfig(env), { log: silentLog });
    return { ...edge, kill: () => edge.close() };
  };
