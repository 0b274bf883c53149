import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { NGINX_FILES } from "../../src/connectors/nginx/apply.ts";
import { ASK_FILES } from "../../src/connectors/nginx/auth-request.ts";
import { haproxyConfig, haproxyOrigin } from "../../src/connectors/testing/servers.ts";
import { LATER, SITES } from "../evasion/stage/sites.ts";

export const ENGINES = ["haproxy", "nginx", "nginx-map"] as const;
export type EngineName = (typeof ENGINES)[number];

/** What stands in front of the sites' origin: a configuration file, and how it is run. */
export interface Setting {
  readonly folder: string;
  readonly ports: { readonly plain: number; readonly tls: number; readonly proxy: number };
  readonly originPort: number;
  /** Whether it has a cache of its own. */
  readonly keeps: boolean;
}

export const HOSTS: readonly string[] = [
  ...Object.values(SITES).flatMap(({ hostnames }) => hostnames),
  LATER,
];

export const engineConfig = (name: EngineName, setting: Setting): Promise<string> | string =>
  name === "haproxy" ? haproxyFront(setting) : nginxConfig(setting, name === "nginx");

async function haproxyFront({ folder, ports, originPort, keeps }: Setting): Promise<string> {
  const binds = [
    `127.0.0.1:${ports.plain}`,
    `127.0.0.1:${ports.tls} ssl crt ${folder}/tls.pem alpn h2,http/1.1`,
    `127.0.0.1:${ports.proxy} accept-proxy`,
  ];
  const known = `  http-request deny deny_status 421 unless { 'req.hdr(host),host_only,regsub("[.]+$","")' -m str -i ${HOSTS.join(" ")} }`;
  const lines = await readFile(join(folder, "rempart-frontend.cfg"), "utf8");
  const uses = keeps ? "  http-request cache-use kept\n  http-response cache-store kept\n" : "";
  const cache = keeps ? "\ncache kept\n  total-max-size 4\n  process-vary on" : "";
  return haproxyConfig(folder, binds, `${known}\n${lines}${uses}`, `${haproxyOrigin(originPort)}${cache}`);
}

function nginxConfig({ folder, ports, originPort, keeps }: Setting, asks: boolean): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const http = asks ? [ASK_FILES.http] : [NGINX_FILES.http, NGINX_FILES.measures];
  const server = asks ? ASK_FILES.server : NGINX_FILES.server;
  const cache = keeps
    ? [
        "proxy_cache kept; proxy_cache_lock on; proxy_cache_background_update on;",
        "proxy_cache_use_stale updating http_503;",
      ]
    : [];
  return `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1; events {}
http { access_log off; ${temporary.join(" ")} proxy_cache_path ${folder}/kept keys_zone=kept:1m;
${http.map((name) => `include ${folder}/${name};`).join("\n")}
server {
  listen 127.0.0.1:${ports.plain} default_server; listen 127.0.0.1:${ports.tls} ssl http2 default_server;
  listen 127.0.0.1:${ports.proxy} proxy_protocol default_server;
  ssl_certificate ${folder}/tls.pem; ssl_certificate_key ${folder}/tls.pem;
  return 421;
}
server {
  listen 127.0.0.1:${ports.plain};
  listen 127.0.0.1:${ports.tls} ssl http2;
  listen 127.0.0.1:${ports.proxy} proxy_protocol;
  server_name ${HOSTS.join(" ")};
  ssl_certificate ${folder}/tls.pem; ssl_certificate_key ${folder}/tls.pem;
  include ${folder}/${server};
  location / {
    ${cache.join(" ")}
    proxy_pass http://127.0.0.1:${originPort};
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $http_connection;
  }
} }
`;
}
