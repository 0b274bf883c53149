import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";
import { findToken } from "./token.ts";

/** Issues a certificate under the fleet's authority: an edge's name comes from its token, never from its request. */
export async function certify(
  context: VaultContext,
  input: CallInput<"certify">,
): Promise<CallOutput<"certify">> {
  const { authority } = context.keys;
  if (input.kind === "desk") {
    const subject = { name: "desk", usage: "server" as const, hostnames: input.hostnames };
    return { certificate: await authority.certify(input.csr, subject), name: "desk" };
  }
  const { name, spend } = findToken(context, input.token);
  const certificate = await authority.certify(input.csr, { name, usage: "client", hostnames: [name] });
  await spend(); // after a request that could not be read, the token still works
  context.log.info("edge.certified", { edge: name });
  return { certificate, name };
}
