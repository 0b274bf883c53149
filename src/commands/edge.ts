import { readEdgeConfig, startEdge } from "../edge/start.ts";
import { onShutdown } from "../lib/listen.ts";

/** `rempart edge`. */
export async function run(): Promise<void> {
  const edge = await startEdge(readEdgeConfig());
  onShutdown(() => edge.close());
  const { name, port, adminPort } = edge;
  process.send?.({ ready: true, name, port, adminPort });
}
