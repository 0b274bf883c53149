import { SECOND } from "../../lib/clock.ts";
import { isCodable, variesOn } from "../coding/codable.ts";
import { parseHttpDate } from "../http/date.ts";
import { Fields, without } from "../http/fields.ts";
import type { Subject } from "../subject.ts";
import type { StoredBody } from "./body.ts";
import { type CachePolicy, cachePolicy } from "./directives.ts";
import { currentAgeMs, initialAgeMs, lifetimeMs, ttlMs, type Unsaid } from "./freshness.ts";
import { cacheGroups } from "./groups.ts";
import { needsValidation } from "./storable.ts";
import { type VaryKey, varyKey } from "./vary.ts";

/** What arrived from an origin: the head, and when. */
export interface ReceivedHead {
  readonly status: number;
  /** End-to-end fields only. */
  readonly fields: Fields;
  readonly requestTimeMs: number;
  readonly responseTimeMs: number;
}

/** A kept answer: a head that never changes (a 304 makes a new one) and a body that may still be arriving. */
export interface StoredResponse {
  readonly key: string;
  readonly vary: VaryKey;
  readonly subject: Subject;
  readonly status: number;
  /** Without Age, which is computed for each use. */
  readonly fields: Fields;
  readonly policy: CachePolicy;
  readonly responseTimeMs: number;
  readonly initialAgeMs: number;
  readonly lifetimeMs: number;
  /** RFC 9875: what it belongs to, for purges. */
  readonly groups: readonly string[];
  /** May be sent in a content coding of ours. */
  readonly codable: boolean;
  readonly body: StoredBody;
}

const AGE: ReadonlySet<string> = new Set(["age"]);

/** `request`: the fields that were sent to the origin, which select among variants. */
export function storedResponse(
  key: string,
  subject: Subject,
  request: Fields,
  head: ReceivedHead,
  body: StoredBody,
): StoredResponse {
  const policy = cachePolicy(head.fields);
  return {
    key,
    subject,
    body,
    policy,
    vary: varyKey(variesOn(head.fields), request),
    status: head.status,
    fields: head.fields.has("age") ? new Fields(without(head.fields.list, AGE)) : head.fields,
    responseTimeMs: head.responseTimeMs,
    initialAgeMs: initialAgeMs(head.fields, head.requestTimeMs, head.responseTimeMs),
    lifetimeMs: lifetimeMs(head.status, head.fields, policy, head.responseTimeMs, unsaidBy(subject, request)),
    groups: cacheGroups(head.fields),
    codable: isCodable(head.status, head.fields),
  };
}

/** What the edge and the site say of the freshness of an answer that says nothing of it. */
const unsaidBy = ({ site }: Subject, request: Fields): Unsaid => ({
  negativeMs: (site.cache?.negativeSeconds ?? 0) * SECOND,
  guess: !request.has("cookie"),
});

/** RFC 9111 §4: may it be used without asking the origin? */
export const isUsable = (stored: StoredResponse, nowMs: number): boolean =>
  !needsValidation(stored.policy) && ttlMs(stored, nowMs) > 0;

/** The same answer after a soft purge: stale from now on, to be asked for again. */
export function expired(stored: StoredResponse, nowMs: number): StoredResponse {
  const ageMs = currentAgeMs(stored, nowMs);
  // A clock that was set back says nothing about its age: then it has no life left at all.
  return { ...stored, lifetimeMs: Number.isFinite(ageMs) ? Math.min(stored.lifetimeMs, ageMs) : 0 };
}

export const ageSeconds = (stored: StoredResponse, nowMs: number): number =>
  Math.floor(currentAgeMs(stored, nowMs) / 1000);

/** RFC 9111 §3.2: not to be replaced by a 304, it describes the body that we hold. */
const OF_THE_BODY: ReadonlySet<string> = new Set(["content-length"]);

/**
 * RFC 9111 §4.3.4 and §3.2: the stored answer with the fields of a 304 in place of its own of the same name, fresh
 * again from the time the 304 arrived.
 */
export function freshened(
  stored: StoredResponse,
  request: Fields,
  notModified: ReceivedHead,
): StoredResponse {
  const update = new Fields(without(notModified.fields.list, OF_THE_BODY));
  const replaced = new Set(update.list.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase()));
  const fields = new Fields([...without(stored.fields.list, replaced), ...update.list]);
  const { requestTimeMs, responseTimeMs } = notModified;
  return storedResponse(
    stored.key,
    stored.subject,
    request,
    { status: stored.status, fields, requestTimeMs, responseTimeMs },
    stored.body,
  );
}

/** RFC 9111 §4.3.4: does a 304 speak of this answer? A different entity tag says that it does not. */
export function confirms(notModified: Fields, stored: StoredResponse): boolean {
  const [etag, held] = [notModified.get("etag"), stored.fields.get("etag")];
  // By weak comparison: nginx answers a validation of the weak tag of a compressed body with the strong one.
  if (etag !== undefined && held !== undefined) return opaqueTag(etag) === opaqueTag(held);
  const [changed, heldChanged] = [notModified.get("last-modified"), stored.fields.get("last-modified")];
  return changed === undefined || heldChanged === undefined || changed === heldChanged;
}

/** RFC 9110 §8.8.3.2, weak comparison: the tag without its weakness. */
export const opaqueTag = (etag: string): string => etag.trim().replace(/^W\//, "");

/** Last-Modified as Unix ms, where it is a date. */
export const lastModifiedMs = (fields: Fields, nowMs: number): number | undefined =>
  parseHttpDate(fields.get("last-modified") ?? "", nowMs);
