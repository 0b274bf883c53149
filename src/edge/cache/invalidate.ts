import type { Fields } from "../http/fields.ts";
import type { Subject } from "../subject.ts";
import type { Edge, Transaction } from "../transaction.ts";
import { invalidatedGroups } from "./groups.ts";

/** RFC 9110 §9.2.1, and QUERY, which is safe too. */
const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE", "QUERY"]);

/**
 * RFC 9111 §4.4: a success of an unsafe method makes what is kept of its target, and of what `Location` and
 * `Content-Location` name on the same authority, out of date; and the groups that it names (RFC 9875 §3).
 */
export function invalidate(tx: Transaction, edge: Edge, status: number, fields: Fields): void {
  if (SAFE.has(tx.exchange.request.method) || status < 200 || status >= 400) return;
  const base = `${tx.exchange.request.scheme}://${tx.authority}`;
  const targets = new Set([tx.target]);
  for (const name of ["location", "content-location"]) {
    const reference = fields.get(name);
    const url = reference === undefined ? null : URL.parse(reference, base + tx.target);
    if (url !== null && url.origin === URL.parse(base)?.origin) targets.add(url.pathname + url.search);
  }
  for (const target of targets) void edge.store.dropKey(`${tx.site.id} ${base}${target}`);
  edge.flights.markStale(({ site, target }: Subject) => site.id === tx.site.id && targets.has(target));
  edge.groups.add(tx.subject, invalidatedGroups(fields));
}
