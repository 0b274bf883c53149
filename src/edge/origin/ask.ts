import type { FieldList } from "../http/fields.ts";
import type { Edge, Transaction } from "../transaction.ts";
import { originFields } from "./request-fields.ts";
import { type OriginResponse, type SiteQuestion, send } from "./send.ts";
import { Upload } from "./upload.ts";

/**
 * Asks the site's origin for what the transaction is about, with a visitor's fields or what is asked in their place. Rejects
 * with an OriginFailure, or with the signal's reason.
 */
export function askOrigin(
  tx: Transaction,
  edge: Edge,
  visitorList: FieldList,
  signal: AbortSignal,
): Promise<OriginResponse> {
  const { body } = tx;
  return ask(tx, edge, visitorList, signal, body === undefined ? undefined : new Upload(body));
}

/** The same for a request that asks to change to WebSocket; if the origin agrees, the answer has a stream. */
export function askForTunnel(tx: Transaction, edge: Edge): Promise<OriginResponse> {
  return ask(tx, edge, tx.forwarded.list, tx.exchange.signal, undefined, true);
}

function ask(
  tx: Transaction,
  edge: Edge,
  visitorList: FieldList,
  signal: AbortSignal,
  body: Upload | undefined,
  upgrade = false,
): Promise<OriginResponse> {
  const { method, httpVersion, scheme, remoteAddress } = tx.exchange.request;
  const { authority, site } = tx;
  const hop = { name: edge.name, httpVersion, scheme, authority, remoteAddress, host: site.origin.host };
  const question: SiteQuestion = {
    method,
    target: tx.target,
    fields: originFields(tx.forwarded, visitorList, hop),
    body,
    upgrade,
    signal,
    onInterim: (status, list) => tx.exchange.inform(status, list),
  };
  return send(edge.pools, edge.clock, site, authority, question);
}
