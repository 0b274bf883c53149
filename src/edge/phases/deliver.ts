import { isNotModified, notModifiedFields } from "../cache/conditions.ts";
import { discard } from "../exchange.ts";
import { httpDate } from "../http/date.ts";
import { type FieldList, without } from "../http/fields.ts";
import { sfName } from "../http/structured.ts";
import { chain } from "../origin/request-fields.ts";
import type { Answer, CacheStatus, Edge, NextPhase, Phase, Transaction } from "../transaction.ts";

/** Sends the answer: conditions, the fields that an edge adds, and no body where there is none to send. */
export const deliver: Phase = async (tx, edge): Promise<NextPhase> => {
  const answer = tx.answer!;
  let { body } = answer;
  let fields: FieldList = answer.fields.list;
  tx.status = answer.status;
  if (
    tx.holdsConditions &&
    isNotModified(tx.forwarded, answer.status, answer.fields, answer.responseTimeMs)
  ) {
    tx.status = 304;
    fields = notModifiedFields(answer.fields);
  }
  if (tx.status === 304 || tx.exchange.request.method === "HEAD") {
    discard(body);
    body = undefined;
  }
  const added = answer.from === "edge" ? [] : cacheFields(tx, edge, answer);
  if (!answer.fields.has("date")) added.push("Date", httpDate(answer.responseTimeMs)); // RFC 9110 §6.6.1
  // RFC 9110 §8.6: a HEAD may tell the length that a GET would have; a 204 has none, not even 0.
  if (Array.isArray(answer.body) && !NO_LENGTH.has(tx.status) && !answer.fields.has("content-length")) {
    added.push("Content-Length", String(answer.body.reduce((sum, chunk) => sum + chunk.length, 0)));
  }
  const replaced = answer.from === "edge" ? fields : without(fields, CHAINED);
  tx.sent = await tx.exchange.respond(tx.status, [...replaced, ...added], body);
  return "log";
};

const NO_LENGTH: ReadonlySet<number> = new Set([204, 304]);

const CHAINED: ReadonlySet<string> = new Set(["via", "cache-status"]);

function cacheFields(tx: Transaction, edge: Edge, answer: Answer): string[] {
  const fields = [
    "Via",
    chain(answer.fields.get("via"), `1.1 ${edge.name}`),
    "Cache-Status",
    chain(answer.fields.get("cache-status"), cacheStatusMember(edge.name, tx.cacheStatus)),
  ];
  // RFC 9111 §4: what comes from a store carries its age.
  if (answer.ageSeconds !== undefined) fields.push("Age", String(answer.ageSeconds));
  return fields;
}

/** RFC 9211 §2: our member of the list, `name; hit; ttl=…` or `name; fwd=…; …`. */
export function cacheStatusMember(name: string, status: CacheStatus): string {
  let member = sfName(name);
  if (status.hit) member += "; hit";
  if (status.fwd !== undefined) member += `; fwd=${status.fwd}`;
  if (status.fwdStatus !== undefined) member += `; fwd-status=${status.fwdStatus}`;
  if (status.ttlMs !== undefined) member += `; ttl=${Math.floor(status.ttlMs / 1000)}`;
  if (status.stored) member += "; stored";
  if (status.collapsed) member += "; collapsed";
  if (status.detail !== undefined) member += `; detail=${sfName(status.detail)}`;
  return member;
}
