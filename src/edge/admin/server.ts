import { createServer, type IncomingMessage, type Server } from "node:http";
import { SECOND } from "../../lib/clock.ts";
import { errorFields } from "../../lib/log.ts";
import { createMetrics } from "./metrics.ts";
import type { Shown } from "./shown.ts";

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
 * state is loaded and the edge is not going away; its status never depends on how old the state is, for an edge that is cut off
 * still enforces and serves, and taking all of them out at once would be the outage. Its text says where it is stale.
 */
export function createAdminServer(shown: Shown): Server {
  const { edge, status, isDraining } = shown;
  const metrics = createMetrics(shown);
  const startedAtMs = edge.clock.now();
  const pages: Readonly<Record<string, () => Page | Promise<Page>>> = {
    "/healthz": () => text(200, "alive"),
    "/readyz": () => {
      if (isDraining()) return text(503, "draining");
      if (edge.view().size === 0) return text(503, "no verified state yet");
      return text(
        200,
        status().stale ? "ready, stale: the desk was not heard for longer than allowed" : "ready",
      );
    },
    "/metrics": async () => ({ status: 200, type: metrics.contentType, body: await metrics.text() }),
    "/state": () => {
      const { digests, ...facts } = status();
      const state = {
        name: edge.name,
        ...facts,
        ...digests(),
        hostnames: edge.view().siteOf.size,
        inFlight: edge.inFlight.count,
        upMs: edge.clock.now() - startedAtMs,
        draining: isDraining(),
      };
      return { status: 200, type: "application/json", body: `${JSON.stringify(state)}\n` };
    },
  };
  const pageFor = async ({ url = "", method }: IncomingMessage): Promise<Page> => {
    const path = url.split("?", 1)[0]!;
    if (!Object.hasOwn(pages, path)) return text(404, "not found");
    if (method !== "GET" && method !== "HEAD") return text(405, "this listener only shows");
    try {
      return await pages[path]!();
    } catch (error) {
      edge.log.error("admin.failed", { path, ...errorFields(error) });
      return text(500, "this page failed; the edge goes on serving");
    }
  };
  return createServer(
    { headersTimeout: 5 * SECOND, requestTimeout: 5 * SECOND },
    async (request, response) => {
      const page = await pageFor(request);
      response.writeHead(page.status, {
        "Content-Type": page.type,
        "Content-Length": Buffer.byteLength(page.body),
        "Cache-Control": "no-store",
      });
      response.end(request.method === "HEAD" ? undefined : page.body);
    },
  );
}
