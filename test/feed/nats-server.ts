import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { freePort, until } from "../world/world.ts";

/** Debian puts it where an ordinary user's PATH does not lead. */
const FOLDERS = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
const BINARY = FOLDERS.map((folder) => join(folder, "nats-server")).find((path) => existsSync(path));

/** Why tests with a real server cannot run; undefined if they can. */
export const absent = BINARY === undefined ? "nats-server is absent (apt-get install nats-server)" : false;

/** A real nats-server with JetStream on loopback, with a folder and a port of its own. */
export class NatsServer {
  readonly url: string;
  readonly #port: number;
  readonly #folder: string;
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string) {
    this.#port = port;
    this.#folder = folder;
    this.url = `nats://desk:secret@127.0.0.1:${port}`;
  }

  static async start(): Promise<NatsServer> {
    const server = new NatsServer(await freePort(), await mkdtemp(join(tmpdir(), "rempart-nats-")));
    await server.restart();
    return server;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async restart(): Promise<void> {
    const args = ["-a", "127.0.0.1", "-p", `${this.#port}`, "--user", "desk", "--pass", "secret"];
    this.#child = spawn(BINARY!, [...args, "-js", "-sd", this.#folder], { stdio: "ignore" });
    await until("nats-server listens", async () => {
      const socket = connect(this.#port, "127.0.0.1");
      try {
        await once(socket, "data"); // INFO
        return true;
      } finally {
        socket.destroy();
      }
    });
  }

  /** SIGKILL. `forget`: what it had stored is gone, too. */
  async kill({ forget = false } = {}): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    if (forget) await rm(this.#folder, { recursive: true, force: true });
  }

  signal(name: "SIGSTOP" | "SIGCONT"): void {
    this.#child?.kill(name);
  }

  async close(): Promise<void> {
    this.signal("SIGCONT");
    await this.kill({ forget: true });
  }
}
