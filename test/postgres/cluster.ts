import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { freePort, until } from "../world/world.ts";

const DEBIAN = "/usr/lib/postgresql";

/** The folder that holds initdb and postgres: on PATH, or the newest that Debian has installed; undefined without one. */
export function postgresFolder(): string | undefined {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    ...debian.map((version) => join(DEBIAN, version, "bin")),
  ];
  return folders.find((folder) => ["initdb", "postgres"].every((name) => existsSync(join(folder, name))));
}

/** PostgreSQL refuses to run as root: there it runs as `nobody` (65534 everywhere on Linux). */
const USER = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

export interface Cluster {
  readonly url: string;
  /** Lines of the server's log so far. */
  log(): string;
  /** The server's first process; its death ends the others. */
  pid(): number;
  /** Starts the server on what is in the folder, after it has died. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A cluster of its own in a temporary folder, on a free port of loopback; nothing of it is left after `stop`. */
export async function startCluster(programs: string): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "rempart-postgres-"));
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  chmodSync(folder, 0o755);
  if (USER.uid !== undefined) chownSync(data, USER.uid, USER.gid);
  const options = { ...USER, cwd: data, env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8" } };
  const initdb = ["-D", data, "-U", "rempart", "--auth=trust", "--encoding=UTF8", "--no-sync"];
  await promisify(execFile)(join(programs, "initdb"), initdb, options);

  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    log_statement: "none",
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const url = `postgres://rempart@127.0.0.1:${port}/postgres`;
  let log = "";
  const start = async (): Promise<ChildProcess> => {
    const started = spawn(join(programs, "postgres"), ["-D", data, ...args], {
      ...{ ...options, stdio: ["ignore", "ignore", "pipe"] },
    });
    started.stderr?.on("data", (chunk: Buffer) => {
      log += chunk.toString("utf8");
    });
    await until("PostgreSQL answers", async () => {
      if (started.exitCode !== null) throw new Error(`PostgreSQL ended: ${log}`);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.end();
      return true;
    });
    return started;
  };
  let server = await start();
  return {
    url,
    log: () => log,
    pid: () => server.pid!,
    restart: async () => {
      server = await start();
    },
    stop: async () => {
      const ended = once(server, "exit");
      server.kill("SIGINT"); // PostgreSQL's fast shutdown
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
