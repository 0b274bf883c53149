import { parseArgs } from "node:util";
import type { WorkOrder } from "../desk/api-types.ts";
import { RempartError } from "../lib/errors.ts";
import { adminCall, dataFolder } from "./admin-socket.ts";
import { say } from "./terminal.ts";

const USAGE = `rempart work [--closed] [--json]             what no edge can carry out and somebody has to
rempart work done ID --proof TEXT            it is done, and this shows it
rempart work hook ROLE URL                   send orders of a role (host, dns, registrar, mail) to a program
rempart work hook ROLE --remove`;

/** `rempart work`: work orders in a terminal. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...{ closed: { type: "boolean" }, json: { type: "boolean" }, help: { type: "boolean" } },
      ...{ proof: { type: "string" }, remove: { type: "boolean" } },
    },
  });
  const [what, ...rest] = positionals;
  const folder = dataFolder();
  const [first, second] = rest;
  if (values.help) say(USAGE);
  else if (what === undefined) await list(folder, values.closed ?? false, values.json ?? false);
  else if (what === "done" && rest.length === 1 && values.proof !== undefined) {
    const done = { proof: values.proof };
    await adminCall(folder, "POST", `/api/work/${encodeURIComponent(first!)}/confirmation`, done);
    say(`${first} is done`);
  } else if (what === "hook" && rest.length === 1 && values.remove) {
    await adminCall(folder, "DELETE", endpoint(first!));
    say(`orders of ${first} wait for a person`);
  } else if (what === "hook" && rest.length === 2) {
    const set = await adminCall<{ secret: string }>(folder, "PUT", endpoint(first!), { url: second });
    say(set.secret);
  } else throw new RempartError("usage", 400, USAGE);
}

const endpoint = (role: string): string => `/api/work/endpoints/${encodeURIComponent(role)}`;

async function list(folder: string, closed: boolean, json: boolean): Promise<void> {
  const path = closed ? "/api/work/closed" : "/api/work";
  const work = await adminCall<{ orders: WorkOrder[]; overdue: number }>(folder, "GET", path);
  if (json) return say(JSON.stringify(work));
  const lines = work.orders.map((order) => lineOf(order, Date.now()));
  const head = closed ? [] : [`${work.orders.length} open, ${work.overdue} overdue`];
  say([...head, ...lines].join("\n"));
}

/** One order as a line: id, what, where, until when, and how it stands. */
export function lineOf(order: WorkOrder, nowMs: number): string {
  const { id, act, role, verb, grain, hostnames, opening, until, ledger } = order;
  const where = opening !== null && /^(?:url|path)$/.test(grain) ? opening.canonical : "";
  const state =
    order.outcome ??
    (order.dueAt < nowMs ? "overdue" : `due ${new Date(order.dueAt).toISOString().slice(0, 16)}Z`);
  return [
    ...[id, act, `${role} ${verb} ${grain}`, `${hostnames.join(",")}${where}`],
    ...[until === null ? "no end" : `until ${until.slice(0, 10)}`, `entry ${ledger}`, state],
  ].join("  ");
}
