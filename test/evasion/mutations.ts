import { before } from "./mutations/before.ts";
import { hosts } from "./mutations/hosts.ts";
import type { Mutation } from "./mutations/mutation.ts";
import { requests } from "./mutations/requests.ts";
import { spellings } from "./mutations/spellings.ts";

export type { Mutation } from "./mutations/mutation.ts";

export const mutations: readonly Mutation[] = [...spellings, ...hosts, ...requests, ...before];

/** Rows whose rule is in Node's HTTP/2 layer (nghttp2), which resets such streams: no line of ours could be taken out. */
export const HELD_BY_NODE: ReadonlySet<string> = new Set([
  "HTTP/2: two authorities",
  "HTTP/2: two paths",
  "HTTP/2: two methods",
  "HTTP/2: an empty path",
  "HTTP/2: two Hosts",
  "HTTP/2: neither",
  "HTTP/2: CONNECT",
  "HTTP/2: a WebSocket by CONNECT",
  "HTTP/2: no path",
  "HTTP/2: no method",
  "HTTP/2: no scheme",
  "HTTP/2: an absolute path",
  "HTTP/2: an unknown pseudo-field",
  "HTTP/2: a pseudo-field behind a field",
  "HTTP/2: a name in capitals",
  "HTTP/2: a field of the connection",
  "HTTP/2: chunks",
  "HTTP/2: a line break in the path",
  "HTTP/2: a length that is not the body's",
]);
