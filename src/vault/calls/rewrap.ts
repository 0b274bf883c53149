import { RempartError } from "../../lib/errors.ts";
import { type CallInput, type CallOutput, epochOf } from "../calls.ts";
import type { VaultContext } from "../context.ts";
import { unwrap, wrapUnder } from "../wrapped.ts";
import { currentEpoch } from "./wrap.ts";

type Output = CallOutput<"rewrap">;
type Code = Output["failed"][number]["code"];

/**
 * Keys out of epochs that are to be forgotten. No key leaves the vault, so this needs nobody's approval. A new epoch begins
 * here as it does in `wrap`: a desk that gets no reports would otherwise never be rid of what it deleted.
 */
export async function rewrap(context: VaultContext, { items }: CallInput<"rewrap">): Promise<Output> {
  const newest = await currentEpoch(context);
  const failed: Output["failed"] = [];
  const again = items.map(({ report, wrapped }, item) => {
    const bytes = Buffer.from(wrapped, "base64");
    try {
      const key = unwrap(context.keys.wrap, report, bytes);
      return epochOf(bytes) === newest.epoch ? wrapped : wrapUnder(newest, report, key).toString("base64");
    } catch (error) {
      failed.push({ item, code: codeOf(error) });
      return null;
    }
  });
  return { epoch: newest.epoch, items: again, failed };
}

function codeOf(error: unknown): Code {
  const code = error instanceof RempartError ? error.code : undefined;
  if (code === "vault.forgotten" || code === "vault.wrapped") return code;
  throw error;
}
