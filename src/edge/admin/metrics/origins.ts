import type { ServerState } from "../../origin/numbers.ts";
import type { OriginPools } from "../../origin/pools.ts";
import type { Meters } from "./meters.ts";

/** Servers that are shown one by one: those that are down, then those used last. */
const MAX_SERVERS = 100;

/** How the edge fares with the sites' own servers. A server is its place in the site's document, never its address. */
export function originMetrics(meters: Meters, pools: OriginPools): void {
  const { numbers } = pools;
  meters.counter("origin_requests_total", "Requests sent to origins.", () => numbers.requests);
  meters.counter("origin_connections_made_total", "Connections made.", () => numbers.connectionsMade);
  meters.counter(
    "origin_resent_total",
    "Requests sent again because a kept connection was closed at that moment.",
    () => numbers.resent,
  );
  meters.counter("origin_failovers_total", "Requests sent on to another server.", () => numbers.failovers);
  meters.counter("origin_probes_total", "Servers asked whether they are up.", () => numbers.probes);
  meters.counter("origin_probes_failed_total", "Probes without a good answer.", () => numbers.probesFailed);

  const gauges = meters.once(() => pools.gauges());
  meters.gauge("origin_connections", "Open connections to origins.", () => gauges().connections);
  meters.gauge("origin_waiting", "Requests that wait for a connection.", () => gauges().waiting);
  meters.gauge("origin_sites", "Sites whose servers are remembered.", () => gauges().sites);
  meters.gauge("origin_servers", "Servers of these sites.", () => gauges().servers);
  meters.gauge("origin_servers_down", "Of these the ones that are down.", () => gauges().serversDown);

  const states = meters.once(() => pools.serverStates(MAX_SERVERS));
  const each = (read: (state: ServerState) => number) => () =>
    states().map((state) => [{ site: state.site, server: state.server }, read(state)] as const);
  const ofSome = "Of sites with several servers, at most a hundred.";
  meters.gauge(
    "origin_server_up",
    `1 if it is up. ${ofSome}`,
    each(({ up }) => (up ? 1 : 0)),
  );
  meters.gauge(
    "origin_server_requests",
    `Sent to it. ${ofSome}`,
    each(({ requests }) => requests),
  );
  meters.gauge(
    "origin_server_failures",
    `Unanswered. ${ofSome}`,
    each(({ failures }) => failures),
  );
}
