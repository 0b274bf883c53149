import { isCodable } from "../coding/codable.ts";
import { type Body, discard } from "../exchange.ts";
import { Fields, without } from "../http/fields.ts";
import type { Answer, CacheStatus, Transaction } from "../transaction.ts";
import type { ByteRange } from "./body.ts";
import { isNotModified, notModifiedFields } from "./conditions.ts";
import { ttlMs } from "./freshness.ts";
import { ifRangeHolds, isFromStart, resolveRange } from "./range.ts";
import { ageSeconds, type ReceivedHead, type StoredResponse } from "./stored.ts";

/** An answer for one visitor. */
export interface PrivateResponse extends ReceivedHead {
  /** To be read once, or discarded. */
  readonly body: Exclude<Body, undefined>;
}

/** Settles a transaction with a kept answer, whose body may still be arriving: all of it or what the visitor needs of it. */
export function storedAnswer(
  tx: Transaction,
  stored: StoredResponse,
  nowMs: number,
  status: CacheStatus,
): void {
  const { body, fields } = stored;
  status.ttlMs = ttlMs(stored, nowMs);
  tx.cacheStatus = status;
  const whole: Mutable<Answer> = {
    status: stored.status,
    fields,
    body: undefined,
    bodyBytes: body.whole ? body.bytes : undefined,
    from: "store",
    stored,
    codable: stored.codable,
    ageSeconds: ageSeconds(stored, nowMs),
    responseTimeMs: stored.responseTimeMs,
  };
  const length = body.whole ? body.bytes : declaredLength(fields);
  const less = unchanged(tx, whole) ?? partOf(tx, whole, length, (range) => body.open(range));
  if (less === undefined && tx.exchange.request.method !== "HEAD") whole.body = body.open();
  tx.answer = less ?? whole;
  tellOriginStatus(tx, stored.status);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Settles a transaction with an answer that only this visitor gets. */
export function privateAnswer(tx: Transaction, response: PrivateResponse): void {
  const codable = isCodable(response.status, response.fields);
  const whole: Answer = { ...response, from: "origin", codable };
  const length = declaredLength(response.fields);
  // It cannot be read from the middle; what begins at its start and asks for no less than all is all of it.
  const isAll = tx.range !== undefined && isFromStart(tx.range);
  const part = isAll ? partOf(tx, whole, length, () => response.body) : undefined;
  tx.answer = unchanged(tx, whole) ?? part ?? whole;
  if (tx.answer.body === undefined) discard(response.body);
  tellOriginStatus(tx, response.status);
}

/** RFC 9110 §13.2.2, steps 3 and 4: the visitor holds this answer already. */
function unchanged(tx: Transaction, whole: Answer): Answer | undefined {
  const { status, fields, responseTimeMs } = whole;
  if (!tx.received.has("if-none-match") && !tx.received.has("if-modified-since")) return undefined;
  if (!isNotModified(tx.forwarded, status, fields, responseTimeMs)) return undefined;
  return { ...whole, status: 304, fields: new Fields(notModifiedFields(fields)), body: undefined };
}

/**
 * RFC 9110 §13.2.2, step 5: a part of a 200, or word that there is no such part (§15.5.17). Undefined: all of it is to be
 * sent, because no part is asked for, the visitor's other part is of another version, or the length is not known yet.
 */
function partOf(
  tx: Transaction,
  whole: Answer,
  length: number | undefined,
  open: (range: ByteRange) => Body,
): Answer | undefined {
  const { status, fields, responseTimeMs } = whole;
  if (tx.range === undefined || status !== 200) return undefined;
  if (length === undefined || length === 0) return undefined; // of nothing there is no part
  if (!ifRangeHolds(tx.forwarded, fields, responseTimeMs)) return undefined;
  const range = resolveRange(tx.range, length);
  if (range === "unsatisfiable") {
    const none = new Fields(["Content-Range", `bytes */${length}`, "Content-Length", "0"]);
    return { ...whole, status: 416, fields: none, body: undefined, codable: false };
  }
  const { from, to } = range;
  const partial = new Fields([
    ...without(fields.list, LENGTH),
    ...["Content-Range", `bytes ${from}-${to}/${length}`],
    ...["Content-Length", String(to - from + 1)],
  ]);
  return { ...whole, status: 206, fields: partial, body: open(range), codable: false };
}

const LENGTH: ReadonlySet<string> = new Set(["content-length"]);

function declaredLength(fields: Fields): number | undefined {
  const value = fields.get("content-length");
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** RFC 9211 §2.3: what the origin said, where the visitor is told something else. */
function tellOriginStatus({ answer, cacheStatus }: Transaction, originStatus: number): void {
  if (cacheStatus.fwd !== undefined && answer!.status !== originStatus)
    cacheStatus.fwdStatus ??= originStatus;
}
