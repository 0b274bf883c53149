import type { Db } from "./open.ts";

/** One fact that happened. The payload holds ids, codes and numbers; nothing that a reporter wrote, nothing of who she is. */
export interface Event {
  readonly at: number;
  /** Person id, or which part of the system acted: `reporter`, `operator`, `system`. */
  readonly actor: string;
  readonly subjectKind:
    | "report"
    | "flagger"
    | "case"
    | "decision"
    | "appeal"
    | "site"
    | "edge"
    | "person"
    | "evidence"
    | "policy";
  readonly subject: string;
  readonly kind: string;
  readonly payload?: Record<string, unknown>;
}

export const rowOf = ({ at, actor, subjectKind, subject, kind, payload = {} }: Event) => ({
  ...{ at, actor, subject_kind: subjectKind, subject, kind, payload: JSON.stringify(payload) },
});

/** Appends an event; callers write the projection in the same transaction. */
export async function appendEvent(db: Db, event: Event): Promise<void> {
  await db.insertInto("event").values(rowOf(event)).execute();
}

/** The events of one subject, oldest first. */
export function eventsOf(db: Db, subjectKind: Event["subjectKind"], subject: string) {
  return db
    .selectFrom("event")
    .select(["seq", "at", "actor", "kind", "payload"])
    .where("subject_kind", "=", subjectKind)
    .where("subject", "=", subject)
    .orderBy("seq")
    .execute();
}
