import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { House, run } from "../desk/house.ts";
import { visit } from "../world/http.ts";
import { type EdgePorts, until } from "../world/world.ts";
import { CountingOrigin } from "./origin.ts";

/** An installation with three edges, and a terminal on the desk's machine. */
export class Fleet {
  readonly house: House;
  readonly #origins: CountingOrigin[] = [];

  private constructor(house: House) {
    this.house = house;
  }

  static async open(): Promise<Fleet> {
    const fleet = new Fleet(await House.open({ edges: 3 }));
    await writeFile(fleet.keyFile, fleet.house.first.keyFile());
    return fleet;
  }

  async close(): Promise<void> {
    await this.house.close();
    for (const origin of this.#origins) await origin.close();
  }

  /** One more origin; it ends with the fleet. */
  async origin(name: string): Promise<CountingOrigin> {
    const origin = await CountingOrigin.start(name);
    this.#origins.push(origin);
    return origin;
  }

  get edges(): readonly EdgePorts[] {
    return this.house.world.edges;
  }

  /** A moderator's key, as the console saves it. */
  get keyFile(): string {
    return this.house.world.path("moderator.json");
  }

  /** Runs `rempart …` on the desk's machine. */
  cli = (...args: string[]) => run(args, { REMPART_DATA: this.house.world.path("data") });

  /** The same where it has to work; returns what it printed. */
  async rempart(...args: string[]): Promise<string> {
    const { code, out, error } = await this.cli(...args);
    assert.equal(code, 0, `rempart ${args.join(" ")}: ${error}${out}`);
    return out;
  }

  /** The same where it must not; returns why. */
  async refused(...args: string[]): Promise<string> {
    const { code, error } = await this.cli(...args);
    assert.notEqual(code, 0, `rempart ${args.join(" ")} was done`);
    return error;
  }

  /** A new site in front of that origin, at every edge. */
  addSite(origin: string, ...hostnames: string[]): Promise<string> {
    const whose = ["--email", "exploitant@forum.example", "--wait"];
    return this.rempart("site", "add", ...hostnames, "--origin", origin, ...whose);
  }

  /** What each edge answers. */
  everywhere = (host: string, path: string): Promise<{ status: number; text: string }[]> =>
    Promise.all(this.edges.map(({ port }) => visit(port, host, path)));

  texts = async (host: string, path: string): Promise<string[]> =>
    (await this.everywhere(host, path)).map(({ text }) => text);

  statuses = async (host: string, path = "/"): Promise<number[]> =>
    (await this.everywhere(host, path)).map(({ status }) => status);

  /** Waits until an edge has acked a version of the configuration. */
  async acked(name: string, version: number): Promise<void> {
    await until(`${name} has acked version ${version}`, async () => {
      const { edges } = await this.house.get<{ edges: { name: string; ack: { config: number } | null }[] }>(
        this.house.admin,
        "/api/fleet",
      );
      return edges.some((edge) => edge.name === name && (edge.ack?.config ?? 0) >= version);
    });
  }
}

/** The version that the command line printed. */
export const versionIn = (out: string): number => Number(/^version (\d+)/m.exec(out)?.[1]);
