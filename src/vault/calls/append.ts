import { approvalHash, coreOf } from "../../ledger/approval.ts";
import { formatCheckpoint } from "../../ledger/checkpoint.ts";
import {
  decodeEntry,
  type Entry,
  type LiftEntry,
  type MeasureEntry,
  type PolicyEntry,
} from "../../ledger/entry.ts";
import { signNote } from "../../ledger/note.ts";
import { fromBase64 } from "../../lib/bytes.ts";
import { MINUTE, parseRfc3339 } from "../../lib/clock.ts";
import { conflict, forbidden, unprocessable } from "../../lib/errors.ts";
import { appendLeaves, leafHash, rangeRoot } from "../../lib/merkle.ts";
import { checkMeasure } from "../../policy/ladder.ts";
import { parsePolicy } from "../../policy/load.ts";
import type { ServiceRole } from "../../policy/words.ts";
import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";

/** How far an entry's time may be from the vault's clock. */
const MAX_SKEW_MS = 5 * MINUTE;

/**
 * Signs a larger ledger, if people who may decide have approved exactly these entries under the policy in force. This
 * is where "no measure outside the ledger" and "four eyes" hold even against a stolen desk.
 */
export async function append(
  { keys, state, clock, origin, log }: VaultContext,
  input: CallInput<"append">,
): Promise<CallOutput<"append">> {
  const { head } = state;
  if (input.from !== head.range.size) {
    throw conflict("vault.size", `the last signed size is ${head.range.size}, not ${input.from}`, {
      field: "from",
      size: head.range.size,
    });
  }
  const leaves = input.entries.map(fromBase64);
  const entries = leaves.map(decodeEntry);
  const hash = approvalHash(input.decision, entries.map(coreOf));
  if (state.isUsed(hash)) throw conflict("vault.used", "this decision is in the ledger already");
  const people = state.approvers(hash, input.approvals);
  if (people.length === 0) throw forbidden("vault.approval", "no enrolled person has approved these entries");

  let atMs = head.atMs;
  for (const entry of entries) {
    const at = parseRfc3339(entry.at);
    if (at < atMs)
      throw unprocessable("vault.time", "an entry's time must not go backwards", { field: "at" });
    if (Math.abs(at - clock.now()) > MAX_SKEW_MS) {
      throw unprocessable("vault.time", "an entry's time must be within five minutes of the vault's clock", {
        field: "at",
      });
    }
    atMs = at;
    await checkEntry(entry, { state, people, input });
  }

  const range = appendLeaves(head.range, leaves.map(leafHash));
  const checkpoint = signNote(
    formatCheckpoint({ origin, size: range.size, root: rangeRoot(range) }),
    origin,
    keys.ledger,
  );
  const policy = entries.findLast((entry) => entry.kind === "policy")?.policy ?? head.policy;
  const indices = entries.map((_, i) => head.range.size + i);
  await state.keepSigned({ hash, people, indices }, { ...head, range, checkpoint, atMs, policy });
  log.info("ledger.signed", { size: range.size, entries: entries.length, approvals: people.length });
  return { checkpoint };
}

interface Checked {
  readonly state: VaultContext["state"];
  readonly people: readonly string[];
  readonly input: CallInput<"append">;
}

async function checkEntry(entry: Entry, checked: Checked): Promise<void> {
  if ("approvals" in entry && entry.approvals > checked.people.length) {
    throw forbidden(
      "vault.approval",
      `the entry says ${entry.approvals} people, ${checked.people.length} approved`,
    );
  }
  if (entry.kind === "policy") await checkPolicy(entry, checked);
  if (entry.kind === "measure") checkMeasureEntry(entry, checked);
  if (entry.kind === "lift") checkLift(entry, checked);
}

/** A policy comes into force with two people, or with all there are on the first day. */
async function checkPolicy(entry: PolicyEntry, { state, people, input }: Checked): Promise<void> {
  const needed = Math.min(2, state.people.size);
  if (people.length < needed) throw forbidden("vault.approval", "a policy needs two people");
  const policy = parsePolicy(input.policy ?? "", "policy");
  if (policy.hash !== entry.policy || policy.version !== entry.version) {
    throw unprocessable("vault.policy", "the entry is not about the policy that was sent", {
      field: "policy",
    });
  }
  await state.keepPolicy(policy.hash, input.policy ?? "");
}

function checkMeasureEntry(entry: MeasureEntry, { state, people, input }: Checked): void {
  const policy = state.policy(entry.policy);
  if (policy === undefined || entry.policy !== state.head.policy) {
    throw unprocessable("vault.policy", "a measure must cite the policy in force", { field: "policy" });
  }
  if (entry.starts !== entry.at)
    throw unprocessable("vault.time", "a measure starts when it is written", { field: "starts" });
  const problems = checkMeasure(
    policy,
    {
      clause: entry.clause,
      role: entry.role,
      verb: entry.verb,
      grain: entry.grain,
      startsMs: parseRfc3339(entry.starts),
      endsMs: entry.ends === null ? null : parseRfc3339(entry.ends),
      approvals: people.length,
      emergency: entry.emergency,
      territory: entry.territory,
    },
    input.roles as ServiceRole[],
  );
  if (problems.length > 0)
    throw forbidden("vault.measure", problems.map((problem) => problem.message).join("; "));
}

/** An appeal is decided by somebody else; where there is nobody else, the entry's `approvals: 1` and cause show it. */
function checkLift(entry: LiftEntry, { state, people }: Checked): void {
  if (entry.measure >= state.head.range.size) {
    throw unprocessable("vault.lift", "only a measure that is in the ledger can be lifted", {
      field: "measure",
    });
  }
  const first = state.approversOf(entry.measure);
  const others = people.filter((person) => !first.includes(person));
  const someoneElseExists = [...state.people.keys()].some((person) => !first.includes(person));
  if (entry.cause === "appeal" && others.length === 0 && someoneElseExists) {
    throw forbidden("vault.approval", "an appeal is decided by a person who did not approve the measure");
  }
}
