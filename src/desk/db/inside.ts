import { AsyncLocalStorage } from "node:async_hooks";
import type { Transaction } from "kysely";
import type { Rows } from "./rows.ts";

/** Which transaction, if any, the running code is inside of. Emptied when its work is done: timers outlive it. */
const inside = new AsyncLocalStorage<{ tx: Transaction<Rows> | undefined }>();

export const openTransaction = (): Transaction<Rows> | undefined => inside.getStore()?.tx;

/** Runs a transaction's work so that whatever it calls can tell that it is inside. */
export function runInside<T>(tx: Transaction<Rows>, work: (tx: Transaction<Rows>) => Promise<T>): Promise<T> {
  const mark: { tx: Transaction<Rows> | undefined } = { tx };
  return inside
    .run(mark, () => work(tx))
    .finally(() => {
      mark.tx = undefined;
    });
}

/**
 * Throws inside a transaction. A statement on the database's own handle there would wait for ever on the embedded database,
 * which has one connection, and on a server it would silently not be part of the transaction.
 */
export function refuseInside(): void {
  if (openTransaction() === undefined) return;
  throw new Error("a transaction is open here: use the handle that it was given");
}
