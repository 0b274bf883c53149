import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { applyToHaproxy } from "../haproxy/apply.ts";
import { backendLines, frontendLines } from "../haproxy/config.ts";
import { ensureFiles } from "../haproxy/files.ts";
import { runtimeSocket } from "../haproxy/runtime.ts";
import type { ClearMeasure } from "../measure.ts";
import { applyToNginx, NGINX_FILES, type Run } from "../nginx/apply.ts";
import { plan } from "../plan.ts";

export const DESK = "https://abus.cdn-exemple.example";

/** A real server with the connector in front of a page that says "served", on a Unix socket. */
export interface Server {
  ask(
    path: string,
    options?: { method?: string; host?: string; accept?: string },
  ): Promise<IncomingMessage & { body: string }>;
  /** Status of a GET whose target goes out byte for byte; what Node's own client would refuse to send included. */
  statusOf(host: string, target: Buffer): Promise<number>;
  /** Resolves when every new request is answered under these measures. */
  apply(measures: readonly ClearMeasure[]): Promise<unknown>;
  stop(): Promise<void>;
}

/** For node:test's `skip`: the reason, or false where the program is there. */
export const missing = (program: string): string | false =>
  spawnSync(program, ["-v"]).error === undefined ? false : `${program} is not installed`;

/** Asks again every few milliseconds; five seconds is far more than anything here takes. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 5000; !(await isSo()); await delay(5)) {
    assert.ok(Date.now() < deadline, "it did not come about within 5 s");
  }
}

const isListening = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path, () => resolve(socket.destroy() !== undefined)).on("error", () =>
      resolve(false),
    );
  });

async function running(
  folder: string,
  command: readonly [string, ...string[]],
  apply: Server["apply"],
): Promise<Server> {
  const child = spawn(command[0], command.slice(1), { stdio: ["ignore", "ignore", "ignore"] });
  const socketPath = join(folder, "http.sock");
  await until(() => isListening(socketPath));
  const agent = new Agent({ keepAlive: false });
  return {
    apply,
    ask: (path, { method = "GET", host = "perchoir.example", accept = "text/html" } = {}) =>
      new Promise((resolve, reject) => {
        const call = request(
          { socketPath, agent, path, method, headers: { host, accept } },
          async (answer) => {
            resolve(Object.assign(answer, { body: await text(answer) }));
          },
        );
        call.on("error", reject).end();
      }),
    statusOf: (host, target) =>
      new Promise((resolve, reject) => {
        const socket = connect(socketPath);
        socket.end(
          Buffer.concat([
            Buffer.from("GET "),
            target,
            Buffer.from(` HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
          ]),
        );
        text(socket).then((answer) => resolve(Number(answer.slice(9, 12))), reject);
      }),
    stop: async () => {
      const ended = new Promise((resolve) => child.on("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function newFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** A whole configuration around the connector's lines: what listens, the lines, and what answers where nothing is refused. */
export const haproxyConfig = (
  folder: string,
  binds: readonly string[],
  lines: string,
  rest: string,
): string =>
  `global
  stats socket ${folder}/admin.sock level admin
defaults
  mode http
  timeout client 5s
  timeout connect 5s
  timeout server 5s
frontend web
${binds.map((bind) => `  bind ${bind}`).join("\n")}
${lines}
${rest}
${backendLines()}`;

/** Where HAProxy passes on what is not refused. */
export const haproxyOrigin = (port: number): string =>
  `  default_backend origin\nbackend origin\n  server origin 127.0.0.1:${port}`;

export async function startHaproxy(): Promise<Server> {
  const folder = newFolder("haproxy");
  await ensureFiles(folder, DESK);
  const served = "  http-request return status 200 content-type text/plain string served";
  const config = haproxyConfig(folder, [`unix@${folder}/http.sock`], frontendLines(folder, DESK), served);
  writeFileSync(join(folder, "haproxy.cfg"), config);
  const command = runtimeSocket(join(folder, "admin.sock"));
  return running(folder, ["haproxy", "-q", "-f", join(folder, "haproxy.cfg")], (measures) =>
    applyToHaproxy(plan(measures), { folder, command }),
  );
}

const run: Run = async ([program = "", ...rest]) => {
  const { status, stderr } = spawnSync(program, rest, { encoding: "utf8" });
  return { code: status ?? 1, output: stderr };
};

export async function startNginx(): Promise<Server> {
  const folder = newFolder("nginx");
  const file = join(folder, "nginx.conf");
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  writeFileSync(
    file,
    `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1; events {}
http { access_log off; ${temporary.join(" ")}
include ${folder}/${NGINX_FILES.http}; include ${folder}/${NGINX_FILES.measures};
server { listen unix:${folder}/http.sock; include ${folder}/${NGINX_FILES.server}; location / { return 200 served; } } }
`,
  );
  const flags = ["-c", file, "-p", folder, "-e", join(folder, "error.log")];
  const options = { folder, deskUrl: DESK, run, test: ["nginx", "-t", ...flags] };
  await applyToNginx(plan([]), { ...options, reload: ["true"] });
  return running(folder, ["nginx", ...flags], async (measures) => {
    await until(async () => workers(folder).length > 0); // the master listens before it has any
    const before = workers(folder);
    await applyToNginx(plan(measures), { ...options, reload: ["nginx", "-s", "reload", ...flags] });
    // Old workers go on accepting for a moment after the reload; that is nginx, and not what is tested here.
    await until(async () => {
      const now = workers(folder);
      return now.length > 0 && now.every((pid) => !before.includes(pid));
    });
  });
}

/** Process ids of nginx's workers (Linux). */
function workers(folder: string): readonly string[] {
  const master = readFileSync(join(folder, "pid"), "utf8").trim();
  if (master === "") return []; // the file is there a moment before the number
  const children = readFileSync(`/proc/${master}/task/${master}/children`, "utf8");
  return children.split(" ").filter((pid) => pid !== "");
}

export const SERVERS = [
  { program: "haproxy", start: startHaproxy },
  { program: "nginx", start: startNginx },
] as const;
