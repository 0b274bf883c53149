import { readFile } from "node:fs/promises";
import { parse, stringify } from "yaml";
import type { Changed, Removed, SiteConfig, SitesPage } from "../desk/api-types.ts";
import { siteSchema } from "../feed/config.ts";
import { badRequest, RempartError } from "../lib/errors.ts";
import { adminCall } from "./admin-socket.ts";
import { change, published } from "./site-change.ts";
import { edited } from "./site-edit.ts";
import { runVerb, say, type ValuesOf, type VerbOn } from "./terminal.ts";

const USAGE = `rempart site list [--json]
rempart site show SITE [--json]
rempart site add HOSTNAME… [NAME=VALUE…] --origin URL (--account ID | --email ADDRESS [--language fr|en])
rempart site set SITE [NAME=VALUE…] [--file FILE]
rempart site remove SITE
rempart site token SITE

SITE is a hostname or an id. NAME=VALUE is a setting as \`site show\` prints it, by its dotted name; NAME= takes it away:
  rempart site set forum.example limits.perAddress='{perSecond: 5, burst: 20}' cache.negativeSeconds=30
  rempart site set forum.example origin.servers='[{url: "http://192.0.2.1"}, {url: "http://192.0.2.2", backup: true}]'
A token purges this one site and does nothing else. It is printed once; the one before it ends.

--file FILE   the whole document, YAML or JSON, instead of the present one; settings come on top
--dry-run     checks it and shows what would change
--key FILE    your key file: you sign that the account asked for this. Needed for what could take a page from a visitor;
              it is written into the public ledger as the account's request, without which edges would not follow
--wait        until every connected edge has acked it`;

const OPTIONS = {
  origin: { type: "string" },
  account: { type: "string" },
  email: { type: "string" },
  language: { type: "string" },
  file: { type: "string" },
  key: { type: "string" },
  "dry-run": { type: "boolean" },
  wait: { type: "boolean" },
  json: { type: "boolean" },
} as const;

type Values = ValuesOf<typeof OPTIONS>;
type Verb = VerbOn<typeof OPTIONS>;

/** `rempart site`: what the desk's console does with sites, for terminals. */
export const run = (args: string[]): Promise<void> =>
  runVerb(args, { usage: USAGE, options: OPTIONS, verbs: VERBS });

const pathTo = (site: string, room = ""): string => `/api/sites/${encodeURIComponent(site)}${room}`;
const json = (value: unknown): string => JSON.stringify(value);

const list: Verb = async (folder, _positionals, values) => {
  const all: SiteConfig[] = [];
  for await (const site of served(folder)) {
    if (values.json) all.push(site);
    else say(`${site.id}  ${site.hostnames.join(", ")}  (${site.roles.join(", ")})`);
  }
  if (values.json) say(json(all));
};

/** Every site, a page at a time. */
async function* served(folder: string): AsyncGenerator<SiteConfig> {
  for (let from: string | null = ""; from !== null; ) {
    const { sites, next }: SitesPage = await adminCall(folder, "GET", `/api/sites?limit=500${from}`);
    yield* sites;
    from = next === null ? null : `&after=${next}`;
  }
}

const show: Verb = async (folder, positionals, values) => {
  const { site } = await current(folder, one(positionals));
  say(values.json ? json(site) : stringify(siteSchema.parse(site)).trimEnd()); // in the schema's order
};

const add: Verb = async (folder, positionals, values) => {
  const settings = positionals.filter((word) => word.includes("="));
  const hostnames = positionals.filter((word) => !word.includes("="));
  const document = edited(
    {
      roles: ["cdn"],
      ...(await fromFile(values.file)),
      ...(hostnames.length > 0 ? { hostnames } : {}),
      ...(values.origin === undefined ? {} : { origin: values.origin }),
    },
    settings,
  );
  const account = values.account ?? document.account ?? (await newAccount(folder, values));
  const startedMs = performance.now();
  const added = await adminCall<Changed>(folder, "POST", "/api/sites", { ...document, account });
  if (values.json) say(json(added));
  else say(`site ${added.site.id} (${added.site.hostnames.join(", ")})`);
  await published(folder, added, values, startedMs);
};

async function newAccount(folder: string, { email, language = "fr" }: Values): Promise<string> {
  if (email === undefined)
    throw badRequest("usage", "whose site is it? --account ID, or --email ADDRESS for a new account");
  const body = { contactEmail: email, language };
  const { id } = await adminCall<{ id: string }>(folder, "POST", "/api/accounts", body);
  process.stderr.write(`account ${id}\n`); // before the site, which may be refused: then --account takes this one
  return id;
}

const set: Verb = async (folder, [site = "", ...settings], values) => {
  if (site === "" || (settings.length === 0 && values.file === undefined))
    throw new RempartError("usage", 400, USAGE);
  const before = await current(folder, site);
  const document = edited((await fromFile(values.file)) ?? before.site, settings);
  await change(folder, values, (more) =>
    adminCall<Changed>(folder, "PUT", pathTo(before.site.id), { site: document, base: before.hash, ...more }),
  );
};

const remove: Verb = async (folder, positionals, values) => {
  const { site } = await current(folder, one(positionals));
  await change(folder, values, (more) =>
    adminCall<Removed>(folder, "POST", pathTo(site.id, "/removal"), more),
  );
};

const token: Verb = async (folder, positionals) => {
  const { site } = await current(folder, one(positionals));
  const issued = await adminCall<{ token: string }>(folder, "POST", pathTo(site.id, "/token"));
  say(issued.token);
};

const VERBS: Readonly<Record<string, Verb>> = { list, show, add, set, remove, token };

const current = (folder: string, site: string): Promise<{ site: SiteConfig; hash: string }> =>
  adminCall(folder, "GET", pathTo(site));

function one([site, ...more]: readonly string[]): string {
  if (site === undefined || more.length > 0) throw new RempartError("usage", 400, USAGE);
  return site;
}

async function fromFile(file: string | undefined): Promise<Record<string, unknown> | undefined> {
  if (file === undefined) return undefined;
  try {
    const document: unknown = parse(await readFile(file, "utf8"));
    if (typeof document === "object" && document !== null) return document as Record<string, unknown>;
  } catch (error) {
    throw badRequest("site.file", `cannot read ${file}: ${(error as Error).message}`);
  }
  throw badRequest("site.file", `${file} holds no site`);
}
