import type { FrontCounts } from "../../front/context.ts";
import { by, type Meters } from "./meters.ts";

/** Who is connected, and whom the listeners turned away before there was a request. */
export function connectionMetrics(meters: Meters, counts: FrontCounts): void {
  meters.gauge(
    "connections",
    "Open connections by what they speak; opening: still in a PROXY header or a TLS handshake.",
    () => by("protocol", Object.entries(counts.open)),
  );
  meters.counter("connections_accepted_total", "Connections accepted.", () => counts.accepted);
  meters.counter("connections_ended_total", "Connections that the edge ended, by why.", () =>
    by("why", [
      ["over-limit", counts.overLimit],
      ["proxy-header", counts.proxyFailures],
      ["tls", counts.tlsFailures],
      ["malformed", counts.malformed],
      ["timed-out", counts.timedOut],
    ]),
  );
}
