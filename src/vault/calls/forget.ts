import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";

/** Ends epochs: what is still wrapped under them, in the database or in a copy of it from then, opens for nobody any more. */
export async function forget(
  { keys, clock, log }: VaultContext,
  { before }: CallInput<"forget">,
): Promise<CallOutput<"forget">> {
  const forgotten = await keys.wrap.forget(before, clock.now());
  const { oldest } = keys.wrap;
  if (forgotten.length > 0) log.info("wrap.forgotten", { epochs: forgotten.join(","), oldest });
  return { oldest, forgotten: [...forgotten] };
}
