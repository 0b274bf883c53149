import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { RempartError } from "../lib/errors.ts";
import { formatStudy, overRepresentation, type ProviderLine, strictHost } from "../study/index.ts";

const USAGE =
  "rempart study --labels FILE --baseline FILE --claims FILE (claims: domain,role,provider a line)";

/** `rempart study`: which providers are more frequent among labelled sites than among those of a baseline. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { labels: { type: "string" }, baseline: { type: "string" }, claims: { type: "string" } },
  });
  const { labels, baseline, claims } = values;
  if (labels === undefined || baseline === undefined || claims === undefined)
    throw new RempartError("usage", 400, USAGE);
  const lines = (await linesOf(claims)).map((line): ProviderLine => {
    const [domain = "", role = "", provider = ""] = line.split(",");
    return { domain, role, provider };
  });
  const roles = overRepresentation(await domainsOf(labels), lines, await domainsOf(baseline));
  process.stdout.write(`${formatStudy(roles)}\n`);
}

/** A line a record; the first line is skipped where it is a heading. */
const linesOf = async (file: string): Promise<string[]> =>
  (await readFile(file, "utf8")).split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("domain"));

const domainsOf = async (file: string): Promise<Set<string>> =>
  new Set((await linesOf(file)).flatMap((line) => strictHost(line.split(",")[0] ?? "") ?? []));
