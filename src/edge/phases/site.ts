import { requestHost } from "../../policy/host.ts";
import { problemAnswer } from "../pages/problem.ts";
import type { Phase } from "../transaction.ts";

/** Whose request is it? Sites are found by hostname in the view; roles say whether an edge serves it at all. */
export const site: Phase = (tx, edge) => {
  if (tx.view.size === 0) {
    // Serving without having read the measures would be serving what was refused.
    tx.answer = problemAnswer("edge.not-ready", tx.received, edge.clock.now(), ["Retry-After", "2"]);
    tx.outcome = "rejected";
    return "deliver";
  }
  const hostname = requestHost(tx.authority);
  const found = hostname === undefined ? undefined : tx.view.siteOf.get(hostname);
  const covered = hostname === undefined || tx.exchange.request.covers?.(hostname) !== false;
  if (!covered || found === undefined || !found.roles.some((role) => role === "cdn" || role === "ddos")) {
    tx.answer = problemAnswer("site.unknown", tx.received, edge.clock.now());
    tx.outcome = "rejected";
    return "deliver";
  }
  tx.site = found;
  return "policy";
};
