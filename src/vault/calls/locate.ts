import { hkdfSync } from "node:crypto";
import { badRequest } from "../../lib/errors.ts";
import { cleanBase32 } from "../../lib/ids.ts";
import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";

/**
 * Receipt code → locator and key, both from HKDF(pepper, code). No slow hash: with 80 random bits and a pepper outside the
 * database guessing is hopeless, and a slow one would be a lever on our CPU (docs/design.md §8).
 */
export async function locate(
  { keys }: VaultContext,
  { code }: CallInput<"locate">,
): Promise<CallOutput<"locate">> {
  const clean = cleanBase32(code);
  if (clean?.length !== 16) {
    throw badRequest("receipt.form", "a receipt code has sixteen letters and digits in four groups", {
      field: "code",
    });
  }
  const bytes = Buffer.from(hkdfSync("sha256", clean, keys.pepper, "rempart/receipt/v1", 64));
  return { locator: bytes.subarray(0, 32).toString("base64"), key: bytes.subarray(32).toString("base64") };
}
