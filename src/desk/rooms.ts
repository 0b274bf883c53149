import { Appeals } from "./appeals/service.ts";
import { Captures } from "./cases/captures.ts";
import { Cases } from "./cases/service.ts";
import type { DeskContext } from "./context.ts";
import { Approvals } from "./decisions/approvals.ts";
import { Doors } from "./decisions/doors.ts";
import { Policies } from "./decisions/policies.ts";
import { actsOn } from "./decisions/public-acts.ts";
import { Decisions } from "./decisions/service.ts";
import { Fleet } from "./fleet/fleet.ts";
import { Mailer } from "./mailer.ts";
import { Notices } from "./notices/service.ts";
import { Orders } from "./orders/service.ts";
import { Protected } from "./protected/service.ts";
import { Door } from "./reports/door.ts";
import { Files } from "./reports/files.ts";
import { Readings } from "./reports/readings.ts";
import { Receipts } from "./reports/receipts.ts";
import { Flaggers } from "./reports/senders/flaggers.ts";
import { Senders } from "./reports/senders/service.ts";
import { Reports } from "./reports/service.ts";
import { Retention } from "./retention/service.ts";
import { Sites } from "./sites/service.ts";
import { Team } from "./team/service.ts";
import { Witnesses } from "./transparency/witnesses.ts";

/** The desk's services, wired once. Later ones know earlier ones; never the other way. */
export interface Rooms {
  readonly team: Team;
  readonly sites: Sites;
  readonly fleet: Fleet;
  readonly reports: Reports;
  readonly mailer: Mailer;
  readonly senders: Senders;
  readonly flaggers: Flaggers;
  readonly receipts: Receipts;
  readonly door: Door;
  readonly readings: Readings;
  readonly retention: Retention;
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
  const mailer = new Mailer(context.config);
  const senders = new Senders(context);
  const reports = new Reports(context, cases, senders);
  const files = new Files(context);
  const receipts = new Receipts(context, reports, files, {
    acts: (report) => actsOn(context.database.db, report),
    canAct: (ids) => policies.canActOn(ids),
    contested: (tx, report) => cases.contested(tx, report),
  });
  return {
    team: new Team(context),
    sites,
    fleet,
    reports,
    mailer,
    senders,
    flaggers: new Flaggers(context),
    receipts,
    door: await Door.open(context),
    readings: new Readings(context, files),
    retention: new Retention(context, files),
    cases,
    captures: new Captures(context, cases),
    policies,
    protected: new Protected(context),
    decisions,
    approvals: new Approvals(context),
    doors: new Doors(context, cases),
    orders: await Orders.open(context),
    notices: await Notices.open(context, policies, mailer),
    appeals: new Appeals(context, decisions, policies),
    witnesses: new Witnesses(context, context.config.witnesses),
  };
}
