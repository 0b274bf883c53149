import type { FieldList } from "../http/fields.ts";
import type { Edge, Transaction } from "../transaction.ts";
import { originFields } from "./request-fields.ts";
import { type OriginResponse, send } from "./send.ts";

/** A visitor's fields (or what we ask in their place) with what this hop adds. */
export function fieldsForOrigin(tx: Transaction, edge: Edge, visitorList: FieldList): string[] {
  const { httpVersion, scheme, remoteAddress } = tx.exchange.request;
  const hop = { name: edge.name, httpVersion, scheme, authority: tx.authority, remoteAddress };
  return originFields(tx.forwarded, visitorList, hop);
}

/** Asks the site's origin for what the transaction is about. Throws as `send` does. */
export function askOrigin(
  tx: Transaction,
  edge: Edge,
  visitorList: FieldList,
  signal: AbortSignal,
): Promise<OriginResponse> {
  const { method, body } = tx.exchange.request;
  return send(edge.pools, edge.clock, {
    origin: tx.site.origin.servers[0]!.url,
    method,
    target: tx.target,
    fields: fieldsForOrigin(tx, edge, visitorList),
    body,
    signal,
    onInterim: (status, list) => tx.exchange.inform(status, list),
  });
}
