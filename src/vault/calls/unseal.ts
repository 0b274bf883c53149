import { Decrypter } from "age-encryption";
import { unsealHash } from "../../ledger/approval.ts";
import { badRequest, forbidden } from "../../lib/errors.ts";
import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";
import { unwrap } from "./wrap.ts";

/** People needed: reading a report's words is a moderator's work; who sent it takes two. */
const NEEDED = { narrative: 1, identity: 2 } as const;

/** Opens a report's key or an identity for people who signed for it with a reason. Each opening leaves a log line here. */
export async function unseal(
  { keys, state, log }: VaultContext,
  input: CallInput<"unseal">,
): Promise<CallOutput<"unseal">> {
  const people = state.approvers(unsealHash(input.what, input.report, input.reason), input.approvals);
  if (people.length < NEEDED[input.what]) {
    throw forbidden(
      "vault.approval",
      `opening this needs ${NEEDED[input.what]} approvals; ${people.length} hold`,
    );
  }
  log.info("sealed.opened", {
    what: input.what,
    report: input.report,
    reason: input.reason,
    people: people.join(","),
  });
  if (input.what === "narrative") {
    return {
      opened: unwrap(keys.wrap, input.report, Buffer.from(input.wrapped, "base64")).toString("base64"),
    };
  }
  return {
    opened: Buffer.from(await openAge(keys.identity, Buffer.from(input.sealed, "base64"))).toString("base64"),
  };
}

async function openAge(identity: string, sealed: Uint8Array): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(sealed, "uint8array");
  } catch {
    throw badRequest("vault.sealed", "this was not sealed to our identity key", { field: "sealed" });
  }
}
