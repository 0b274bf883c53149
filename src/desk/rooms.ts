import { Appeals } from "./appeals/service.ts";
import { Captures } from "./cases/captures.ts";
import { Cases } from "./cases/service.ts";
import type { DeskContext } from "./context.ts";
import { Policies } from "./decisions/policies.ts";
import { Decisions } from "./decisions/service.ts";
import { Fleet } from "./fleet/fleet.ts";
import { Notices } from "./notices/service.ts";
import { Reports } from "./reports/service.ts";
import { Sites } from "./sites/service.ts";
import { Team } from "./team/service.ts";

/** The desk's services, wired once. Later ones know earlier ones; never the other way. */
export interface Rooms {
  readonly team: Team;
  readonly sites: Sites;
  readonly fleet: Fleet;
  readonly reports: Reports;
  readonly cases: Cases;
  readonly captures: Captures;
  readonly policies: Policies;
  readonly decisions: Decisions;
  readonly notices: Notices;
  readonly appeals: Appeals;
}

export async function openRooms(context: DeskContext): Promise<Rooms> {
  const cases = new Cases(context);
  const policies = new Policies(context);
  const decisions = new Decisions(context, cases, policies); // before notices: a statement needs its measure's row
  return {
    team: new Team(context),
    sites: new Sites(context),
    fleet: new Fleet(context),
    reports: new Reports(context, cases),
    cases,
    captures: new Captures(context, cases),
    policies,
    decisions,
    notices: await Notices.open(context, policies),
    appeals: new Appeals(context, decisions, policies),
  };
}
