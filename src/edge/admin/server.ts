import { createServer, type Server } from "node:http";
import { SECOND } from "../../lib/clock.ts";
import type { Edge } from "../transaction.ts";
import { createMetrics } from "./metrics.ts";
import type { EdgeStatus } from "./status.ts";

interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const text = (status: number, body: string): Page => ({
  status,
  type: "text/plain; charset=utf-8",
  body: `${body}\n`,
});

/**
 * The operator's listener, for loopback or a private network: nothing on it changes anything. `/readyz` says whether verified
 * state is loaded and the edge is not going away; never how old the state is, for an edge that is cut off still enforces
 * and serves, and taking all of them out at once would be the outage.
 */
export function createAdminServer(edge: Edge, status: () => EdgeStatus, isDraining: () => boolean): Server {
  const metrics = createMetrics(edge, status);
  const pages: Readonly<Record<string, () => Page | Promise<Page>>> = {
    "/healthz": () => text(200, "alive"),
    "/readyz": () => {
      if (isDraining()) return text(503, "draining");
      return edge.view().size > 0 ? text(200, "ready") : text(503, "no verified state yet");
    },
    "/metrics": async () => ({ status: 200, type: metrics.contentType, body: await metrics.metrics() }),
    "/state": () => ({
      status: 200,
      type: "application/json",
      body: `${JSON.stringify({ name: edge.name, ...status() })}\n`,
    }),
  };
  return createServer(
    { headersTimeout: 5 * SECOND, requestTimeout: 5 * SECOND },
    async (request, response) => {
      const path = request.url?.split("?", 1)[0] ?? "";
      const make = Object.hasOwn(pages, path) ? pages[path]! : () => text(404, "not found");
      const readOnly = request.method === "GET" || request.method === "HEAD";
      const page = readOnly ? await make() : text(405, "this listener only shows");
      response.writeHead(page.status, {
        "Content-Type": page.type,
        "Content-Length": Buffer.byteLength(page.body),
        "Cache-Control": "no-store",
      });
      response.end(request.method === "HEAD" ? undefined : page.body);
    },
  );
}
