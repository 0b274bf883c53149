import { parseArgs } from "node:util";
import type { KeyRotation } from "../desk/transparency/ledger-key.ts";
import { DAY, rfc3339 } from "../lib/clock.ts";
import { badRequest, RempartError } from "../lib/errors.ts";
import { adminCall, dataFolder } from "./admin-socket.ts";
import { approvalBy } from "./key-file.ts";

const PATH = "/api/ledger/keys";

/** `rempart ledger rotate --by FILE --by FILE [--overlap-days N]`. */
export async function rotate(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { by: { type: "string", multiple: true }, "overlap-days": { type: "string", default: "30" } },
  });
  const days = Number(values["overlap-days"]);
  if (values.by === undefined)
    throw new RempartError("usage", 400, "rempart ledger rotate --by FILE --by FILE");
  if (!Number.isInteger(days) || days < 0 || days > 180)
    throw badRequest("usage", "--overlap-days is a whole number from 0 to 180");
  const folder = dataFolder();
  const overlaps = rfc3339(Date.now() + days * DAY);
  const draft = await adminCall<KeyRotation>(folder, "POST", PATH, { overlaps });
  const approvals = await Promise.all(values.by.map((file) => approvalBy(file, draft.approvalHash)));
  const { decision } = draft;
  const done = await adminCall<KeyRotation>(folder, "POST", PATH, { overlaps, decision, approvals });
  if (done.index === null) throw badRequest("approval.missing", `a new key takes ${done.needed} people`);
  process.stdout.write(`entry ${done.index}: the ledger's key is now ${done.ledgerKey}
the key before signs as well until ${overlaps}; tell auditors and witnesses before that
`);
}
