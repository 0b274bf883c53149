import { OUTCOMES } from "../../transaction.ts";
import type { Counters } from "../counters.ts";
import { BOUNDS_MS } from "../durations.ts";
import { by, type Meters } from "./meters.ts";

/** What was asked and how it went. */
export function requestMetrics(meters: Meters, counters: Counters): void {
  const { durations } = counters;
  const seen = () => OUTCOMES.filter((outcome) => durations.count(outcome) > 0);
  meters.counter("requests_total", "Requests by how they were handled.", () =>
    seen().map((outcome) => [{ outcome }, durations.count(outcome)] as const),
  );
  meters.histogram(
    "request_duration_seconds",
    "From the head of a request to the last byte of its answer.",
    "outcome",
    BOUNDS_MS.map((ms) => ms / 1000),
    () =>
      seen().map((value) => ({
        value,
        cumulative: durations.cumulative(value),
        sum: durations.sumMs(value) / 1000,
      })),
  );
  meters.counter(
    "measures_shown_total",
    "Answers with a measure's page, by ledger index of the measure.",
    () => by("index", counters.measures),
  );
  meters.counter(
    "problems_total",
    "Answers that only say what went wrong: limits, malformed requests, failures.",
    () => by("code", counters.problems),
  );
  meters.counter(
    "origin_failures_total",
    "Requests that an origin did not answer, by RFC 9209 error type.",
    () => by("error", counters.proxyErrors),
  );
  meters.counter("body_bytes_total", "Bytes of answer bodies handed to visitors.", () => counters.bodyBytes);
  meters.counter("incomplete_total", "Answers that did not reach their end.", () => counters.incomplete);
  meters.counter("cut_total", "Exchanges cut because a new measure reached them.", () => counters.cut);
}
