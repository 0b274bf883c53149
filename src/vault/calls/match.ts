import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";

export async function match(
  { matching }: VaultContext,
  input: CallInput<"match">,
): Promise<CallOutput<"match">> {
  return matching.match(input);
}
