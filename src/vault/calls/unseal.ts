import { Decrypter } from "age-encryption";
import { unsealHash } from "../../ledger/approval.ts";
import { toUtf8 } from "../../lib/bytes.ts";
import { badRequest, conflict, forbidden, type RempartError } from "../../lib/errors.ts";
import { decrypt } from "../aead.ts";
import { type CallInput, type CallOutput, type SealedIdentity, sealedIdentitySchema } from "../calls.ts";
import type { VaultContext } from "../context.ts";
import { unwrap } from "../wrapped.ts";

/** People needed: reading a report's words is a moderator's work; who sent it takes two. */
const NEEDED = { narrative: 1, identity: 2 } as const;

/**
 * Opens a report's key or an identity for people who signed for it with a reason: this report's and no other's, and once,
 * whoever asks. Each opening leaves a log line here.
 */
export async function unseal(
  context: VaultContext,
  input: CallInput<"unseal">,
): Promise<CallOutput<"unseal">> {
  const { state, log } = context;
  const { what, report, reason, unsealing } = input;
  const hash = unsealHash(what, report, reason, unsealing);
  const people = state.approvers(hash, input.approvals);
  if (people.length < NEEDED[what]) {
    throw forbidden("vault.approval", `opening this needs ${NEEDED[what]} approvals; ${people.length} hold`);
  }
  if (state.isUsed(hash)) throw conflict("vault.used", "what these approvals are for was opened already");
  const opened = await open(context, input);
  await state.keepUsed(hash, people);
  log.info("sealed.opened", { what, report, reason, people: people.join(",") });
  return { opened: Buffer.from(opened).toString("base64") };
}

async function open({ keys, log }: VaultContext, input: CallInput<"unseal">): Promise<Uint8Array> {
  const { report } = input;
  const keyIn = (wrapped: string) => unwrap(keys.wrap, report, Buffer.from(wrapped, "base64"));
  if (input.what === "narrative") return keyIn(input.wrapped);
  const bytes = Buffer.from(input.sealed, "base64");
  const inner = input.wrapped === undefined ? bytes : openOuter(keyIn(input.wrapped), report, bytes);
  const sealed = await openAge(keys.identity, inner);
  if (sealed.report === report) return toUtf8(JSON.stringify(sealed.identity));
  log.warn("sealed.mismatch", { report }); // two people signed for one report, and the desk came with another's bytes
  throw notSealed("this identity was not sealed for this report");
}

/** What lies around the age file, so that an identity is gone with its report's key. */
function openOuter(key: Uint8Array, report: string, bytes: Uint8Array): Uint8Array {
  try {
    return decrypt(key, toUtf8(report), bytes);
  } catch {
    throw notSealed("this identity was not sealed under this report's key");
  }
}

async function openAge(key: string, bytes: Uint8Array): Promise<SealedIdentity> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(key);
  try {
    return sealedIdentitySchema.parse(JSON.parse(await decrypter.decrypt(bytes, "text")));
  } catch {
    throw notSealed("this is no identity sealed to our key");
  }
}

const notSealed = (message: string): RempartError => badRequest("vault.sealed", message, { field: "sealed" });
