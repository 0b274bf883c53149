import { join } from "node:path";
import { parseArgs } from "node:util";
import { type DeskConfig, readDeskConfig } from "../desk/config.ts";
import { type Database, openDatabase } from "../desk/db/open.ts";
import { beginAnew, reindex as mendIndex, restoreFrom } from "../desk/ledger-repair.ts";
import { readerAt } from "../ledger/reader.ts";
import { LedgerStore } from "../ledger/store.ts";
import { RempartError } from "../lib/errors.ts";
import { VaultClient } from "../vault/client.ts";
import { say } from "./terminal.ts";

/** `rempart ledger restore COPY | --new-origin`. */
export async function restore(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    ...{ args, allowPositionals: true },
    options: { "new-origin": { type: "boolean", default: false } },
  });
  const [copy] = positionals;
  const isNew = values["new-origin"];
  if ((copy === undefined) !== isNew)
    throw new RempartError(
      "usage",
      400,
      "rempart ledger restore COPY, or rempart ledger restore --new-origin",
    );
  const config = readDeskConfig();
  const vault = new VaultClient(config.vaultSocket);
  try {
    const trust = await vault.call("describe", {});
    const folder = join(config.folder, "ledger");
    if (copy !== undefined) {
      const taken = await restoreFrom(folder, readerAt(copy), trust);
      say(
        taken === 0
          ? "nothing was missing"
          : `${taken} entries taken from ${copy}: ${trust.size} in all, as signed`,
      );
      return;
    }
    await using database = await openIndex(config);
    const aside = await beginAnew(folder, database, trust);
    say(`the ended ledger lies in ${aside}: keep it, and go on showing it`);
    say(
      `the desk now begins ${trust.origin}: publish the policy again, enrol the edges again, decide again what must stay in force`,
    );
  } finally {
    vault.close();
  }
}

/** `rempart ledger reindex`. */
export async function reindex(args: string[]): Promise<void> {
  parseArgs({ args });
  const config = readDeskConfig();
  await using database = await openIndex(config);
  const store = await LedgerStore.open(join(config.folder, "ledger"));
  try {
    const { entries, indexed, mended, withoutOpening } = await mendIndex(store, database);
    say(`${entries} entries in the ledger, ${indexed} in the database, ${mended} of them put right`);
    if (entries > indexed) say(`${entries - indexed} are read in when the desk starts`);
    if (withoutOpening.length > 0)
      say(
        `the opening is lost of ${withoutOpening.length} measures: edges that have it go on, new ones cannot be told: ${withoutOpening.join(", ")}`,
      );
  } finally {
    store.close();
  }
}

async function openIndex(config: DeskConfig): Promise<Database & AsyncDisposable> {
  const url = config.databaseUrl?.reveal();
  const where = url === undefined ? { folder: join(config.folder, "db") } : { postgresUrl: url };
  const database = await openDatabase(where);
  return { ...database, [Symbol.asyncDispose]: () => database.close() };
}
