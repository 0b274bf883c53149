import { createServer, type Server } from "node:http";
import type { Clock } from "../../lib/clock.ts";
import type { Connector } from "./connector.ts";

/**
 * The operator's listener, as an edge's: `/healthz`; `/readyz`, 200 once the engine holds a verified state; `/state`, how far
 * desk, follower and engine are, and which measures this engine cannot carry out.
 */
export function createStatusServer(connector: Connector, name: string, clock: Clock): Server {
  return createServer((request, response) => {
    const send = (status: number, type: string, body: string) =>
      response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" }).end(`${body}\n`);
    const { applied, problem } = connector;
    if (request.url === "/healthz") return send(200, "text/plain", "alive");
    if (request.url === "/readyz")
      return applied === undefined
        ? send(503, "text/plain", problem ?? "no verified state yet")
        : send(200, "text/plain", "ready");
    if (request.url !== "/state") return send(404, "text/plain", "not found");
    const { size, config, heardAtMs } = connector.following.status();
    const ageMs = heardAtMs === 0 ? null : clock.now() - heardAtMs;
    const { leftOut = [], ...engine } = applied ?? { size: 0, config: 0 };
    const state = { name, size, config, ageMs, engine: { ...engine, problem: problem ?? null }, leftOut };
    return send(200, "application/json", JSON.stringify(state));
  });
}
