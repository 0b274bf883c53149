import { randomBytes } from "node:crypto";
import { sha256Hex, toUtf8 } from "../../lib/bytes.ts";
import { HOUR } from "../../lib/clock.ts";
import { forbidden } from "../../lib/errors.ts";
import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";
import { trustHash } from "../trust.ts";

/**
 * A one-time token that an operator carries to a new edge: a secret, and the hash of what the edge may trust from then
 * on, so that the first connection needs no other trust.
 */
export async function token(
  context: VaultContext,
  { name }: CallInput<"token">,
): Promise<CallOutput<"token">> {
  const { state, clock } = context;
  const secret = randomBytes(20).toString("base64url");
  const alive = state.tokens.filter((kept) => kept.untilMs > clock.now());
  const added = { hash: sha256Hex(toUtf8(secret)), name, untilMs: clock.now() + HOUR };
  await state.keepTokens([...alive, added]);
  return { token: `${secret}.${await trustHash(context)}` };
}

/** The edge's name that a live token holds, and what uses it up. */
export function findToken(
  { state, clock }: VaultContext,
  text: string,
): { name: string; spend: () => Promise<void> } {
  const hash = sha256Hex(toUtf8(text.split(".")[0] ?? ""));
  const found = state.tokens.find((kept) => kept.hash === hash && kept.untilMs > clock.now());
  if (found === undefined) {
    throw forbidden(
      "vault.token",
      "this enrolment token is unknown, used or older than an hour; ask for a new one",
    );
  }
  return { name: found.name, spend: () => state.keepTokens(state.tokens.filter((kept) => kept !== found)) };
}
