import type { Hono } from "hono";
import { z } from "zod";
import { approvalHash } from "../../ledger/approval.ts";
import type { KeyEntry } from "../../ledger/entry.ts";
import { parseRfc3339, rfc3339 } from "../../lib/clock.ts";
import { newId } from "../../lib/ids.ts";
import { approvalSchema } from "../../vault/calls.ts";
import type { DeskContext } from "../context.ts";
import { requireRole, type TeamEnv } from "../team/routes.ts";
import type { Team } from "../team/service.ts";
import { jsonBody } from "../web/http.ts";

export interface KeyRotation {
  readonly decision: string;
  readonly needed: number;
  /** What each of the people must sign. */
  readonly approvalHash: string;
  /** The entry's index; null before enough people have approved. */
  readonly index: number | null;
  /** Verifier key in force. */
  readonly ledgerKey: string;
}

const rotationSchema = z.strictObject({
  /** Until when the key before signs as well. */
  overlaps: z.iso.datetime({ precision: 0 }),
  decision: z
    .string()
    .regex(/^[0-9a-hjkmnp-tv-z]{26}$/)
    .optional(),
  approvals: z.array(approvalSchema).max(9).default([]),
});

/** Changing the ledger's signing key: asked once to learn what people sign, then again with their signatures. */
export function ledgerKeyRoutes(
  app: Hono<TeamEnv>,
  context: DeskContext,
  team: Pick<Team, "requireDeciders">,
): void {
  app.post("/api/ledger/keys", async (c) => {
    requireRole(c.get("person"), "administrator");
    const asked = await jsonBody(c, rotationSchema);
    await team.requireDeciders(asked.approvals);
    return c.json(await rotateKey(context, asked));
  });
}

async function rotateKey(
  { trust, vault, writer }: DeskContext,
  { overlaps, decision = newId(), approvals }: z.infer<typeof rotationSchema>,
): Promise<KeyRotation> {
  const { people } = await vault.call("describe", {});
  const needed = Math.max(1, Math.min(2, people.length));
  const core = {
    ...{ v: 1, kind: "key", overlaps: rfc3339(parseRfc3339(overlaps)), approvals: needed },
    ...(await vault.call("rotate", {})),
  } satisfies Omit<KeyEntry, "at">;
  const asked = { decision, needed, approvalHash: approvalHash(decision, [core]) };
  if (approvals.length < needed) return { ...asked, index: null, ledgerKey: trust.ledgerKey };
  const [index = null] = await writer.append({ decision, cores: [core], approvals });
  // What was read at start is shown to auditors and given to new edges: those must hear of the new key.
  Object.assign(trust, await vault.call("describe", {}));
  return { ...asked, index, ledgerKey: trust.ledgerKey };
}
