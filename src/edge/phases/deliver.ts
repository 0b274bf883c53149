import { represent } from "../coding/represent.ts";
import { discard, type Sent } from "../exchange.ts";
import { httpDate } from "../http/date.ts";
import { without } from "../http/fields.ts";
import { sfName } from "../http/structured.ts";
import { withHsts } from "../limits/https.ts";
import { chain } from "../origin/request-fields.ts";
import type { Answer, CacheStatus, Edge, NextPhase, Phase, Transaction } from "../transaction.ts";

/** Sends the answer: the fields that an edge adds, and no body where there is none to send. */
export const deliver: Phase = (tx, edge) => {
  const answer = represent(tx, edge);
  tx.answer = answer; // whoever has to let go of it lets go of this form of it
  const { status, fields } = answer;
  tx.status = status;
  const bodyless = status === 304 || tx.exchange.request.method === "HEAD";
  if (bodyless) discard(answer.body);
  const list = answer.from === "edge" ? fields.list.slice() : withCacheFields(tx, edge, answer);
  if (!fields.has("date")) list.push("Date", httpDate(answer.responseTimeMs)); // RFC 9110 §6.6.1
  // RFC 9110 §8.6: a HEAD may tell the length that a GET would have.
  if (!NO_LENGTH.has(status) && !fields.has("content-length")) {
    const length = lengthOf(answer);
    if (length !== undefined) list.push("Content-Length", String(length));
  }
  // RFC 9110 §8.6: a 204 has no length, not even 0, whatever its origin thinks.
  const sent = withHsts(tx, status === 204 ? without(list, LENGTH) : list);
  const done = tx.exchange.respond(status, sent, bodyless ? undefined : answer.body);
  return done instanceof Promise ? done.then((late) => over(tx, late)) : over(tx, done);
};

function over(tx: Transaction, sent: Sent): NextPhase {
  tx.sent = sent;
  return "log";
}

const NO_LENGTH: ReadonlySet<number> = new Set([204, 304]);
const LENGTH: ReadonlySet<string> = new Set(["content-length"]);

function lengthOf({ body, bodyBytes }: Answer): number | undefined {
  if (bodyBytes !== undefined || !Array.isArray(body)) return bodyBytes;
  return (body as readonly Uint8Array[]).reduce((sum, chunk) => sum + chunk.length, 0);
}

const CHAINED: ReadonlySet<string> = new Set(["via", "cache-status"]);

/** The fields of an answer with what this cache says of itself, at the end of lists that earlier hops began. */
function withCacheFields(tx: Transaction, edge: Edge, { fields, ageSeconds }: Answer): string[] {
  const [via, status] = [fields.get("via"), fields.get("cache-status")];
  const list =
    via === undefined && status === undefined ? fields.list.slice() : without(fields.list, CHAINED);
  list.push("Via", chain(via, `1.1 ${edge.name}`));
  list.push("Cache-Status", chain(status, cacheStatusMember(edge.name, tx.cacheStatus)));
  // RFC 9111 §4: what comes from a store carries its age.
  if (ageSeconds !== undefined) list.push("Age", String(ageSeconds));
  return list;
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
