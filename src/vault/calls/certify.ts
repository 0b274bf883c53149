import { X509Certificate } from "node:crypto";
import { forbidden } from "../../lib/errors.ts";
import { isIssuedBy, isRenewalProof } from "../../lib/x509.ts";
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
  if (input.kind === "renewal") {
    const name = renewedName(input, authority.certificate, context.clock.now());
    const certificate = await authority.certify(input.csr, { name, usage: "client", hostnames: [name] });
    context.log.info("edge.renewed", { edge: name });
    return { certificate, name };
  }
  const { name, spend } = await findToken(context, input.token);
  const certificate = await authority.certify(input.csr, { name, usage: "client", hostnames: [name] });
  await spend(); // after a request that could not be read, the token still works
  context.log.info("edge.certified", { edge: name });
  return { certificate, name };
}

const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

/** Name of the edge that asks for its renewal itself. Throws `vault.renewal`: nobody else can, not even the desk. */
function renewedName(
  { certificate, csr, proof }: Extract<CallInput<"certify">, { kind: "renewal" }>,
  authority: string,
  nowMs: number,
): string {
  const refused = (why: string) => forbidden("vault.renewal", why);
  const present = new X509Certificate(certificate);
  if (!isIssuedBy(present, authority)) throw refused("the present certificate is not of this fleet");
  if (nowMs < Date.parse(present.validFrom) || nowMs > Date.parse(present.validTo))
    throw refused("the present certificate is over: enrol the edge with a token");
  const name = /^CN=([a-z0-9-]{1,40})$/.exec(present.subject)?.[1];
  if (name === undefined || !present.keyUsage?.includes(CLIENT_AUTH))
    throw refused("the present certificate is no edge's");
  if (!isRenewalProof(proof, csr, present))
    throw refused("the key of the present certificate did not ask for this");
  return name;
}
