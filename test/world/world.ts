import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type NameServer, startNameServer } from "../fixtures/name-server.ts";
import { launch, type Running } from "./process.ts";

const CLI = new URL("../../src/cli.ts", import.meta.url);
const FORUM = new URL("../fixtures/forum/main.ts", import.meta.url);
const CATCHER = new URL("../fixtures/mail-catcher-main.ts", import.meta.url);

export interface EdgePorts {
  readonly name: string;
  readonly port: number;
  readonly adminPort: number;
}

/** A whole installation on this machine: vault, desk, edges, an origin and a mail server, each a process of its own. */
export class World {
  readonly folder: string;
  readonly deskPort: number;
  readonly feedPort: number;
  readonly edges: EdgePorts[] = [];
  origin = { port: 0, control: 0 };
  mailPort = 0;
  #dns: NameServer | undefined;
  firstRunUrl: string | undefined;
  readonly #running = new Map<string, Running<unknown>>();

  private constructor(folder: string, deskPort: number, feedPort: number) {
    this.folder = folder;
    this.deskPort = deskPort;
    this.feedPort = feedPort;
  }

  static async create(): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), "rempart-world-"));
    return new World(folder, await freePort(), await freePort());
  }

  get deskUrl(): string {
    return `http://127.0.0.1:${this.deskPort}`;
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  async startOrigin(): Promise<void> {
    const origin = await this.#launch<{ port: number; control: number }>("origin", FORUM, { says: "line" });
    this.origin = origin;
  }

  async startMail(): Promise<void> {
    const { port } = await this.#launch<{ port: number }>("mail", CATCHER, {
      says: "line",
      args: ["--folder", this.path("mail")],
    });
    this.mailPort = port;
  }

  async startNames(): Promise<void> {
    this.#dns = await startNameServer();
  }

  startVault = (extra: NodeJS.ProcessEnv = {}): Promise<unknown> =>
    this.#launch("vault", CLI, { args: ["vault"], env: { ...this.#deskEnv(), ...extra } });

  async startDesk(extra: NodeJS.ProcessEnv = {}): Promise<void> {
    const ready = await this.#launch<{ firstRunUrl?: string }>("desk", CLI, {
      args: ["desk"],
      env: { ...this.#deskEnv(), ...extra },
    });
    this.firstRunUrl = ready.firstRunUrl;
  }

  async addEdge(name: string): Promise<EdgePorts> {
    const edge = { name, port: await freePort(), adminPort: await freePort() };
    this.edges.push(edge);
    return edge;
  }

  startEdge = ({ name, port, adminPort }: EdgePorts, extra: NodeJS.ProcessEnv = {}): Promise<unknown> =>
    this.#launch(name, CLI, {
      args: ["edge"],
      env: {
        REMPART_DATA: this.path(name),
        REMPART_EDGE_LISTEN: `127.0.0.1:${port}`,
        REMPART_EDGE_ADMIN_LISTEN: `127.0.0.1:${adminPort}`,
        REMPART_FEED_URL: `https://127.0.0.1:${this.feedPort}`,
        REMPART_PUBLIC_URL: this.deskUrl,
        REMPART_EDGE_CACHE_MB: "32",
        ...extra,
      },
    });

  async stop(name: string): Promise<void> {
    await this.#running.get(name)?.stop();
  }

  /** A process of the world by its name, to send signals to. */
  process(name: string): Pick<Running<unknown>, "pid" | "exit"> {
    const running = this.#running.get(name);
    if (running === undefined) throw new Error(`${name} was never started`);
    return running;
  }

  async kill(name: string): Promise<void> {
    await this.#running.get(name)?.kill();
  }

  /** Ends every process, the newest first, and removes the folder unless it is to be looked at. */
  async close({ keep = false } = {}): Promise<void> {
    for (const running of [...this.#running.values()].reverse()) await running.stop();
    this.#dns?.close();
    if (!keep) await rm(this.folder, { recursive: true, force: true });
  }

  #deskEnv(): NodeJS.ProcessEnv {
    return {
      REMPART_DATA: this.path("data"),
      REMPART_LISTEN: `127.0.0.1:${this.deskPort}`,
      REMPART_FEED_LISTEN: `127.0.0.1:${this.feedPort}`,
      REMPART_PUBLIC_URL: this.deskUrl,
      REMPART_SMTP_URL: `smtp://127.0.0.1:${this.mailPort}`,
      REMPART_DNS_SERVERS: `127.0.0.1:${this.#dns?.port}`,
      REMPART_CAPTURE_DELAY_MINUTES: "0",
      REMPART_DESK_HOURS: "24/7",
      REMPART_PROVIDER: "Rempart (démonstration)",
      REMPART_ORIGIN: "rempart.example/ledger",
    };
  }

  async #launch<T>(
    name: string,
    module: URL,
    options: { args?: string[]; env?: NodeJS.ProcessEnv; says?: "message" | "line" },
  ): Promise<T> {
    const running = await launch<T>({ name, module, logFile: this.path("logs", `${name}.log`), ...options });
    this.#running.set(name, running);
    return running.ready;
  }
}

/** Below the range from which the system gives ports to whoever asks for any, so that nobody takes one meanwhile. */
const PORTS = { from: 20_000, to: 32_000 };

export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from));
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (isFree) return new Promise((resolve) => server.close(() => resolve(port)));
  }
}

/** Waits until `look` gives something; asks again every few ms; throws what it waited for. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for: ${what}`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
