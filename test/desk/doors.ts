import type { CaseView } from "../../src/desk/cases/types.ts";
import type { Door } from "../../src/desk/decisions/types.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import { ABUSIVE_THREADS } from "../fixtures/reports.ts";
import { until } from "../world/world.ts";
import type { House } from "./house.ts";

const FACTS = "La page présente des coordonnées comme celles d'une personne et annonce des violences.";
const MILDER = "Demander le retrait laisserait la page en ligne pendant que le danger est immédiat.";

export interface Refused {
  readonly view: CaseView;
  readonly decision: string;
  readonly doors: readonly Door[];
}

/** The forum under two hostnames, one thread of it reported, seen and refused; and what the desk then finds still open. */
export async function refuseThread(house: House): Promise<Refused> {
  await house.post(house.admin, `/api/sites/${HOSTNAMES.forum}/hostnames`, {
    hostname: HOSTNAMES.forumAlias,
  });
  await house.report(ABUSIVE_THREADS.dox);
  const [opened] = await house.cases();
  const view = await house.captured(opened!.id);
  const decision = await refusePage(house, view, ABUSIVE_THREADS.dox);
  return { view, decision, doors: await doorsOf(house, decision, 0) };
}

/** Decides `refuse url` for one page of a case; returns the decision. */
export async function refusePage(house: House, view: CaseView, path: string): Promise<string> {
  const page = view.pages.find((one) => one.path === path)!;
  const proposed = await house.propose(view.id, {
    ...{ clause: "D1", role: "cdn", verb: "refuse", grain: "url", page: page.id, seconds: 86_400 },
    ...{ facts: FACTS, whyNotMilder: MILDER },
  });
  let committed = await house.approve(house.first, proposed);
  if (committed.status === "proposed") committed = await house.approve(house.second, proposed);
  return committed.decision;
}

/** The doors as a look after `sinceMs` found them. */
export const doorsOf = (house: House, decision: string, sinceMs: number): Promise<readonly Door[]> =>
  until("a look at the other doors", async () => {
    const { lookedAt, doors } = await house.get<{ lookedAt: number | null; doors: Door[] }>(
      house.first,
      `/api/decisions/${decision}/doors`,
    );
    return lookedAt !== null && lookedAt > sinceMs && doors;
  });
