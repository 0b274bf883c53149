import { toUtf8 } from "../lib/bytes.ts";
import { badRequest, type RempartError } from "../lib/errors.ts";
import { decrypt, encrypt } from "./aead.ts";
import { epochOf, SEALED_KEY_BYTES, WRAPPED_HEADER_BYTES, WRAPPED_VERSION } from "./calls.ts";
import type { Epoch, WrapKeys } from "./wrap-keys.ts";

/**
 * A report's key under an epoch's wrapping key, in the form that calls.ts gives (`epochOf`). Bound to header and report:
 * who changes the epoch that it says, or the report that it is for, opens nothing.
 */
export function wrapUnder({ epoch, key: wrapping }: Epoch, report: string, key: Uint8Array): Buffer {
  const header = Buffer.alloc(WRAPPED_HEADER_BYTES, WRAPPED_VERSION);
  header.writeUInt32BE(epoch, 1);
  return Buffer.concat([header, encrypt(wrapping, boundTo(header, report), key)]);
}

/**
 * The key inside. Throws `vault.wrapped` if it was wrapped for another report, in another vault, or changed, and
 * `vault.forgotten` if the key of its epoch was destroyed.
 */
export function unwrap(keys: WrapKeys, report: string, wrapped: Uint8Array): Buffer {
  const epoch = epochOf(wrapped);
  if (epoch === undefined) throw notOurs();
  const wrapping = keys.at(epoch);
  const header = wrapped.subarray(0, -SEALED_KEY_BYTES); // none in the form from before epochs, which is bound to the report alone
  try {
    return decrypt(wrapping, boundTo(header, report), wrapped.subarray(header.length));
  } catch {
    throw notOurs();
  }
}

const boundTo = (header: Uint8Array, report: string): Buffer => Buffer.concat([header, toUtf8(report)]);

const notOurs = (): RempartError =>
  badRequest("vault.wrapped", "this key was not wrapped for this report", { field: "wrapped" });
