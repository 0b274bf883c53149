import { formatVerifierKey, noteKey } from "../../ledger/note.ts";
import type { CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";
import { configName } from "./configure.ts";

export async function describe({ keys, state, origin }: VaultContext): Promise<CallOutput<"describe">> {
  return {
    origin,
    ledgerKey: formatVerifierKey(noteKey(origin, keys.ledger)),
    configKey: formatVerifierKey(noteKey(configName(origin), keys.config)),
    identityRecipient: keys.identityRecipient,
    evidenceRecipients: [...keys.evidenceRecipients],
    fleetCa: keys.authority.certificate,
    people: [...state.people.keys()],
    size: state.head.range.size,
    checkpoint: state.head.checkpoint,
    config: state.head.config,
  };
}
