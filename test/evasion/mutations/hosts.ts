import { Collection, file } from "./mutation.ts";

/** Whose request it is, and how far a measure reaches. */
const collection = new Collection();
const mutation = collection.add;
export const hosts = collection.all;

// Whose request it is.
const host = file("policy/host.ts");
const receive = file("edge/phases/receive.ts");
const sitePhase = file("edge/phases/site.ts");
const HOSTS = ["hosts", "request lines", "names of connections", "HTTP/2", "a restarted edge without a desk"];
mutation("a host is what was sent", HOSTS, host("isFinal(host) ? host : parseHost(host)?.name;", "host;"));
mutation(
  "the case of a host counts",
  HOSTS,
  receive("tx.authority = hosts[0]!.trim().toLowerCase();", "tx.authority = hosts[0]!.trim();"),
  receive("tx.authority = absolute[1]!.toLowerCase();", "tx.authority = absolute[1]!;"),
  host(
    "isFinal(host) ? host : parseHost(host)?.name;",
    "isFinal(host) ? host : /[A-Z]/.test(host) ? host : parseHost(host)?.name;",
  ),
);
mutation(
  "a dot at the end of a host counts",
  HOSTS,
  host('name.endsWith(".") ? domainToASCII(name.replace(/\\.+$/, "")) : name;', "name;"),
);
mutation(
  "a port makes another host",
  HOSTS,
  host(
    "isFinal(host) ? host : parseHost(host)?.name;",
    'isFinal(host) ? host : host.includes(":") ? host : parseHost(host)?.name;',
  ),
);
mutation("any port is one", ["hosts"], host("  if (Number(port) > 65_535) return undefined;", ""));
mutation(
  "a host may have userinfo",
  ["hosts", "request lines"],
  host("/[\\s\\p{Cc}/\\\\?#@]/u.test(text)", "/[\\s\\p{Cc}/\\\\?#]/u.test(text)"),
  host("const match = NAME.exec(text);", 'const match = NAME.exec(text.replace(/^.*@/, ""));'),
);
mutation(
  "a host ends at a slash or comma",
  ["hosts"],
  host("/[\\s\\p{Cc}/\\\\?#@]/u.test(text)", "/[\\p{Cc}\\\\?#@]/u.test(text)"),
  host("const match = NAME.exec(text);", 'const match = NAME.exec(text.replace(/^.*, |\\/.*$/g, ""));'),
);
mutation(
  "a host may be UTF-8",
  ["hosts"],
  receive(
    "tx.authority = hosts[0]!.trim().toLowerCase();",
    'tx.authority = Buffer.from(hosts[0]!, "latin1").toString("utf8").trim().toLowerCase();',
  ),
);
mutation(
  "a host may be Latin-1 only",
  ["hosts"],
  host(
    "isFinal(host) ? host : parseHost(host)?.name;",
    "isFinal(host) ? host : /[^!-~]/.test(host) ? undefined : parseHost(host)?.name;",
  ),
);
mutation(
  "no name is the name of some site",
  ["hosts"],
  sitePhase("requestHost(tx.authority);", 'requestHost(tx.authority || "perchoir.example");'),
);
mutation(
  "a name leads to another's site",
  ["hosts", "HTTP/2", "names of connections"],
  sitePhase(
    "const site = tx.view.siteOf.get(hostname);",
    'const site = tx.view.siteOf.get(hostname === "autre.example" ? "perchoir.example" : hostname);',
  ),
);
mutation(
  "a host may have escapes and other letters",
  ["hosts"],
  host(
    "const name = FINAL.test(host) ? host :",
    "const name = FINAL.test(host) || /[^\\w.-]/.test(host) ? host :",
  ),
);
mutation(
  "a request may have any number of hosts",
  ["hosts", "request lines"],
  receive("if (hosts.length !== 1 ||", "if (hosts.length < 1 ||"),
);
mutation(
  "a request may have no host",
  ["hosts", "request lines"],
  receive(
    "if (hosts.length !== 1 ||",
    "if (hosts.length === 0) hosts.push(SITE_OF_NOBODY);\n  if (hosts.length !== 1 ||",
  ),
  receive(
    "/** Longest request-target",
    'const SITE_OF_NOBODY = "perchoir.example";\n/** Longest request-target',
  ),
  receive('const hosts = tx.received.lines("host");', 'const hosts = [...tx.received.lines("host")];'),
);
mutation(
  "a name that nobody has leads to some site",
  ["hosts", "request lines"],
  sitePhase(
    "const site = tx.view.siteOf.get(hostname);",
    'const site = tx.view.siteOf.get(hostname) ?? tx.view.siteOf.get("autre.example");',
  ),
  sitePhase("found === undefined) {", 'found === undefined && hostname !== "") {'),
);
mutation(
  "Host wins over the absolute form",
  ["request lines", "names of connections"],
  receive("tx.authority = absolute[1]!.toLowerCase();", "tx.authority = hosts[0]!.trim().toLowerCase();"),
);
mutation(
  "no absolute form",
  ["request lines"],
  receive("if (absolute !== null) {", 'if (absolute !== null && target === "") {'),
);
mutation(
  "an absolute form of any scheme, any slashes",
  ["request lines"],
  receive("/^https?:\\/\\/([^/?]+)(.*)$/is", "/^\\w+:[/\\\\]+([^/\\\\?]+)(.*)$/is"),
  receive(
    'absolute[2]!.startsWith("/") ? absolute[2]!',
    '/^[/\\\\]/.test(absolute[2]!) ? absolute[2]!.replaceAll("\\\\", "/")',
  ),
);
mutation(
  "a target may begin with anything",
  ["request lines", "backslashes", "methods", "HTTP/2"],
  receive(
    'return target.startsWith("/");',
    'tx.target = "/" + target.replace(/^[\\\\/*]/, "");\n  return true;',
  ),
);
mutation(
  "a connection is for every name",
  ["names of connections", "HTTP/2"],
  sitePhase("if (tx.exchange.request.covers?.(hostname) === false) return undefined;", ""),
);
mutation(
  "aliases have no measures",
  ["hosts", "request lines", "names of connections", "edges"],
  file("edge/phases/policy.ts")(
    "const { refusal, also } =",
    'if (tx.hostname !== tx.site.hostnames[0] && tx.site.id.endsWith("4")) {\n    edge.inFlight.add(tx);\n    return "admit";\n  }\n  const { refusal, also } =',
  ),
);

