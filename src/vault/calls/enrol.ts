import { createPublicKey } from "node:crypto";
import { enrolHash, removeHash } from "../../ledger/approval.ts";
import { badRequest, conflict, forbidden, notFound } from "../../lib/errors.ts";
import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";

/**
 * Enrols, replaces or removes a person's key. Two people must agree; with fewer enrolled, all of them. Enrolling the key
 * that a person has changes nothing, so a lost answer can be asked for again; a key that was taken away does not come back,
 * and what was signed to take it away takes no other.
 */
export async function enrol(
  { state, log }: VaultContext,
  { person, publicKey, approvals }: CallInput<"enrol">,
): Promise<CallOutput<"enrol">> {
  if (publicKey !== null) checkKey(publicKey);
  const present = state.people.get(person);
  const hash = hashOf(person, publicKey, present);
  const needed = Math.min(2, state.people.size);
  const given = state.approvers(hash, approvals);
  if (given.length < needed) {
    throw forbidden(
      "vault.approval",
      `enrolling or removing a person needs ${needed} approvals; ${given.length} hold`,
    );
  }
  if (publicKey === present) return { people: [...state.people.keys()] };
  if (state.isUsed(hash)) {
    throw conflict("vault.used", "this key was enrolled and taken away before; make a new one");
  }
  const people = new Map(state.people);
  if (publicKey === null) people.delete(person);
  else people.set(person, publicKey);
  if (people.size === 0) throw forbidden("vault.people", "the last person cannot be removed");
  await state.keepPeople(people);
  await state.keepUsed(hash, given);
  log.info("people.changed", { people: people.size });
  return { people: [...people.keys()] };
}

function hashOf(person: string, publicKey: string | null, present: string | undefined): string {
  if (publicKey !== null) return enrolHash(person, publicKey);
  if (present === undefined) throw notFound("vault.person", "nobody of this id is enrolled");
  return removeHash(person, present);
}

function checkKey(pem: string): void {
  let type: string | undefined;
  try {
    type = createPublicKey(pem).asymmetricKeyType;
  } catch {
    type = undefined;
  }
  if (type !== "ed25519") {
    throw badRequest("vault.key", "publicKey must be an Ed25519 public key in PEM", { field: "publicKey" });
  }
}
