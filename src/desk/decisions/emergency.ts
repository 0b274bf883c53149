import { DAY } from "../../lib/clock.ts";
import { forbidden } from "../../lib/errors.ts";
import type { Db } from "../db/open.ts";
import { committedEmergencies } from "./store.ts";

/** docs/design.md §4, Case: what one person may do alone in an emergency, and how often. */
const PER_PERSON_A_DAY = 5;
const NOT_RENEWED_ALONE_MS = 7 * DAY;

/** Distinct people that an emergency at a site takes: two where there was one in the last seven days, whoever decided it. */
export async function emergencyPeople(db: Db, site: string, nowMs: number): Promise<1 | 2> {
  const before = await committedEmergencies(db, nowMs - NOT_RENEWED_ALONE_MS, { site });
  return before > 0 ? 2 : 1;
}

/** Throws `emergency.limit` for whoever has approved five emergencies within a day. */
export async function checkEmergencyLimit(db: Db, person: string, nowMs: number): Promise<void> {
  if ((await committedEmergencies(db, nowMs - DAY, { person })) < PER_PERSON_A_DAY) return;
  throw forbidden(
    "emergency.limit",
    `one person decides at most ${PER_PERSON_A_DAY} emergencies a day; somebody else has to take this one`,
    { field: "emergency" },
  );
}
