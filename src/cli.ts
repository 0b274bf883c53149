import { errorMessage, RempartError } from "./lib/errors.ts";

/** `rempart <command>`. Each command is a file of commands/, loaded when asked for. */
type Command = (args: string[]) => Promise<void>;

const COMMANDS: Record<string, { what: string; load: () => Promise<{ run: Command }> }> = {
  start: {
    what: "an installation on this machine: vault, desk, one edge",
    load: () => import("./commands/start.ts"),
  },
  demo: { what: "the whole story, with real processes", load: () => import("./commands/demo.ts") },
  vault: { what: "the process that holds the keys", load: () => import("./commands/vault.ts") },
  desk: { what: "the abuse desk", load: () => import("./commands/desk.ts") },
  edge: { what: "a CDN node", load: () => import("./commands/edge.ts") },
  connector: {
    what: "connector nginx | haproxy | nginx-map: measures for what you already run",
    load: () => import("./commands/connector.ts"),
  },
  site: { what: "site add | set | show | list | remove | token", load: () => import("./commands/site.ts") },
  purge: { what: "make every edge forget kept answers", load: () => import("./commands/purge.ts") },
  work: {
    what: "work | work done ID | work hook ROLE URL: what no edge can carry out",
    load: () => import("./commands/work.ts"),
  },
  fleet: {
    what: "fleet [token | serve | revoke]: the edges and how far each is",
    load: () => import("./commands/fleet.ts"),
  },
  policy: { what: "policy check FILE | policy diff OLD NEW", load: () => import("./commands/policy.ts") },
  ledger: {
    what: "ledger audit URL | ledger check URL… | ledger rotate | ledger restore | ledger reindex",
    load: () => import("./commands/ledger.ts"),
  },
  verify: {
    what: "check a capture: a folder of evidence or a WARC file",
    load: () => import("./commands/verify.ts"),
  },
  photo: {
    what: "what a picture or voice message discloses; a clean copy",
    load: () => import("./commands/photo.ts"),
  },
  screen: {
    what: "screen --jsonl: texts in, findings out | screen --explain FILE: one text, for a person",
    load: () => import("./commands/screen.ts"),
  },
  match: {
    what: "match --jsonl: registered details against texts",
    load: () => import("./commands/match.ts"),
  },
  who: { what: "who serves a hostname, with evidence", load: () => import("./commands/who.ts") },
  study: {
    what: "over-representation of providers in a list of sites",
    load: () => import("./commands/study.ts"),
  },
};

function usage(): string {
  const lines = Object.entries(COMMANDS).map(([name, { what }]) => `  ${name.padEnd(9)} ${what}`);
  return `rempart <command>\n\n${lines.join("\n")}\n`;
}

async function main([name = "", ...args]: string[]): Promise<void> {
  const command = COMMANDS[name];
  if (command === undefined) {
    process.stderr.write(usage());
    process.exitCode = name === "" || name === "help" || name === "--help" ? 0 : 2;
    return;
  }
  const { run } = await command.load();
  await run(args);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`rempart: ${errorMessage(error)}\n`);
  const { code = "" } = error as { code?: string };
  const isUsage = code === "usage" || code.startsWith("ERR_PARSE_ARGS");
  if (!(error instanceof RempartError) && !isUsage && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  process.exitCode = isUsage ? 2 : 1;
});
