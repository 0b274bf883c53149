import { redirectToHttps, wantsHttps } from "../limits/https.ts";
import { refuseExcess } from "../pages/excess.ts";
import type { Phase } from "../transaction.ts";

/** What the site's own configuration says of a request that no measure refuses: HTTPS first, then its limits. */
export const admit: Phase = (tx, edge) => {
  const { https, limits } = tx.site;
  if (https !== undefined && wantsHttps(tx)) {
    tx.answer = redirectToHttps(tx, edge.httpsPort, edge.clock.now());
    tx.outcome = "redirected";
    return "deliver";
  }
  if (limits !== undefined) {
    const excess = edge.limits.excess(tx, limits, edge.clock.now());
    if (excess !== undefined) return refuseExcess(tx, edge, excess);
  }
  return "lookup";
};
