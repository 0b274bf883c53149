import type { NetConnectOpts } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Expectation, Front, Row, Sending } from "./row.ts";
import { type Heard, send } from "./send.ts";
import { StageOrigin } from "./stage/origin.ts";
import { AIMS, type AimName, MEASURES } from "./stage/sites.ts";

/** Something that serves the sites of the stage and obeys its measures. */
export interface Engine {
  readonly name: string;
  /** Resolves when all of `SITES` are served from that origin and all of `MEASURES` hold. */
  start(originUrl: string): Promise<RunningEngine>;
}

export interface RunningEngine {
  /** Where visitors reach it, by each front that it has: rows of others are left out. */
  readonly fronts: Readonly<Partial<Record<Front, NetConnectOpts>>>;
  /** Ledger index of each measure, as refusals name it. */
  readonly indices: Readonly<Record<AimName, number>>;
  close(): Promise<unknown>;
}

export interface Result {
  readonly row: Row;
  readonly on: AimName;
  /** `leaked`: it was refused, and yet something of it reached the origin. */
  readonly came: Expectation | "leaked";
  readonly status: number | undefined;
  /** As expected, to the status. */
  readonly held: boolean;
  /** Not the refused page, whatever it was; a neighbour, however it was served. */
  readonly safe: boolean;
}

/** Plays rows on an engine, one after the other. */
export async function runRows(engine: Engine, rows: readonly Row[]): Promise<readonly Result[]> {
  await using opened = new AsyncDisposableStack();
  const origin = await StageOrigin.open();
  opened.defer(() => origin.close());
  const running = await engine.start(origin.url);
  opened.defer(async () => void (await running.close()));
  const results: Result[] = [];
  for (const row of rows) {
    const to = running.fronts[row.front];
    if (to === undefined) continue;
    for (const on of row.on) {
      results.push(await play(row, on, to, origin, running.indices[on]));
    }
  }
  return results;
}

async function play(
  row: Row,
  on: AimName,
  to: NetConnectOpts,
  origin: StageOrigin,
  index: number,
): Promise<Result> {
  const before = origin.asked.length;
  const heard = await send(to, row.front, row.send(AIMS[on]), AIMS[on].host);
  if (row.expected !== "served") await delay(0); // what a hurried edge had sent on would have come by now
  const reached = origin.asked.length - before;
  const came = judge(heard, reached, row, String(index));
  const status = heard.statuses.at(-1);
  const right = row.expected !== "refused" || status === MEASURES[on].status;
  const safe = row.expected === "served" ? came === "served" : came === "refused" || came === "malformed";
  return { row, on, came, status, held: came === row.expected && right, safe };
}

function judge(
  { statuses, ledger, pages }: Heard,
  reached: number,
  { besides }: Row,
  index: string,
): Result["came"] {
  const status = statuses.at(-1) ?? 0;
  const isPage = pages > besides || (status !== 0 && status < 400);
  if (isPage) return "served";
  if (reached > besides) return "leaked";
  return ledger === index ? "refused" : "malformed";
}

/** Requests that differ in at least a byte, with the measures they were tried against. */
export const distinctRequests = (rows: readonly Row[]): number =>
  new Set(
    rows.flatMap((row) =>
      row.on.map((on) => {
        const sending: Sending = row.send(AIMS[on]);
        const what = "bytes" in sending ? sending.bytes : JSON.stringify(sending);
        return `${row.front} ${sending.sni ?? ""} ${what}`;
      }),
    ),
  ).size;
