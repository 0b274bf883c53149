import { cacheMetrics } from "./metrics/cache.ts";
import { certificateMetrics } from "./metrics/certificates.ts";
import { codingMetrics } from "./metrics/coding.ts";
import { connectionMetrics } from "./metrics/connections.ts";
import { insideMetrics } from "./metrics/inside.ts";
import { Meters } from "./metrics/meters.ts";
import { originMetrics } from "./metrics/origins.ts";
import { processMetrics } from "./metrics/process.ts";
import { requestMetrics } from "./metrics/requests.ts";
import { stateMetrics } from "./metrics/state.ts";
import type { Shown } from "./shown.ts";

export interface Metrics {
  readonly contentType: string;
  /** What is shown to a scrape. Nothing in it goes through sites, measures or kept answers. */
  text(): Promise<string>;
}

/** The metrics of one edge and of its process. */
export function createMetrics({ edge, status, isDraining, certificates }: Shown): Metrics {
  const meters = new Meters();
  requestMetrics(meters, edge.counters);
  insideMetrics(meters, edge);
  cacheMetrics(meters, edge.store);
  connectionMetrics(meters, edge.connections);
  originMetrics(meters, edge.pools);
  codingMetrics(meters, edge.coder);
  if (certificates !== undefined) certificateMetrics(meters, certificates);
  stateMetrics(meters, status, isDraining);
  const process = processMetrics();
  return {
    contentType: meters.contentType,
    text: async () => `${await meters.text()}\n${await process.metrics()}`,
  };
}
