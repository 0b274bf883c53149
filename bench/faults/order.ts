import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `desk`, `vault`, an edge's name, or a server of others: {@link DATABASE}, {@link NATS}. */
export type ProcessName = string;
/** They have no points of their own: PostgreSQL is killed at those of the desk, nats-server at those of both its ends. */
export const DATABASE = "database";
export const NATS = "nats-server";

/** What a process of the world is told to do at its own points; read by crash-at.ts inside it. */
export type Order =
  /** Writes down each point that it passes, and when. */
  | { readonly do: "record" }
  /** SIGKILL to itself, or to another process, at the n-th time that it comes to a point. */
  | {
      readonly do: "kill";
      readonly id: string;
      readonly point: string;
      readonly nth: number;
      readonly when: "before" | "after";
      readonly pid?: number;
    }
  /** Every write fails as on a full disk. */
  | { readonly do: "full-disk" };

/** Where orders and records lie; in the environment of every process of the world. */
export const FOLDER = "FAULTS_FOLDER";
/** How far a process's clock is off, ms. */
export const SKEW = "FAULTS_SKEW_MS";

const orderPath = (folder: string, name: string): string => join(folder, `${name}.order.json`);
export const recordPath = (folder: string, name: string): string => join(folder, `${name}.points`);

export const give = (folder: string, name: string, order: Order): void =>
  writeFileSync(orderPath(folder, name), JSON.stringify(order));

export const withdraw = (folder: string, name: string): void =>
  rmSync(orderPath(folder, name), { force: true });

/** Undefined where there is none, or it is being written. */
export function orderFor(folder: string, name: string): Order | undefined {
  const path = orderPath(folder, name);
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Order;
  } catch {
    return undefined;
  }
}

/** A point as it was recorded; times by CLOCK_MONOTONIC, ms. */
export interface Passed {
  readonly beganMs: number;
  readonly endedMs: number;
  readonly point: string;
}

/** Asks processes to record, does the work, and returns what each passed meanwhile, by when it began. */
export async function recording(
  folder: string,
  names: readonly ProcessName[],
  work: () => Promise<void>,
): Promise<ReadonlyMap<ProcessName, readonly Passed[]>> {
  for (const name of names) {
    rmSync(recordPath(folder, name), { force: true });
    give(folder, name, { do: "record" });
  }
  await work();
  for (const name of names) withdraw(folder, name);
  return new Map(names.map((name) => [name, readRecord(recordPath(folder, name))]));
}

function readRecord(path: string): Passed[] {
  if (!existsSync(path)) return []; // it passed none
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines
    .map((line) => {
      const [, began, ended, point] = /^(\S+) (\S+) (.*)$/.exec(line)!;
      return { beganMs: Number(began), endedMs: Number(ended), point: point! };
    })
    .sort((a, b) => a.beganMs - b.beganMs);
}
