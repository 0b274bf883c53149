import { Resolver } from "node:dns/promises";
import type { Resolve } from "./address-guard.ts";

/** Asks the given name servers, or the machine's own, for A and AAAA; rejects only if neither could be asked. A first. */
export function systemResolve({ timeoutMs = 5000, servers = [] as readonly string[] } = {}): Resolve {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  if (servers.length > 0) resolver.setServers([...servers]);
  return async (hostname) => {
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const failed = answers.find((answer) => answer.status === "rejected" && !hasNoRecord(answer.reason));
    const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    if (found.length === 0 && failed?.status === "rejected") throw failed.reason;
    return found;
  };
}

const hasNoRecord = (error: NodeJS.ErrnoException): boolean =>
  error.code === "ENODATA" || error.code === "ENOTFOUND";
