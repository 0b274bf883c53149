import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { runtimeSocket } from "../../src/connectors/haproxy/runtime.ts";
import { haproxyConfig, haproxyOrigin } from "../../src/connectors/testing/servers.ts";
import { freePort, until } from "../world/world.ts";

/** For node:test's `skip`: the reason, or false where the program is there. */
export const absent = (program: string): string | false =>
  spawnSync(program, ["-v"]).error === undefined ? false : `skipped: ${program} absent`;

export const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket.destroy() !== undefined)).on("error", () =>
      resolve(false),
    );
  });

/** Debian's HAProxy, with the frontend lines that the connector wrote into `files`, in front of an origin. */
export class HaproxyProcess {
  readonly socket: string;
  readonly command;
  readonly #files: string;
  readonly #originPort: number;
  #child: ChildProcess | undefined;
  port = 0;

  constructor(files: string, originPort: number) {
    this.#files = files;
    this.#originPort = originPort;
    this.socket = join(files, "admin.sock");
    this.command = runtimeSocket(this.socket);
  }

  async start(): Promise<void> {
    this.port ||= await freePort();
    const config = join(this.#files, "haproxy.cfg");
    writeFileSync(
      config,
      haproxyConfig(
        this.#files,
        [`127.0.0.1:${this.port}`],
        readFileSync(join(this.#files, "rempart-frontend.cfg"), "utf8"),
        haproxyOrigin(this.#originPort),
      ),
    );
    this.#child = spawn("haproxy", ["-q", "-f", config], { stdio: "inherit" });
    await until("HAProxy listens", () => isListening(this.port), 5000);
  }

  /** At once, as a crash would. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }
}
