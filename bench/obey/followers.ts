import { type ChildProcess, fork } from "node:child_process";
import { createWriteStream } from "node:fs";
import type { House } from "../../test/desk/house.ts";

const MAIN = new URL("./followers-main.ts", import.meta.url);

/** When each follower's view first held an entry, as their processes tell. */
export class Followers {
  readonly pids: readonly number[];
  readonly count: number;
  readonly #children: readonly ChildProcess[];
  /** By follower: size of its view and when it came to it, oldest first. */
  readonly #views: { readonly size: number; readonly atMs: number }[][];
  #waiting: (() => void)[] = [];

  private constructor(children: readonly ChildProcess[], each: number) {
    this.#children = children;
    this.pids = children.map(({ pid }) => pid!);
    this.count = children.length * each;
    this.#views = Array.from({ length: this.count }, () => []);
    for (const [n, child] of children.entries()) {
      child.on("message", (message) => {
        if (!Array.isArray(message)) return;
        const [i, size, atMs] = message as [number, number, number];
        this.#views[n * each + i]!.push({ size, atMs });
        for (const look of this.#waiting) look();
      });
    }
  }

  /** `each` followers in each of `processes`, enrolled with tokens of the desk. */
  static async start(house: House, processes: number, each: number): Promise<Followers> {
    const children: ChildProcess[] = [];
    process.once("exit", () => {
      for (const child of children) child.kill("SIGKILL");
    });
    const ready: Promise<unknown>[] = [];
    for (let n = 0; n < processes; n++) {
      const tokens: string[] = [];
      for (let i = 0; i < each; i++) {
        const wanted = { name: `follower-${n}-${i}`, address: null };
        tokens.push((await house.post<{ token: string }>(house.admin, "/api/fleet/tokens", wanted)).token);
      }
      const { world } = house;
      const child = fork(MAIN, [], {
        execArgv: ["--conditions=rempart-src"],
        stdio: ["ignore", "pipe", "pipe", "ipc"],
        env: {
          ...{ PATH: process.env.PATH, FOLLOWERS_TOKENS: JSON.stringify(tokens) },
          FOLLOWERS_FOLDER: world.path(`followers-${n}`),
          FOLLOWERS_FEED: `https://127.0.0.1:${world.feedPort}`,
        },
      });
      const log = createWriteStream(world.path("logs", `followers-${n}.log`));
      child.stdout?.pipe(log);
      child.stderr?.pipe(log);
      children.push(child);
      ready.push(
        new Promise((resolve, reject) => {
          child.once("message", resolve);
          child.once("exit", (code) => reject(new Error(`followers ${n} ended with ${code}`)));
        }),
      );
    }
    const followers = new Followers(children, each);
    await Promise.all(ready);
    return followers;
  }

  /** When each had a ledger of at least this size in force, by `nowMs()`; NaN for one that has not in time. */
  inForce(size: number, timeoutMs = 30_000): Promise<number[]> {
    const found = () =>
      this.#views.map((views) => views.find((view) => view.size >= size)?.atMs ?? Number.NaN);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting = this.#waiting.filter((one) => one !== look);
        resolve(found());
      };
      const timer = setTimeout(done, timeoutMs);
      const look = () => {
        if (this.#views.every((views) => (views.at(-1)?.size ?? 0) >= size)) done();
      };
      this.#waiting.push(look);
      look();
    });
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#children.map(
        (child) =>
          new Promise((resolve) => {
            child.once("exit", resolve);
            child.kill("SIGTERM");
          }),
      ),
    );
  }
}
