import { Counter, Gauge, Registry } from "prom-client";
import type { Edge } from "../transaction.ts";
import type { EdgeStatus } from "./status.ts";

/** The metrics of one edge, read from its plain counters when somebody scrapes them. */
export function createMetrics(edge: Edge, status: () => EdgeStatus): Registry {
  const registry = new Registry();
  const registers = [registry];

  const labelled = (name: string, help: string, label: string, counts: ReadonlyMap<string, number>): void => {
    new Counter({
      name,
      help,
      labelNames: [label],
      registers,
      collect() {
        this.reset();
        for (const [value, count] of counts) this.inc({ [label]: value }, count);
      },
    });
  };
  const total = (name: string, help: string, read: () => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  };
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };

  const { counters, store, flights, inFlight } = edge;
  labelled("rempart_edge_requests_total", "Requests by how they were handled.", "outcome", counters.requests);
  labelled(
    "rempart_edge_measures_shown_total",
    "Answers with a measure's page, by ledger index of the measure.",
    "index",
    counters.measures,
  );
  labelled(
    "rempart_edge_origin_failures_total",
    "Requests that an origin did not answer, by RFC 9209 error type.",
    "error",
    counters.proxyErrors,
  );
  total(
    "rempart_edge_body_bytes_total",
    "Bytes of answer bodies handed to visitors.",
    () => counters.bodyBytes,
  );
  total("rempart_edge_incomplete_total", "Answers that did not reach their end.", () => counters.incomplete);
  total("rempart_edge_cut_total", "Exchanges cut because a new measure reached them.", () => counters.cut);
  total(
    "rempart_edge_feed_refusals_total",
    "What came by the feed and did not verify.",
    () => status().refusals,
  );
  gauge("rempart_edge_cache_bytes", "Memory that kept answers are accounted for.", () => store.bytes);
  gauge("rempart_edge_cache_objects", "Kept answers.", () => store.count);
  gauge("rempart_edge_in_flight", "Exchanges in progress.", () => inFlight.count);
  gauge("rempart_edge_fetches", "Requests on their way to an origin.", () => flights.count);
  gauge(
    "rempart_edge_state_size",
    "Ledger size of the verified state; 0 before it is loaded.",
    () => status().size,
  );
  gauge("rempart_edge_state_age_seconds", "Since the desk was last heard; -1 if never.", () => {
    const { ageMs } = status();
    return ageMs === null ? -1 : ageMs / 1000;
  });
  gauge("rempart_edge_state_stale", "1 if the desk was not heard for longer than allowed.", () =>
    status().stale ? 1 : 0,
  );
  return registry;
}
