import { hashTrust, type Trust } from "../ledger/trust.ts";
import { describe } from "./calls/describe.ts";
import type { VaultContext } from "./context.ts";

/** Hash of what an edge of this installation trusts; travels inside enrolment tokens. */
export async function trustHash(context: VaultContext): Promise<string> {
  const { origin, ledgerKey, configKey, fleetCa } = await describe(context);
  return hashTrust({ origin, ledgerKey, configKey, fleetCa } satisfies Trust);
}
