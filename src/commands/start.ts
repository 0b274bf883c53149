import { type ChildProcess, fork } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { asText, EnvReader } from "../lib/env.ts";
import { readIfPresent } from "../lib/files.ts";
import { onShutdown } from "../lib/listen.ts";
import { moduleBeside } from "../lib/sibling.ts";
import { adminCall } from "./admin-socket.ts";
import { ensureConsole } from "./console-build.ts";
import { say } from "./terminal.ts";

interface Ready {
  readonly port: number;
  readonly feedPort: number;
  readonly firstRunUrl?: string;
}

/** `rempart start`: vault, desk and one edge on this machine, data in REMPART_DATA (./data). */
export async function run(): Promise<void> {
  const reader = new EnvReader();
  const folder = reader.get("DATA", asText, "data");
  const edgeAddress = reader.get("EDGE_LISTEN", asText, "127.0.0.1:8080");
  reader.finish();
  ensureConsole();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const processes = new Processes();
  onShutdown(() => processes.stop());

  await processes.launch("vault", {});
  const desk = await processes.launch("desk", {});
  say(`desk: http://127.0.0.1:${desk.port}/`);
  if (desk.firstRunUrl !== undefined) say(`first administrator (this link works once): ${desk.firstRunUrl}`);
  const enrolled = (await readIfPresent(`${folder}/edge/identity.json`)) !== undefined;
  const token = enrolled ? {} : { REMPART_EDGE_TOKEN: await firstToken(folder, edgeAddress) };
  const feedUrl = `https://127.0.0.1:${desk.feedPort}`;
  const edge = await processes.launch("edge", { REMPART_FEED_URL: feedUrl, ...token });
  say(`edge: http://127.0.0.1:${edge.port}/ (503 until the first policy is published and a site is added)`);
  say(`data: ${folder}. Ctrl-C stops all three.`);
}

/** The first edge is invited over the desk's admin socket, which only this machine's owner can open. */
async function firstToken(folder: string, address: string): Promise<string> {
  const invitation = { name: "edge-1", address };
  const { token } = await adminCall<{ token: string }>(folder, "POST", "/api/fleet/tokens", invitation);
  return token;
}

/** The processes of one installation. If one ends by itself, all do: half an installation helps nobody. */
class Processes {
  readonly #children: ChildProcess[] = [];
  #stopping = false;

  launch(command: string, env: NodeJS.ProcessEnv): Promise<Ready> {
    const cli = moduleBeside(import.meta.url, "../cli");
    const child = fork(cli, [command], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    this.#children.push(child);
    child.once("exit", (code) => {
      if (this.#stopping) return;
      process.stderr.write(`${command} ended with code ${code}; stopping the others\n`);
      process.exitCode = 1;
      void this.stop();
    });
    return new Promise((resolve) => child.once("message", (message) => resolve(message as Ready)));
  }

  /** The other way round: the edge first, the keys last. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const child of this.#children.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    }
  }
}