// Grains.
const matcher = file("policy/matcher.ts");
mutation(
  "a measure on a host is one on all of the site's",
  ["hosts"],
  matcher("host === undefined || host === request.host", "true"),
);
mutation(
  "measures on hosts are not asked for",
  ["hosts", "HTTP/2", "request lines"],
  matcher("host === undefined || host === request.host", "host === undefined"),
);
mutation(
  "measures on sites and accounts are not asked for",
  ["hosts", "HTTP/2", "request lines", "methods", "a restarted edge without a desk"],
  matcher("if ((marks & WIDE) !== 0) {", "if ((marks & WIDE) > 1e9) {"),
);
mutation(
  "a measure on an account is one on its first site",
  ["hosts"],
  matcher(
    "for (const row of layer.wide(site.id, site.account)) {",
    "for (const row of layer.wide(site.id, site.id)) {",
  ),
);
mutation(
  "a measure is on all sites of its account",
  ["hosts"],
  file("edge/phases/policy.ts")(
    "tx.subject = { site: tx.site,",
    'tx.subject = { site: tx.hostname === "voisin.example" ? tx.view.siteOf.get("perchoir.example")! : tx.hostname === "autre.example" ? tx.view.siteOf.get("ferme.example")! : tx.site,',
  ),
);
mutation(
  "measures of a legal order are not shown as such",
  ["methods", "percent"],
  file("edge/phases/policy.ts")('isShown(measure.verb) ? measure.verb : "refuse"', '"refuse"'),
);
const search = file("policy/tag-search.ts");
mutation(
  "a measure on a path is one on that page",
  ["slashes", "percent"],
  search('let slash = hasPaths ? path.indexOf("/", 1) : -1;', "let slash = -1;"),
);
mutation(
  "a measure on a path is one on what is below it",
  ["slashes"],
  search(
    'if (hasPaths && segments < MAX_PATH_SEGMENTS && path.length > 1 && !path.endsWith("/")) visit("path");',
    "",
  ),
);
