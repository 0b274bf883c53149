import type { Entry, KeyEntry, LiftEntry, MeasureEntry, PolicyEntry } from "../../ledger/entry.ts";
import { introduceKey } from "../../ledger/key-chain.ts";
import { DAY, MINUTE, parseRfc3339 } from "../../lib/clock.ts";
import { forbidden, unprocessable } from "../../lib/errors.ts";
import { checkMeasure } from "../../policy/ladder.ts";
import { parsePolicy } from "../../policy/load.ts";
import type { ServiceRole } from "../../policy/words.ts";
import type { VaultContext } from "../context.ts";
import type { Approved, Head } from "../signed.ts";

/** How far an entry's time may be from the vault's clock. */
const MAX_SKEW_MS = 5 * MINUTE;
/** Long enough for auditors to hear of a new key, short enough that a stolen old one is worth little. */
const MAX_OVERLAP_MS = 180 * DAY;

/** Of one person, within 24 hours. */
const EMERGENCIES_A_DAY = 5;

/** The ledger as it will be when a call's signature is given. */
export interface LedgerDraft {
  head: Head;
  /** One per decision of the call so far. */
  readonly approved: Approved[];
}

export interface Judged {
  readonly context: VaultContext;
  /** With what this call has taken before this entry. */
  readonly draft: LedgerDraft;
  /** Distinct enrolled people who approved the decision. */
  readonly people: readonly string[];
  readonly roles: readonly string[];
  /** Text of the policy, where the entry is about one. */
  readonly policy: string | undefined;
}

/** Throws what forbids the entry; otherwise what it changes in the vault's head. */
export async function checkEntry(entry: Entry, judged: Judged): Promise<Partial<Head>> {
  checkTime(entry, judged);
  if ("approvals" in entry && entry.approvals > judged.people.length) {
    throw forbidden(
      "vault.approval",
      `the entry says ${entry.approvals} people, ${judged.people.length} approved`,
    );
  }
  switch (entry.kind) {
    case "policy":
      return checkPolicy(entry, judged);
    case "measure":
      return checkMeasureEntry(entry, judged);
    case "lift":
      return checkLift(entry, judged);
    case "key":
      return checkKey(entry, judged);
    case "protect": // two people by its schema: an entry cannot say fewer, and the count above holds
    case "request":
      return {};
  }
}

function checkTime({ at }: Entry, { context, draft }: Judged): void {
  const atMs = parseRfc3339(at);
  if (atMs < draft.head.atMs)
    throw unprocessable("vault.time", "an entry's time must not go backwards", { field: "at" });
  if (Math.abs(atMs - context.clock.now()) > MAX_SKEW_MS) {
    throw unprocessable("vault.time", "an entry's time must be within five minutes of the vault's clock", {
      field: "at",
    });
  }
}

/** Two people, or all there are on the first day. */
function checkTwo(what: string, { context, people }: Judged): void {
  if (people.length < Math.min(2, context.state.people.size))
    throw forbidden("vault.approval", `${what} needs two people`);
}

async function checkPolicy(entry: PolicyEntry, judged: Judged): Promise<Partial<Head>> {
  checkTwo("a policy", judged);
  const text = judged.policy ?? "";
  const policy = parsePolicy(text, "policy");
  if (policy.hash !== entry.policy || policy.version !== entry.version) {
    throw unprocessable("vault.policy", "the entry is not about the policy that was sent", {
      field: "policy",
    });
  }
  await judged.context.state.keepPolicy(policy.hash, text);
  return { policy: policy.hash };
}

function checkMeasureEntry(entry: MeasureEntry, { context, draft, people, roles }: Judged): Partial<Head> {
  const policy = context.state.policy(entry.policy);
  if (policy === undefined || entry.policy !== draft.head.policy) {
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
    roles as ServiceRole[],
  );
  if (problems.length > 0)
    throw forbidden("vault.measure", problems.map((problem) => problem.message).join("; "));
  if (entry.emergency) checkEmergencies(parseRfc3339(entry.at), { context, draft, people });
  return {};
}

/** What one person decides alone in a hurry is few things a day (docs/design.md §4), whoever asks the vault. */
function checkEmergencies(
  nowMs: number,
  { context, draft, people }: Pick<Judged, "context" | "draft" | "people">,
): void {
  const today = [...context.state.emergenciesSince(nowMs - DAY), ...draft.approved.filter(isEmergency)];
  for (const person of people) {
    if (today.filter((one) => one.people.includes(person)).length < EMERGENCIES_A_DAY) continue;
    throw forbidden("vault.emergency", `one person decides at most ${EMERGENCIES_A_DAY} emergencies a day`);
  }
}

const isEmergency = ({ emergencyMs }: Approved): boolean => emergencyMs !== undefined;

/** An appeal is decided by somebody else; where there is nobody else, the entry's `approvals: 1` and cause show it. */
function checkLift(entry: LiftEntry, { context: { state }, draft, people }: Judged): Partial<Head> {
  if (entry.measure >= draft.head.range.size) {
    throw unprocessable("vault.lift", "only a measure that is in the ledger can be lifted", {
      field: "measure",
    });
  }
  const now = draft.approved.find(({ indices }) => indices.includes(entry.measure));
  const first = now?.people ?? state.approversOf(entry.measure);
  const others = people.filter((person) => !first.includes(person));
  const someoneElseExists = [...state.people.keys()].some((person) => !first.includes(person));
  if (entry.cause === "appeal" && others.length === 0 && someoneElseExists) {
    throw forbidden("vault.approval", "an appeal is decided by a person who did not approve the measure");
  }
  return {};
}

/** The next signing key: one that this vault holds, introduced by the key in force. It signs this very checkpoint. */
async function checkKey(entry: KeyEntry, judged: Judged): Promise<Partial<Head>> {
  checkTwo("a new ledger key", judged);
  const { keys, clock, origin } = judged.context;
  const { head } = judged.draft;
  const [current] = keys.ledger.signers(head, clock.now());
  const ready = introduceKey(origin, await keys.ledger.next(head), current);
  if (entry.key !== ready.key || entry.proof !== ready.proof) {
    throw unprocessable("vault.key", "the key is not the one that this vault has made ready", {
      field: "key",
    });
  }
  const overlapsMs = parseRfc3339(entry.overlaps); // past: no overlap at all, as after a theft
  if (overlapsMs > parseRfc3339(entry.at) + MAX_OVERLAP_MS) {
    throw unprocessable("vault.key", "the keys overlap for at most 180 days", { field: "overlaps" });
  }
  return { ledgerKeys: [...head.ledgerKeys, entry.key], overlapsMs };
}
