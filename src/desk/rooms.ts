import { Appeals } from "./appeals/service.ts";
import { Captures } from "./cases/captures.ts";
import { Cases } from "./cases/service.ts";
import type { DeskContext } from "./context.ts";
import { Approvals } from "./decisions/approvals.ts";
import { Doors } from "./decisions/doors.ts";
import { Policies } from "./decisions/policies.ts";
import { Decisions } from "./decisions/service.ts";
import { Fleet } from "./fleet/fleet.ts";
import { Notices } from "./notices/service.ts";
import { Orders } from "./orders/service.ts";
import { Protected } from "./protected/service.ts";
import { Reports } from "./reports/service.ts";
import { Sites } from "./sites/service.ts";
import { Team } from "./team/service.ts";
import { Witnesses } from "./transparency/witnesses.ts";

/** The desk's services, wired once. Later ones know earlier ones; never the other way. */
export interface Rooms {
  readonly team: Team;
  readonly sites: Sites;
  readonly fleet: Fleet;
  readonly reports: Reports;
  readonly cases: Cases;
  readonly captures: Captures;
  readonly policies: Policies;
  readonly protected: Protected;
  readonly decisions: Decisions;
  readonly approvals: Approvals;
  readonly doors: Doors;
  readonly orders: Orders;
  readonly notices: Notices;
  readonly appeals: Appeals;
  readonly witnesses: Witnesses;
}

export async function openRooms(context: DeskContext): Promise<Rooms> {
  const cases = new Cases(context);
  const policies = new Policies(context);
  const sites = new Sites(context);
  const fleet = new Fleet(context, sites);
  const decisions = new Decisions(context, cases, policies, fleet); // before orders and notices: both need the measure's row
  return {
    team: new Team(context),
    sites,
    fleet,
    reports: new Reports(context, cases),
    cases,
    captures: new Captures(context, cases),
    policies,
    protected: new Protected(context),
    decisions,
    approvals: new Approvals(context),
    doors: new Doors(context, cases),
    orders: await Orders.open(context),
    notices: await Notices.open(context, policies),
    appeals: new Appeals(context, decisions, policies),
    witnesses: new Witnesses(context, context.config.witnesses),
  };
}
