import { HOSTNAMES } from "../fixtures/people.ts";

/** One way of asking for the refused page: raw bytes, so that no client tidies them up. */
export interface Evasion {
  readonly name: string;
  /** 400 where the request itself is malformed: no page for anybody. */
  readonly status: 403 | 400;
  readonly bytes: (path: string) => string;
}

const request = (line: string, host: string = HOSTNAMES.forum, more: readonly string[] = []): string =>
  `${[line, `Host: ${host}`, "Connection: close", ...more].join("\r\n")}\r\n\r\n`;

const get = (
  name: string,
  change: (path: string) => string,
  host?: string,
  more?: readonly string[],
): Evasion => ({
  name,
  status: 403,
  bytes: (path) => request(`GET ${change(path)} HTTP/1.1`, host, more),
});

const same = (path: string): string => path;
const percent = (character: string): string => `%${character.charCodeAt(0).toString(16)}`;

/** Spellings, aliases, methods and headers that must all meet the same refusal. */
export const EVASIONS: readonly Evasion[] = [
  get("as it is", same),
  get("one letter percent-encoded", (path) => path.replace("salon", `s${percent("a")}lon`)),
  get("every letter percent-encoded", (path) => path.replace(/[a-z]/g, percent)),
  get("percent-encoding in upper case", (path) => path.replace("-", "%2D")),
  get("double percent-encoding", (path) => path.replace("salon", "s%2561lon")),
  get("encoded slash", (path) => path.replace("/sujet/", "%2Fsujet%2F")),
  get("dot segment", (path) => path.replace("/sujet/", "/./sujet/")),
  get("encoded dot segment", (path) => path.replace("/sujet/", "/%2e/sujet/")),
  get("up and down again", (path) => `/salon/autre/..${path.replace("/salon", "")}`),
  get("encoded up and down", (path) => `/salon/autre/%2e%2e${path.replace("/salon", "")}`),
  get("double slash", (path) => path.replace("/sujet", "//sujet")),
  get("slashes in front", (path) => `//${path}`),
  get("backslash", (path) => path.replace("/sujet/", "\\sujet\\")),
  get("path parameter", (path) => `${path};jsessionid=1`),
  get("path parameter in the middle", (path) => path.replace("/sujet", ";v=1/sujet")),
  get("noise in the query", (path) => `${path}?utm_source=x&a=1`),
  get("empty query", (path) => `${path}?`),
  get("trailing slash", (path) => `${path}/`),
  get("host in capitals", same, "PERCHOIR.EXAMPLE"),
  get("host with trailing dot", same, "perchoir.example."),
  get("host with port", same, "perchoir.example:80"),
  get("alias host", same, HOSTNAMES.forumAlias),
  get("range", same, undefined, ["Range: bytes=0-9"]),
  get("conditional", same, undefined, ['If-None-Match: "x"']),
  get("X-Original-URL", same, undefined, ["X-Original-URL: /"]),
  get("upgrade", same, undefined, [
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
  ]),
  { ...get("fragment, which a request must not have", (path) => `${path}#posts`), status: 400 },
  {
    name: "absolute form",
    status: 403,
    bytes: (path) => request(`GET http://${HOSTNAMES.forum}${path} HTTP/1.1`),
  },
  {
    name: "absolute form, other Host",
    status: 403,
    bytes: (path) => request(`GET http://${HOSTNAMES.forum}${path} HTTP/1.1`, HOSTNAMES.rival),
  },
  { name: "HEAD", status: 403, bytes: (path) => request(`HEAD ${path} HTTP/1.1`) },
  {
    name: "POST",
    status: 403,
    bytes: (path) => request(`POST ${path} HTTP/1.1`, HOSTNAMES.forum, ["Content-Length: 0"]),
  },
  { name: "OPTIONS", status: 403, bytes: (path) => request(`OPTIONS ${path} HTTP/1.1`) },
  { name: "HTTP/1.0", status: 403, bytes: (path) => request(`GET ${path} HTTP/1.0`) },
];
