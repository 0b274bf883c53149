import { formatVerifierKey, noteKey } from "../../ledger/note.ts";
import type { CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";
import { configName } from "./configure.ts";

export async function describe({
  keys,
  state,
  clock,
  origin,
}: VaultContext): Promise<CallOutput<"describe">> {
  const [current] = keys.ledger.signers(state.head, clock.now());
  return {
    origin,
    ledgerKey: formatVerifierKey(noteKey(origin, current)),
    configKey: formatVerifierKey(noteKey(configName(origin), keys.config)),
    identityRecipient: keys.identityRecipient,
    evidenceRecipients: [...keys.evidenceRecipients],
    fleetCa: keys.authority.certificate,
    people: [...state.people.keys()],
    size: state.head.range.size,
    checkpoint: state.head.checkpoint,
    config: state.head.config,
    wrapEpoch: keys.wrap.newest.epoch,
    wrapOldest: keys.wrap.oldest,
  };
}
