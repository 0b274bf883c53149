import { createServer, type Server } from "node:http";
import { Gauge, Registry } from "prom-client";
import { errorFields } from "../../lib/log.ts";
import type { DeskContext } from "../context.ts";
import type { EdgeState, Fleet } from "./fleet.ts";

type OfEdge = (edge: EdgeState, nowMs: number) => number;

/** By the edge's name. */
const OF_EDGES: Readonly<Record<string, { readonly help: string; readonly of: OfEdge }>> = {
  edge_connected: { help: "1 while the edge follows the feed.", of: ({ connected }) => Number(connected) },
  edge_lag_entries: { help: "Ledger entries that the edge has not acked.", of: ({ lag }) => lag },
  edge_config_behind: {
    help: "1 if the edge has not acked the newest version of the configuration that it needs.",
    of: ({ ack, config }) => Number((ack?.config ?? 0) < config),
  },
  edge_ack_age_seconds: {
    help: "Since the edge's last ack; -1 if there was none since the desk started.",
    of: ({ ageMs }) => (ageMs === null ? -1 : ageMs / 1000),
  },
  edge_known_differs: {
    help: "1 if the edge's active set was not the desk's at the last comparison.",
    of: ({ digests }) => Number(digests?.verdict === "known"),
  },
  edge_held_differs: {
    help: "1 if the edge did not hold the openings that it should at the last comparison.",
    of: ({ digests }) => Number(digests?.verdict === "held"),
  },
  edge_certificate_seconds: {
    help: "Until the edge's certificate ends; -1 if that is not known.",
    of: ({ certificateEndsAt }, nowMs) =>
      certificateEndsAt === null ? -1 : (certificateEndsAt - nowMs) / 1000,
  },
};

export interface DeskMetrics {
  readonly contentType: string;
  text(): Promise<string>;
}

/** What the desk shows to Prometheus: `rempart_desk_…`. Nothing of it is about a report, a case or a person. */
export function deskMetrics({ ledger, clock }: DeskContext, fleet: Fleet): DeskMetrics {
  const registers = [new Registry()];
  const size = new Gauge({
    ...{ name: "rempart_desk_ledger_size", help: "Entries that the newest checkpoint covers.", registers },
  });
  const gauges = Object.entries(OF_EDGES).map(([suffix, { help, of }]) => {
    const gauge = new Gauge({ name: `rempart_desk_${suffix}`, help, labelNames: ["edge"], registers });
    return { gauge, of };
  });
  const [registry] = registers as [Registry];
  return {
    contentType: registry.contentType,
    text: async () => {
      const nowMs = clock.now();
      const edges = await fleet.edges();
      size.set(ledger.publishedSize);
      for (const { gauge, of } of gauges) {
        gauge.reset(); // an edge that was revoked is not shown any more
        for (const edge of edges) gauge.set({ edge: edge.name }, of(edge, nowMs));
      }
      return registry.metrics();
    },
  };
}

/** The same on a listener of its own, for loopback or a private network: `GET /metrics` and nothing else. */
export function createMetricsServer(context: DeskContext, fleet: Fleet): Server {
  const metrics = deskMetrics(context, fleet);
  return createServer(async ({ method, url }, response) => {
    if (method !== "GET" || url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    try {
      const text = await metrics.text();
      response.writeHead(200, { "content-type": metrics.contentType, "cache-control": "no-store" }).end(text);
    } catch (error) {
      context.log.error("metrics.failed", errorFields(error));
      response.writeHead(500).end();
    }
  });
}
