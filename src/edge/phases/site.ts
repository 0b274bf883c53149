import type { SiteConfig } from "../../feed/config.ts";
import { requestHost } from "../../policy/host.ts";
import { problemAnswer } from "../pages/problem.ts";
import type { Phase, Transaction } from "../transaction.ts";

/** Whose request is it? Sites are found by hostname in the view; roles say whether an edge serves it at all. */
export const site: Phase = (tx, edge) => {
  if (tx.view.size === 0) {
    // Serving without having read the measures would be serving what was refused.
    tx.answer = problemAnswer("edge.not-ready", tx.received, edge.clock.now(), ["Retry-After", "2"]);
    tx.outcome = "rejected";
    return "deliver";
  }
  const hostname = requestHost(tx.authority);
  const found = hostname === undefined ? undefined : served(tx, hostname);
  if (hostname === undefined || found === undefined) {
    tx.answer = problemAnswer("site.unknown", tx.received, edge.clock.now());
    tx.outcome = "rejected";
    return "deliver";
  }
  tx.hostname = hostname;
  tx.site = found;
  return "policy";
};

/** The site of that name, if its roles are an edge's and the connection is one that may carry requests for it. */
function served(tx: Transaction, hostname: string): SiteConfig | undefined {
  if (tx.exchange.request.covers?.(hostname) === false) return undefined;
  const site = tx.view.siteOf.get(hostname);
  return site?.roles.some((role) => role === "cdn" || role === "ddos") ? site : undefined;
}
