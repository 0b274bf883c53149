import { parseArgs } from "node:util";
import { isName } from "../ledger/note.ts";
import { asText, EnvReader } from "../lib/env.ts";
import { onShutdown } from "../lib/listen.ts";
import { startVault } from "../vault/server.ts";

/**
 * `rempart vault [--new-origin]`: REMPART_DATA, REMPART_VAULT_SOCKET, REMPART_ORIGIN (the ledger's name). With
 * --new-origin another name begins another ledger: for when the entries of the one before are lost everywhere.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { "new-origin": { type: "boolean", default: false } } });
  const reader = new EnvReader();
  const folder = reader.get("DATA", asText, "data");
  const socket = reader.get("VAULT_SOCKET", asText, `${folder}/vault.sock`);
  const origin = reader.get("ORIGIN", asKeyName, "rempart.example/ledger");
  reader.finish();
  const vault = await startVault({
    ...{ folder: `${folder}/vault`, socket, origin, newOrigin: values["new-origin"] },
  });
  onShutdown(() => vault.close());
  process.send?.({ ready: true });
}

/** Checked before a key is made under it: it can never be changed. */
function asKeyName(text: string): string {
  if (!isName(text)) throw new Error(`must be a name without blanks and +, not "${text}"`);
  return text;
}
