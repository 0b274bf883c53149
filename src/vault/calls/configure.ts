import { signNote } from "../../ledger/note.ts";
import { conflict } from "../../lib/errors.ts";
import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";

/** The configuration stream has a name and key of its own, so that its notes can never pass as checkpoints. */
export const configName = (origin: string): string => `${origin}/config`;

/** Signs one version of the configuration stream; a version is signed once and they only grow. */
export async function configure(
  { keys, state, origin }: VaultContext,
  { version, item }: CallInput<"configure">,
): Promise<CallOutput<"configure">> {
  if (version <= state.head.config) {
    throw conflict("vault.version", `configuration ${state.head.config} is signed already`, {
      field: "version",
    });
  }
  await state.keepHead({ ...state.head, config: version });
  return { note: signNote(`${configName(origin)}\n${version}\n${item}\n`, configName(origin), keys.config) };
}
