import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runtimeSocket } from "../../src/connectors/haproxy/runtime.ts";
import { acceptingWorkers, workersReplaced } from "../../src/connectors/nginx/workers.ts";
import { makeCertificate, writePem } from "../../src/edge/testing/tls.ts";
import { DAY } from "../../src/lib/clock.ts";
import type { Part } from "../evasion/scene.ts";
import type { Feed } from "../evasion/stage/feed.ts";
import { launch, type Running } from "../world/process.ts";
import { freePort, until } from "../world/world.ts";
import { type EngineName, engineConfig, HOSTS, type Setting } from "./engine-config.ts";
import { isListening } from "./haproxy-process.ts";

const CLI = new URL("../../src/cli.ts", import.meta.url);

/** An engine from Debian with its connector, in processes of their own, on a folder that outlives them. */
export class EngineProcess {
  readonly name: EngineName;
  readonly setting: Setting;
  readonly #options: readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  #connector: Running<unknown> | undefined;
  #engine: ChildProcess | undefined;
  /** Of before a reload, with what it had begun. */
  readonly #leaving: (ChildProcess | undefined)[] = [];

  private constructor(
    name: EngineName,
    setting: Setting,
    options: readonly string[],
    env: NodeJS.ProcessEnv,
  ) {
    this.name = name;
    this.setting = setting;
    this.#options = options;
    this.#env = env;
  }

  /** Runs, enrolled at that feed; ends with the stack. */
  static async open(
    name: EngineName,
    feed: Feed,
    { originUrl, keeps }: { readonly originUrl: string; readonly keeps: boolean },
    opened: AsyncDisposableStack,
  ): Promise<EngineProcess> {
    const folder = await mkdtemp(join(tmpdir(), "rempart-engine-"));
    await chmod(folder, 0o755);
    opened.defer(() => rm(folder, { recursive: true, force: true }));
    const times = { notBeforeMs: Date.now() - DAY, notAfterMs: Date.now() + DAY };
    await writePem(join(folder, "tls.pem"), await makeCertificate(HOSTS, times));
    const ports = { plain: await freePort(), tls: await freePort(), proxy: await freePort() };
    const options = {
      haproxy: ["--socket", join(folder, "admin.sock")],
      nginx: ["--listen", `127.0.0.1:${await freePort()}`],
      "nginx-map": [
        ...["--test", ["nginx", "-t", ...flagsOf(folder)].join(" ")],
        ...["--reload", ["nginx", "-s", "reload", ...flagsOf(folder)].join(" ")],
        ...["--pid", join(folder, "pid")],
      ],
    }[name];
    // As if it had brought a token before.
    await feed.enrol(folder, name);
    await rename(join(folder, "edge"), join(folder, `connector-${name}`));
    const setting = { folder, ports, originPort: Number(new URL(originUrl).port), keeps };
    const env = {
      REMPART_DATA: folder,
      REMPART_FEED_URL: feed.url,
      REMPART_PUBLIC_URL: "https://desk.example",
      NODE_COMPILE_CACHE: join(folder, "compiled"), // it is started many times
    };
    const running = new EngineProcess(name, setting, options, env);
    opened.defer(() => running.kill());
    await running.#startConnector(); // it writes what the engine includes
    await writeFile(join(folder, CONFIG), await engineConfig(name, setting));
    await running.#startEngine();
    return running;
  }

  async start(part?: Part): Promise<void> {
    if (part !== "follower") await this.#startEngine();
    if (part !== "server") await this.#startConnector();
  }

  async kill(part?: Part): Promise<void> {
    if (part !== "follower") await Promise.all([...this.#leaving.splice(0), this.#engine].map(ended));
    if (part !== "server") await this.#connector?.kill();
  }

  /** As an operator does who has changed the configuration; resolves when what is new takes connections. */
  async reload(): Promise<void> {
    const { folder } = this.setting;
    if (this.name === "haproxy") {
      const before = this.#engine;
      this.#leaving.push(before);
      this.#engine = spawn("haproxy", [...this.#command.slice(1), "-sf", `${before?.pid}`], {
        stdio: "ignore",
      });
      const isNew = new RegExp(`^Pid: ${this.#engine.pid}$`, "m");
      const command = runtimeSocket(join(folder, "admin.sock"));
      await until("the new HAProxy", async () => isNew.test(await command("show info")), 10_000);
    } else {
      const pidFile = join(folder, "pid");
      const before = await acceptingWorkers(pidFile);
      spawn("nginx", ["-s", "reload", ...flagsOf(folder)], { stdio: "ignore" });
      await workersReplaced(pidFile, before);
    }
  }

  get #command(): readonly [string, ...string[]] {
    const { folder } = this.setting;
    if (this.name === "haproxy") return ["haproxy", "-q", "-f", join(folder, CONFIG)];
    return ["nginx", ...flagsOf(folder)];
  }

  async #startConnector(): Promise<void> {
    const { folder } = this.setting;
    this.#connector = await launch({
      ...{ name: this.name, module: CLI, logFile: join(folder, "connector.log"), env: this.#env },
      args: ["connector", this.name, "--files", folder, "--admin", "127.0.0.1:0", ...this.#options],
    });
  }

  async #startEngine(): Promise<void> {
    const [program, ...args] = this.#command;
    this.#engine = spawn(program, args, { stdio: "ignore" });
    await until(`${this.name} listens`, () => isListening(this.setting.ports.plain), 10_000);
  }
}

const CONFIG = "engine.conf";

const flagsOf = (folder: string): string[] => [
  ...["-c", join(folder, CONFIG), "-p", folder],
  ...["-e", join(folder, "error.log")],
];

/** SIGTERM, at which both end at once: an nginx that is killed would leave its workers behind. */
function ended(child: ChildProcess | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
