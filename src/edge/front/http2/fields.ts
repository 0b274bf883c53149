import type { FieldList } from "../../http/fields.ts";
import { isMethod, TARGET } from "../http1/syntax.ts";

export interface Http2Head {
  readonly method: string;
  readonly target: string;
  /** As HTTP/1 would have carried them: one Host, one Cookie, no pseudo-fields. */
  readonly fields: FieldList;
}

/**
 * Reads the header list of a request (RFC 9113 §8.3.1); undefined if it is not one that HTTP/1 could say in one way.
 * Order, case and repetition of pseudo-fields, fields of the connection (§8.2.2), and control characters have been checked by
 * the HTTP/2 layer, which resets such streams.
 */
export function readHead(list: readonly string[]): Http2Head | undefined {
  let method = "";
  let target = "";
  let scheme = "";
  let authority: string | undefined;
  let host: string | undefined;
  let cookie = "";
  const fields: string[] = [];
  for (let i = 0; i < list.length; i += 2) {
    const name = list[i]!;
    const value = list[i + 1]!;
    switch (name) {
      case ":method":
        method = value;
        break;
      case ":path":
        target = value;
        break;
      case ":scheme":
        scheme = value;
        break;
      case ":authority":
        authority = value;
        break;
      case "host":
        if (host !== undefined) return undefined;
        host = value;
        break;
      case "cookie": // §8.2.3: crumbs are put together for whoever speaks HTTP/1
        cookie = cookie === "" ? value : `${cookie}; ${value}`;
        break;
      default:
        if (name.startsWith(":")) return undefined;
        fields.push(name, value);
    }
  }
  // §8.3.1: two names for one request are how a policy is told one thing and an origin another.
  if (authority !== undefined && host !== undefined && authority.toLowerCase() !== host.toLowerCase())
    return undefined;
  const named = authority ?? host;
  if (named === undefined || scheme !== "https" || !isMethod(method) || !all(TARGET, target))
    return undefined;
  if (cookie !== "") fields.push("cookie", cookie);
  return { method, target, fields: ["host", named, ...fields] };
}

function all(table: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (table[text.charCodeAt(i)] !== 1) return false;
  return text !== "";
}

/** RFC 9113 §8.2.2: fields of a connection, which HTTP/2 does without. */
const OF_A_CONNECTION: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/** The header list of an answer. */
export function answerList(status: number, fields: FieldList): string[] {
  const list = [":status", String(status)];
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]!.toLowerCase();
    if (!OF_A_CONNECTION.has(name)) list.push(name, fields[i + 1]!);
  }
  return list;
}
