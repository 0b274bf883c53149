import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { type Engine, firstLine, freePort, launch, SERVER_CORE } from "./engine.ts";

const LUA = ["ndk_http_module", "ngx_http_lua_module"].map((name) => `/usr/lib/nginx/modules/${name}.so`);
const hasLua = LUA.every((path) => existsSync(path));

/** A table of a million, the way nginx has one that changes at run time: a shared dictionary read by Lua. */
const dictionary = (file: string): string => `
  lua_shared_dict held 512m;
  lua_package_path "/usr/share/lua/5.1/?.lua;;";
  init_by_lua_block {
    local held = ngx.shared.held
    for line in io.lines("${file}") do held:set(line, 1) end
  }`;

const REFUSE = `access_by_lua_block { if ngx.shared.held:get(ngx.var.host .. ngx.var.uri) then return ngx.exit(403) end }`;
const SERVE_KNOWN = `access_by_lua_block { if not ngx.shared.held:get(ngx.var.host) then return ngx.exit(421) end }`;

/**
 * proxy_cache on disk, as everybody runs it: bodies are sent from the page cache by sendfile. Debian's nginx.conf has
 * `tcp_nopush` on, which costs a large hit more CPU and, against a client that delays acknowledgements, its time too.
 */
const engine = (name: string, nopush: "on" | "off"): Engine => ({
  name,
  version: () => {
    const version = firstLine("/usr/sbin/nginx", ["-v"]);
    return version && `${version}${hasLua ? ", with Lua" : ", without Lua"}`;
  },
  async start({ folder, originPort, measures, sites, tls }) {
    const table = measures ?? sites;
    if (table !== undefined && !hasLua) return "libnginx-mod-http-lua is not installed";
    const port = await freePort();
    const config = `
daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log crit;
${process.getuid?.() === 0 ? "user root;" : ""}
${table === undefined ? "" : LUA.map((path) => `load_module ${path};`).join("\n")}
events { worker_connections 4096; }
http {
  access_log off; sendfile on; tcp_nopush ${nopush}; tcp_nodelay on;
  keepalive_requests 1000000000; keepalive_timeout 300s;
  proxy_cache_path ${folder}/cache levels=1:2 keys_zone=kept:16m max_size=1g inactive=1h;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((one) => `${one}_temp_path ${folder}/${one};`).join(" ")}
  ${table === undefined ? "" : dictionary(table)}
  upstream origin { server 127.0.0.1:${originPort}; keepalive 64; }
  server {
    listen 127.0.0.1:${port}${tls ? " ssl http2" : ""} backlog=1024;
    ${tls ? `ssl_certificate ${tls.cert}; ssl_certificate_key ${tls.key}; ssl_protocols TLSv1.3;` : ""}
    location / {
      ${measures === undefined ? "" : REFUSE}
      ${sites === undefined ? "" : SERVE_KNOWN}
      proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $host; proxy_cache kept; proxy_cache_lock on;
    }
  }
}`;
    await writeFile(`${folder}/nginx.conf`, config);
    return launch({
      core: SERVER_CORE,
      program: "/usr/sbin/nginx",
      args: ["-c", `${folder}/nginx.conf`, "-p", folder, "-e", `${folder}/error.log`],
      port,
    });
  },
});

/** As Debian configures it, and as somebody does who has measured. */
export const nginx = engine("nginx", "on");
export const nginxTuned = engine("nginx tuned", "off");
