import { z } from "zod";
import { base64url, sha256 } from "../lib/bytes.ts";
import { jcsBytes } from "../lib/jcs.ts";

/** All that an edge trusts: given once at enrolment, checked against the token's hash, then kept on its disk. */
export const trustSchema = z.strictObject({
  /** Name of the ledger in its checkpoints. */
  origin: z.string(),
  /** C2SP verifier keys. */
  ledgerKey: z.string(),
  configKey: z.string(),
  /** PEM of the fleet's certificate authority. */
  fleetCa: z.string(),
});
export type Trust = z.infer<typeof trustSchema>;

export const hashTrust = (trust: Trust): string => base64url(sha256(jcsBytes(trust)));
