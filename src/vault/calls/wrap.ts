import { randomBytes } from "node:crypto";
import { errorFields } from "../../lib/log.ts";
import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";
import type { Epoch } from "../wrap-keys.ts";
import { wrapUnder } from "../wrapped.ts";

/** A fresh 256-bit key for one report, and that key under the newest epoch's wrapping key, bound to the report's id. */
export async function wrap(
  context: VaultContext,
  { report }: CallInput<"wrap">,
): Promise<CallOutput<"wrap">> {
  const key = randomBytes(32);
  const wrapped = wrapUnder(await currentEpoch(context), report, key);
  return { key: key.toString("base64"), wrapped: wrapped.toString("base64") };
}

/**
 * The epoch to wrap under, a new one where that is due. One that cannot be written down waits, and the one before it goes
 * on: a full disk is no reason to turn a report away.
 */
export async function currentEpoch({ keys, clock, log }: VaultContext): Promise<Epoch> {
  const before = keys.wrap.newest;
  try {
    const now = await keys.wrap.current(clock.now());
    if (now !== before) log.info("wrap.epoch", { epoch: now.epoch });
    return now;
  } catch (error) {
    log.error("wrap.epoch-failed", { epoch: before.epoch, ...errorFields(error) });
    return keys.wrap.newest;
  }
}
