import type { Address } from "../../lib/env.ts";

/** What nginx does while nobody answers it: 500 for every request, or everything served. */
export const WHEN_DOWN = ["refuse", "serve"] as const;
export type WhenDown = (typeof WHEN_DOWN)[number];

export const ASK_FILES = { http: "rempart-ask-http.conf", server: "rempart-ask-server.conf" };

/** As many idle connections as nginx may keep to the connector: one per question under way. */
const KEEP_ALIVE = 64;
const VERDICT = "/.rempart/verdict";
const DOWN = "/.rempart/down";

const authority = ({ host, port }: Address): string => `${host.includes(":") ? `[${host}]` : host}:${port}`;

/** For the `http` block: where the connector listens. */
export const askHttp = (
  connector: Address,
): string => `# Written by rempart connector: include it once in the http block.
upstream rempart {
  server ${authority(connector)};
  keepalive ${KEEP_ALIVE};
}
`;

/**
 * The question: method, target and host as they came. `$request_uri` is the target before nginx decoded or merged anything,
 * and `$host` the name by which nginx itself chose the server block. A visitor cannot ask: both fields are always set here.
 */
const question = (ask: "verdict" | "page"): string[] => [
  "proxy_pass http://rempart$request_uri;",
  "proxy_http_version 1.1;",
  "proxy_pass_request_body off;",
  "proxy_pass_request_headers off;",
  "proxy_set_header Host $host;",
  'proxy_set_header Connection "";',
  'proxy_set_header Content-Length "";',
  "proxy_set_header Cookie $http_cookie;", // of a visitor who has seen an interstitial
  "proxy_set_header Rempart-Visitor $remote_addr;", // for measures that hold in some countries only
  `proxy_set_header Rempart-Ask ${ask};`,
];

/**
 * For each `server` block: nobody is served before the connector has said yes, whatever the method, from cache or origin.
 * nginx tells 2xx from 403 only, so the page, its status and its fields are asked for in a second question, by those who are
 * refused. A block or location with an `error_page` of its own has to repeat ours.
 */
export function askServer(whenDown: WhenDown): string {
  const location = (name: string, lines: readonly string[]) => [
    `location ${name} {`,
    ...lines.map((line) => `  ${line}`),
    "}",
  ];
  const serves = whenDown === "serve";
  return `${[
    "# Written by rempart connector: include it in each server block.",
    `auth_request ${VERDICT};`,
    // For a proxy_cache in this block: a measure may say that nothing of a page is to be kept.
    "auth_request_set $rempart_no_cache $upstream_http_rempart_keep;",
    "proxy_no_cache $rempart_no_cache;",
    "proxy_cache_bypass $rempart_no_cache;",
    "error_page 403 = @rempart;",
    ...location(`= ${VERDICT}`, [
      "internal;",
      // The verdict of another question is no verdict.
      "proxy_cache off;",
      "proxy_method GET;",
      "proxy_connect_timeout 1s;",
      "proxy_read_timeout 2s;",
      ...question("verdict"),
      ...(serves ? ["proxy_intercept_errors on;", `error_page 500 502 503 504 = ${DOWN};`] : []),
    ]),
    ...(serves ? location(`= ${DOWN}`, ["internal;", "return 204;"]) : []),
    ...location("@rempart", [
      "auth_request off;",
      "proxy_cache off;",
      ...question("page"),
      "proxy_set_header Accept $http_accept;",
      "proxy_set_header Sec-Fetch-Mode $http_sec_fetch_mode;",
    ]),
  ].join("\n")}\n`;
}
