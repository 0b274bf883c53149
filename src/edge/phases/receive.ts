import { inOriginsTerms } from "../coding/request-fields.ts";
import type { ReceivedRequest } from "../exchange.ts";
import { endToEnd, Fields } from "../http/fields.ts";
import { hasSeenCookie, withoutSeenCookies } from "../measures/seen.ts";
import { fromVisitor, hasLooped } from "../origin/request-fields.ts";
import { type ProblemCode, problemAnswer } from "../pages/problem.ts";
import type { NextPhase, Phase, Transaction } from "../transaction.ts";

/** Longest request-target that is taken (RFC 9112 §3 asks for 8,000 at least). */
const MAX_TARGET_LENGTH = 8192;
const MAX_FIELDS = 128;

/**
 * Is this one request, with one meaning? Whatever two parsers could read in two ways is refused here, because the origin's
 * parser is not ours: that is how requests are smuggled past a policy.
 */
export const receive: Phase = (tx, edge) => {
  const { request } = tx.exchange;
  tx.received = new Fields(request.fields);

  const refuse = (code: ProblemCode, extra?: readonly string[]): NextPhase => {
    tx.answer = problemAnswer(code, tx.received, edge.clock.now(), extra);
    tx.outcome = "rejected";
    return "deliver";
  };

  const { method } = request;
  if (method === "CONNECT" || method === "TRACE" || method === "PURGE") {
    // A CDN is no forward proxy; TRACE would show a visitor what the edge adds (RFC 9110 §9.3.8). PURGE is nobody's word
    // here, and passed on, the origin's 200 would tell a CMS that all edges had purged where one had (RFC 9111 §4.4).
    return refuse("request.method", ["Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"]);
  }
  if (request.fields.length / 2 > MAX_FIELDS) return refuse("request.too-many-fields");
  if (request.target.length > MAX_TARGET_LENGTH) return refuse("request.target-too-long");
  const framing = framingProblem(request, tx.received);
  // Where this message ends is in doubt, so nothing after it on its connection may be read.
  if (framing !== undefined) return refuse(framing, ["Connection", "close"]);
  if (!readTarget(tx)) return refuse("request.invalid");
  if (hasLooped(tx.received, edge.name)) return refuse("edge.loop");

  const { received } = tx;
  // Made when asked for: a plain hit never asks.
  const visitors = () => fromVisitor(endToEnd(received), request.method);
  tx.forwarded = new Fields(() => inOriginsTerms(withoutOurCookies(visitors())));
  return "site";
};

/** RFC 9112 §6.1, §6.3: how long the message is must be said once and in one way. */
function framingProblem(request: ReceivedRequest, fields: Fields): ProblemCode | undefined {
  const lengths = fields.lines("content-length");
  const codings = fields.lines("transfer-encoding");
  if (lengths.length > 1 || (lengths.length === 1 && !/^\d{1,15}$/.test(lengths[0]!)))
    return "request.invalid";
  if (codings.length === 0) return undefined;
  if (codings.length > 1 || lengths.length > 0 || request.httpVersion === "1.0") return "request.invalid";
  return codings[0]!.trim().toLowerCase() === "chunked" ? undefined : "request.transfer-coding";
}

/** RFC 9112 §3.2: origin-form with exactly one Host, or absolute-form, whose authority replaces Host (§3.2.2). */
function readTarget(tx: Transaction): boolean {
  const { target } = tx.exchange.request;
  const hosts = tx.received.lines("host");
  if (hosts.length !== 1 || target.includes("#")) return false;
  const absolute = /^https?:\/\/([^/?]+)(.*)$/is.exec(target);
  if (absolute !== null) {
    tx.authority = absolute[1]!.toLowerCase();
    tx.target = absolute[2]!.startsWith("/") ? absolute[2]! : `/${absolute[2]}`;
    return true;
  }
  tx.authority = hosts[0]!.trim().toLowerCase();
  tx.target = target;
  return target.startsWith("/");
}

function withoutOurCookies(list: readonly string[]): readonly string[] {
  if (!list.some(hasSeenCookie)) return list;
  const kept: string[] = [];
  for (let i = 0; i < list.length; i += 2) {
    const [name, value] = [list[i]!, list[i + 1]!];
    const cookie = name.toLowerCase() === "cookie" ? withoutSeenCookies(value) : value;
    if (cookie !== undefined) kept.push(name, cookie);
  }
  return kept;
}
