import { Decrypter, Encrypter } from "age-encryption";
import { badRequest, forbidden } from "../lib/errors.ts";

/**
 * Encrypts with age (https://age-encryption.org/v1) to at least two different recipients: with one, a lost key would
 * lose the evidence. Throws `seal.recipients` on fewer, or on one that is not an age recipient.
 */
export async function seal(bytes: Uint8Array, recipients: readonly string[]): Promise<Uint8Array> {
  const distinct = new Set(recipients);
  if (distinct.size < 2) {
    throw badRequest("seal.recipients", "evidence is sealed to at least two different recipients (age1…)", {
      given: distinct.size,
    });
  }
  const encrypter = new Encrypter();
  for (const recipient of distinct) {
    try {
      encrypter.addRecipient(recipient);
    } catch {
      throw badRequest("seal.recipients", "one of the recipients is not an age public key (age1…)");
    }
  }
  return encrypter.encrypt(bytes);
}

/** Opens what {@link seal} made. Throws `seal.identity` or, on another's or damaged data, `seal.not-opened`. */
export async function openSealed(bytes: Uint8Array, identity: string): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
  } catch {
    throw badRequest("seal.identity", "this is not an age identity (AGE-SECRET-KEY-1…)");
  }
  try {
    return await decrypter.decrypt(bytes);
  } catch {
    throw forbidden("seal.not-opened", "this identity does not open the file, or the file is damaged");
  }
}

/** The key in an identity file as `age-keygen` writes it: comment lines, then the key. Throws `seal.identity`. */
export function readIdentityFile(text: string): string {
  const key = text.split(/\r?\n/).find((line) => line.startsWith("AGE-SECRET-KEY-"));
  if (key === undefined)
    throw badRequest("seal.identity", "the file holds no age identity (AGE-SECRET-KEY-1…)");
  return key.trim();
}
