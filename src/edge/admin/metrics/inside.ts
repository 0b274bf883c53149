import type { Edge } from "../../transaction.ts";
import type { Meters } from "./meters.ts";

/** What an edge has in hand at this moment. */
export function insideMetrics(meters: Meters, edge: Edge): void {
  const { flights, inFlight, limits, view } = edge;
  meters.gauge("in_flight", "Exchanges in progress.", () => inFlight.count);
  meters.gauge("fetches", "Requests on their way to an origin.", () => flights.count);
  meters.gauge("hostnames", "Hostnames that are served.", () => view().siteOf.size);
  meters.gauge("limit_buckets", "Token buckets of addresses and sites in memory.", () => limits.buckets);
  meters.gauge(
    "limit_networks",
    "Networks whose exchanges in progress are counted, by site.",
    () => limits.networks,
  );
  meters.counter(
    "access_log_dropped_total",
    "Lines of the access log that were not written.",
    () => edge.accessLog?.dropped ?? 0,
  );
}
