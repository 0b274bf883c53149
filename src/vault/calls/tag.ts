import { tagDetail } from "../../screening/index.ts";
import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";

/** Words in, keyed tags out. Nothing of the words stays; a detail too common to be matched alone is refused by name. */
export async function tag({ keys }: VaultContext, { details }: CallInput<"tag">): Promise<CallOutput<"tag">> {
  return { tagged: details.map((detail) => tagDetail(keys.details, detail)) };
}
