import { parseArgs } from "node:util";
import { formatWho, networkPorts, readRangeFolder, rulesWith, who } from "../attribution/index.ts";
import { isPublicAddress } from "../evidence/index.ts";
import { systemClock } from "../lib/clock.ts";
import { RempartError } from "../lib/errors.ts";

/** `rempart who HOSTNAME [--ranges FOLDER] [--dns ADDRESS,…]`: what a site shows to every visitor, and no more. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ranges: { type: "string" }, dns: { type: "string" } },
  });
  const [hostname] = positionals;
  if (hostname === undefined)
    throw new RempartError("usage", 400, "rempart who HOSTNAME [--ranges FOLDER] [--dns ADDRESS,…]");
  const published = values.ranges === undefined ? new Map() : await readRangeFolder(values.ranges);
  const servers = values.dns === undefined ? {} : { servers: values.dns.split(",") };
  const ports = networkPorts({
    vantage: "here",
    clock: systemClock,
    mayConnect: isPublicAddress,
    ...servers,
  });
  process.stdout.write(`${formatWho(await who(hostname, ports, rulesWith(published)))}\n`);
}
