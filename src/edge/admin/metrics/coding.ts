import type { Coder } from "../../coding/coder.ts";
import type { Meters } from "./meters.ts";

/** What compressing answers holds and costs. */
export function codingMetrics(meters: Meters, coder: Coder): void {
  meters.gauge("coded_bytes", "Memory of coded forms of kept answers.", () => coder.bytes);
  meters.gauge("coded_objects", "Coded forms of kept answers.", () => coder.count);
  meters.gauge("encoders", "Bodies that are being coded.", () => coder.encoders);
  meters.counter("encoders_started_total", "Bodies that were coded.", () => coder.started);
  meters.counter(
    "coding_spared_total",
    "Bodies sent as they are because too many were being coded.",
    () => coder.spared,
  );
}
