import { join } from "node:path";
import { type Engine, freePort, launch, SERVER_CORE } from "./engine.ts";

/** Node's http and a Map: no cache, but the floor under ours. */
export const nodeMap: Engine = {
  name: "bare Node",
  hitsOnly: true,
  version: () => `Node ${process.versions.node}, http and a Map: hits only`,
  async start({ measures, sites, tls }) {
    if (measures !== undefined || sites !== undefined || tls !== undefined) return "serves hits only";
    const port = await freePort();
    return launch({
      ...{ core: SERVER_CORE, program: process.execPath, port },
      args: [join(import.meta.dirname, "bare-node.ts"), String(port)],
    });
  },
};
