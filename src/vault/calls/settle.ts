import { newId } from "../../lib/ids.ts";
import type { CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";

/**
 * Its caller may have sent an append whose answer never came, and which may still stand in a socket, behind a vault that was
 * stopped for a while. What is cut off the ledger's files after this must not be signed then.
 */
export async function settle({ state }: VaultContext): Promise<CallOutput<"settle">> {
  state.turn = newId();
  const { range, checkpoint } = state.head;
  return { size: range.size, checkpoint, turn: state.turn };
}
