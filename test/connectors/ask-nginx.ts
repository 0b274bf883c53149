import { spawn, spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ASK_FILES, askHttp, askServer, type WhenDown } from "../../src/connectors/nginx/auth-request.ts";
import { freePort, until } from "../world/world.ts";

export interface AskingNginx extends AsyncDisposable {
  /** Asks the connector before it serves. */
  readonly port: number;
  /** The same server without the question. */
  readonly plainPort: number;
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket.destroy() !== undefined)).on("error", () =>
      resolve(false),
    );
  });

/** For node:test's `skip`: the reason, or false where nginx can ask. */
export function cannotAsk(): string | false {
  const { error, stderr } = spawnSync("nginx", ["-V"], { encoding: "utf8" });
  if (error !== undefined) return "skipped: nginx absent";
  return stderr.includes("http_auth_request_module") ? false : "skipped: nginx without auth_request";
}

/** Debian's nginx in front of `inner` (a `location` block's lines), which asks a connector on a port of this machine. */
export async function startAskingNginx(
  connectorPort: number,
  { inner = "return 200 served;", whenDown = "refuse" }: { inner?: string; whenDown?: WhenDown } = {},
): Promise<AskingNginx> {
  const folder = await mkdtemp(join(tmpdir(), "rempart-nginx-"));
  await chmod(folder, 0o755);
  const [port, plainPort] = [await freePort(), await freePort()];
  await writeFile(join(folder, ASK_FILES.http), askHttp({ host: "127.0.0.1", port: connectorPort }));
  await writeFile(join(folder, ASK_FILES.server), askServer(whenDown));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const file = join(folder, "nginx.conf");
  await writeFile(
    file,
    `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; worker_processes 1; events {}
http { access_log off; ${temporary.join(" ")} proxy_cache_path ${folder}/kept keys_zone=kept:1m;
include ${folder}/${ASK_FILES.http};
server { listen 127.0.0.1:${port}; server_name perchoir.example; include ${folder}/${ASK_FILES.server};
  location / { ${inner} } }
server { listen 127.0.0.1:${plainPort}; location / { ${inner} } } }
`,
  );
  const child = spawn("nginx", ["-c", file, "-p", folder, "-e", join(folder, "error.log")], {
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await until("nginx listens", () => isListening(plainPort), 5000);
  return {
    port,
    plainPort,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
