import { randomBytes } from "node:crypto";
import { sha256Hex, toUtf8 } from "../../lib/bytes.ts";
import { HOUR } from "../../lib/clock.ts";
import { forbidden } from "../../lib/errors.ts";
import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";
import type { Token } from "../state.ts";
import { trustHash } from "../trust.ts";

/**
 * A one-time token that an operator carries to a new edge: a secret, and the hash of what the edge may trust from then
 * on, so that the first connection needs no other trust. It takes the place of those of the same name.
 */
export async function token(
  context: VaultContext,
  { name }: CallInput<"token">,
): Promise<CallOutput<"token">> {
  const { state, clock } = context;
  const secret = randomBytes(20).toString("base64url");
  const trust = await trustHash(context);
  const added = { hash: hashOf(secret), name, trust, untilMs: clock.now() + HOUR };
  await state.keepTokens([...othersAlive(context, name), added]);
  return { token: `${secret}.${trust}` };
}

/** Nobody enrols as an edge of this name before there is a new token. */
export async function revoke(
  context: VaultContext,
  { name }: CallInput<"revoke">,
): Promise<CallOutput<"revoke">> {
  await context.state.keepTokens(othersAlive(context, name));
  return {};
}

/** The edge's name that a live token holds, and what uses it up. */
export async function findToken(
  context: VaultContext,
  text: string,
): Promise<{ name: string; spend: () => Promise<void> }> {
  const { state, clock } = context;
  const hash = hashOf(text.split(".")[0] ?? "");
  const found = state.tokens.find((kept) => kept.hash === hash && kept.untilMs > clock.now());
  if (found === undefined) {
    throw forbidden(
      "vault.token",
      "this enrolment token is unknown, used, withdrawn or older than an hour; ask for a new one",
    );
  }
  if (found.trust !== (await trustHash(context))) {
    throw forbidden(
      "vault.token",
      "this enrolment token is from before the ledger's or the fleet's keys changed; ask for a new one",
    );
  }
  return { name: found.name, spend: () => state.keepTokens(state.tokens.filter((kept) => kept !== found)) };
}

const hashOf = (secret: string): string => sha256Hex(toUtf8(secret));

const othersAlive = ({ state, clock }: VaultContext, name: string): readonly Token[] =>
  state.tokens.filter((kept) => kept.name !== name && kept.untilMs > clock.now());
