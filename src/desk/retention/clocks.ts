import { DAY } from "../../lib/clock.ts";

/** How long what is kept (docs/design.md §8, Retention). A month is 365.25 / 12 days. */
export const DRAFT_MS = 7 * DAY;
export const REJECTED_MS = 30 * DAY;
const APPEAL_WINDOW_MS = 183 * DAY;
export const IDENTITY_MS = APPEAL_WINDOW_MS + 30 * DAY;
export const CASE_MS = Math.round(365.25 * DAY);
export const READ_LOG_MS = Math.round(2 * 365.25 * DAY);

export interface Aged {
  readonly status: string;
  /** When it was begun or sent. */
  readonly receivedAt: number;
  readonly answeredAt: number | null;
  readonly heldUntil: number | null;
}

export type Due = "delete" | "shred" | "forget-identity";

/**
 * What is due for a report: a draft that was not sent is deleted, the words of one that was refused or that we could do
 * nothing about are destroyed, who she is goes before her words do. What waits for an answer stays, and so does what a
 * legal hold stopped.
 */
export function dueOf({ status, receivedAt, answeredAt, heldUntil }: Aged, now: number): Due | undefined {
  if ((heldUntil ?? 0) > now) return undefined;
  if (status === "draft") return now >= receivedAt + DRAFT_MS ? "delete" : undefined;
  if (answeredAt === null) return undefined;
  const age = now - answeredAt;
  if (status === "withdrawn") return "shred";
  if (status === "refused" || status === "elsewhere") return age >= REJECTED_MS ? "shred" : undefined;
  if (age >= CASE_MS) return "shred";
  return age >= IDENTITY_MS ? "forget-identity" : undefined;
}
