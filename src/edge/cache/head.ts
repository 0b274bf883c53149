import type { Edge, Transaction } from "../transaction.ts";
import { isStorable } from "./storable.ts";
import { confirms, freshened, type ReceivedHead } from "./stored.ts";

/**
 * RFC 9111 §4.3.5: a 200 to a HEAD speaks of the kept answer to a GET too. If validators and length agree it is fresh again
 * with the new fields; if not it stays as stale as it was when the HEAD had to be passed on.
 */
export function updateByHead(tx: Transaction, edge: Edge, head: ReceivedHead): void {
  const { candidate } = tx;
  if (tx.exchange.request.method !== "HEAD" || candidate === undefined || head.status !== 200) return;
  const has = (name: string): boolean => head.fields.has(name) && candidate.fields.has(name);
  // The RFC takes a pair without any validator for the same; we do not.
  if (!has("etag") && !has("last-modified")) return;
  const length = head.fields.get("content-length");
  const sameLength = length === undefined || !candidate.body.whole || Number(length) === candidate.body.bytes;
  if (!sameLength || !confirms(head.fields, candidate)) return;
  const stored = freshened(candidate, tx.forwarded, head);
  if (isStorable(tx.forwarded, stored.status, stored.fields, stored.policy))
    edge.store.renew(candidate, stored);
  else edge.store.drop(candidate);
}
