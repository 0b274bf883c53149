import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NGINX_FILES } from "../../src/connectors/nginx/apply.ts";
import { ASK_FILES } from "../../src/connectors/nginx/auth-request.ts";
import { haproxyConfig, haproxyOrigin } from "../../src/connectors/testing/servers.ts";
import { makeCertificate, writePem } from "../../src/edge/testing/tls.ts";
import { DAY } from "../../src/lib/clock.ts";
import type { Engine, RunningEngine } from "../evasion/run.ts";
import { Feed } from "../evasion/stage/feed.ts";
import { type AimName, MEASURES, SITES } from "../evasion/stage/sites.ts";
import { launch } from "../world/process.ts";
import { freePort, until } from "../world/world.ts";
import { isListening } from "./haproxy-process.ts";

const CLI = new URL("../../src/cli.ts", import.meta.url);
export const ENGINES = ["haproxy", "nginx", "nginx-map"] as const;
export type EngineName = (typeof ENGINES)[number];

interface Ports {
  readonly plain: number;
  readonly tls: number;
  readonly proxy: number;
}

/** What stands in front of the sites' origin: a configuration file, and how it is run. */
interface Setting {
  readonly folder: string;
  readonly ports: Ports;
  readonly originPort: string;
}

const HOSTS = Object.values(SITES).flatMap(({ hostnames }) => hostnames);

async function haproxyFront({ folder, ports, originPort }: Setting): Promise<string> {
  const binds = [
    `127.0.0.1:${ports.plain}`,
    `127.0.0.1:${ports.tls} ssl crt ${folder}/tls.pem alpn h2,http/1.1`,
    `127.0.0.1:${ports.proxy} accept-proxy`,
  ];
  const known = `  http-request deny deny_status 421 unless { 'req.hdr(host),host_only,regsub("[.]+$","")' -m str -i ${HOSTS.join(" ")} }`;
  const lines = await readFile(join(folder, "rempart-frontend.cfg"), "utf8");
  return haproxyConfig(folder, binds, `${known}\n${lines}`, haproxyOrigin(Number(originPort)));
}

function nginxConfig({ folder, ports, originPort }: Setting, asks: boolean): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const http = asks ? [ASK_FILES.http] : [NGINX_FILES.http, NGINX_FILES.measures];
  const server = asks ? ASK_FILES.server : NGINX_FILES.server;
  return `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1; events {}
http { access_log off; ${temporary.join(" ")}
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
    proxy_pass http://127.0.0.1:${originPort};
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $http_connection;
  }
} }
`;
}

/** An engine from Debian with its connector, in processes of their own, fed by a true ledger. */
export const engineOf = (name: EngineName): Engine => ({
  name,
  async start(originUrl): Promise<RunningEngine> {
    const opened = new AsyncDisposableStack();
    try {
      return await start(name, originUrl, opened);
    } catch (error) {
      await opened.disposeAsync();
      throw error;
    }
  },
});

async function start(
  name: EngineName,
  originUrl: string,
  opened: AsyncDisposableStack,
): Promise<RunningEngine> {
  const folder = await mkdtemp(join(tmpdir(), "rempart-engine-"));
  await chmod(folder, 0o755);
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const feed = await Feed.open();
  opened.defer(() => feed.down());
  for (const site of Object.values(SITES))
    feed.serve({ ...site, roles: [...site.roles], origin: { servers: [{ url: originUrl }] } });
  const entries = Object.entries(MEASURES).map(([aim, measure]) => [aim, feed.decide(measure)]);
  const times = { notBeforeMs: Date.now() - DAY, notAfterMs: Date.now() + DAY };
  await writePem(join(folder, "tls.pem"), await makeCertificate(HOSTS, times));

  const ports = { plain: await freePort(), tls: await freePort(), proxy: await freePort() };
  const config = join(folder, "engine.conf");
  const flags = ["-c", config, "-p", folder, "-e", join(folder, "error.log")];
  const options = {
    haproxy: ["--socket", join(folder, "admin.sock")],
    nginx: ["--listen", `127.0.0.1:${await freePort()}`],
    "nginx-map": [
      ...["--test", ["nginx", "-t", ...flags].join(" ")],
      ...["--reload", ["nginx", "-s", "reload", ...flags].join(" ")],
      ...["--pid", join(folder, "pid")],
    ],
  }[name];
  await enrol(feed, folder, name);
  const connector = await launch({
    ...{ name, module: CLI, logFile: join(folder, "connector.log") },
    args: ["connector", name, "--files", folder, "--admin", "127.0.0.1:0", ...options],
    env: {
      REMPART_DATA: folder,
      REMPART_FEED_URL: feed.url,
      REMPART_PUBLIC_URL: "https://desk.example",
    },
  });
  opened.defer(() => connector.stop());

  const setting = { folder, ports, originPort: new URL(originUrl).port };
  const text = name === "haproxy" ? await haproxyFront(setting) : nginxConfig(setting, name === "nginx");
  await writeFile(config, text);
  const command = name === "haproxy" ? ["haproxy", "-q", "-f", config] : ["nginx", ...flags];
  const child = spawn(command[0]!, command.slice(1), { stdio: "ignore" });
  opened.defer(() => ended(child));
  await until(`${name} listens`, () => isListening(ports.plain), 10_000);
  await feed.obeyed(name);
  const at = (port: number) => ({ host: "127.0.0.1", port });
  return {
    fronts: { h1: at(ports.plain), "h1-tls": at(ports.tls), h2: at(ports.tls), proxy: at(ports.proxy) },
    indices: Object.fromEntries(entries) as Record<AimName, number>,
    close: () => opened.disposeAsync(),
  };
}

/** As if it had brought a token before. */
async function enrol(feed: Feed, folder: string, name: EngineName): Promise<void> {
  await mkdir(folder, { recursive: true });
  await feed.enrol(folder, name);
  await rename(join(folder, "edge"), join(folder, `connector-${name}`));
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
