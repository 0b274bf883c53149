import { approvalHash, coreOf } from "../../ledger/approval.ts";
import { formatCheckpoint } from "../../ledger/checkpoint.ts";
import { decodeEntry } from "../../ledger/entry.ts";
import { signNote } from "../../ledger/note.ts";
import { fromBase64 } from "../../lib/bytes.ts";
import { parseRfc3339 } from "../../lib/clock.ts";
import { conflict, forbidden } from "../../lib/errors.ts";
import { appendLeaves, leafHash, rangeRoot } from "../../lib/merkle.ts";
import type { AskedDecision, CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";
import { checkEntry, type LedgerDraft } from "./entry-rules.ts";

/**
 * Signs a larger ledger, if people who may decide have approved exactly these entries under the policy in force. This
 * is where "no measure outside the ledger" and "four eyes" hold even against a stolen desk. Decisions that came at once
 * share one signature and its syncs; each is judged by itself, as if those before it were signed already.
 */
export async function append(
  context: VaultContext,
  { from, turn, decisions }: CallInput<"append">,
): Promise<CallOutput<"append">> {
  const { keys, state, clock, origin, log } = context;
  if (state.turn !== undefined && turn !== state.turn)
    throw conflict("vault.turn", "the ledger was settled after this was asked for; ask again", {
      field: "turn",
    });
  if (from !== state.head.range.size) {
    throw conflict("vault.size", `the last signed size is ${state.head.range.size}, not ${from}`, {
      field: "from",
      size: state.head.range.size,
    });
  }
  const draft: LedgerDraft = { head: state.head, approved: [] };
  for (const decision of decisions) await add(context, draft, decision);

  const { range } = draft.head;
  const text = formatCheckpoint({ origin, size: range.size, root: rangeRoot(range) });
  const checkpoint = signNote(text, origin, ...keys.ledger.signers(draft.head, clock.now()));
  await state.keepSigned(draft.approved, { ...draft.head, checkpoint });
  log.info("ledger.signed", { size: range.size, decisions: decisions.length });
  return { checkpoint };
}

async function add(
  context: VaultContext,
  draft: LedgerDraft,
  { decision, entries: encoded, approvals, roles, policy }: AskedDecision,
): Promise<void> {
  const { state } = context;
  const leaves = encoded.map(fromBase64);
  const entries = leaves.map(decodeEntry);
  const hash = approvalHash(decision, entries.map(coreOf));
  if (state.isUsed(hash) || draft.approved.some((one) => one.hash === hash)) {
    throw conflict("vault.used", "this decision is in the ledger already");
  }
  const people = state.approvers(hash, approvals);
  if (people.length === 0) throw forbidden("vault.approval", "no enrolled person has approved these entries");

  const [emergency, another] = entries.filter((entry) => entry.kind === "measure" && entry.emergency);
  // Emergencies are counted by the decision, so a decision is one of them at most.
  if (another !== undefined) throw forbidden("vault.emergency", "a decision is one emergency at most");
  const first = draft.head.range.size;
  for (const [i, entry] of entries.entries()) {
    const change = await checkEntry(entry, { context, draft, people, roles, policy });
    const range = appendLeaves(draft.head.range, [leafHash(leaves[i]!)]);
    draft.head = { ...draft.head, ...change, range, atMs: parseRfc3339(entry.at) };
  }
  draft.approved.push({
    ...{ hash, people, indices: entries.map((_, i) => first + i) },
    ...(emergency === undefined ? {} : { emergencyMs: parseRfc3339(emergency.at) }),
  });
}
