import type { SiteConfig } from "../../feed/config.ts";
import type { Opening } from "../../ledger/target.ts";
import { unprocessable } from "../../lib/errors.ts";
import type { Db } from "../db/open.ts";
import { firstProtected } from "../protected/store.ts";

/**
 * Throws `decision.protected` where a measure would take away a protected name. All hostnames of a site are one: a measure on
 * any part of it would meet that one too. `sites`: those that the target is about.
 */
export async function refuseProtected(
  db: Db,
  sites: readonly SiteConfig[],
  { grain, canonical }: Opening,
): Promise<void> {
  const hostnames = grain === "host" ? [canonical] : sites.flatMap((one) => one.hostnames);
  const host = await firstProtected(db, hostnames);
  if (host === undefined) return;
  throw unprocessable(
    "decision.protected",
    `${host} is protected: people report and contest there, so no measure may take it away`,
    { field: "grain", host },
  );
}
