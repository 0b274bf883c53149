import { introduceKey } from "../../ledger/key-chain.ts";
import type { CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";

/**
 * Makes the ledger's next key ready and introduces it. Nothing is signed with it before people have approved the `key`
 * entry that says so (append.ts), so this needs nobody: its private half never leaves the vault.
 */
export async function rotate({ keys, state, clock, origin }: VaultContext): Promise<CallOutput<"rotate">> {
  const [current] = keys.ledger.signers(state.head, clock.now());
  return introduceKey(origin, await keys.ledger.next(state.head), current);
}
