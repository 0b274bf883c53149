import type { EdgeStatus } from "../status.ts";
import type { Meters } from "./meters.ts";

/** What an edge knows of the ledger and of its desk. */
export function stateMetrics(meters: Meters, read: () => EdgeStatus, isDraining: () => boolean): void {
  const status = meters.once(read);
  meters.counter("feed_refusals_total", "What came by the feed and did not verify.", () => status().refusals);
  meters.gauge(
    "state_size",
    "Ledger size of the verified state; 0 before it is loaded.",
    () => status().size,
  );
  meters.gauge(
    "state_config_version",
    "Version of the configuration that is applied.",
    () => status().config,
  );
  meters.gauge("state_age_seconds", "Since the desk was last heard; -1 if never.", () => {
    const { ageMs } = status();
    return ageMs === null ? -1 : ageMs / 1000;
  });
  meters.gauge("state_stale", "1 if the desk was not heard for longer than allowed.", () =>
    status().stale ? 1 : 0,
  );
  meters.gauge(
    "ledger_uncosigned_seconds",
    "For how long entries have been in force that no witness has vouched for.",
    () => status().uncosignedMs / 1000,
  );
  meters.gauge("draining", "1 if the edge is going away.", () => (isDraining() ? 1 : 0));
}
