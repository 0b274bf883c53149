import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An origin whose every answer is another one, so that a copy shows: `<name> <path> <how often it was asked>`. */
export class CountingOrigin {
  readonly #server: Server;
  readonly #asked = new Map<string, number>();
  /** Requests wait for it, if set. */
  gate: Promise<void> | undefined;
  /** Cuts every connection, as a machine that is down would. */
  away = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Answers are fresh for an hour. `/fil/<n>…`, `/wiki/<n>` and `/salon/<n>` are of a cache group, each said in another way. */
  static async start(name: string): Promise<CountingOrigin> {
    const server = createServer();
    const origin = new CountingOrigin(server);
    server.on("request", async (request, response) => {
      if (origin.away) return void request.socket.destroy();
      const path = request.url ?? "/";
      const count = (origin.#asked.get(path) ?? 0) + 1;
      origin.#asked.set(path, count);
      await origin.gate;
      const etag = `"${name}-${count}"`;
      response.setHeader("cache-control", "max-age=3600");
      response.setHeader("etag", etag);
      const [, room = "", n] = /^\/(fil|wiki|salon)\/(\d+)/.exec(path) ?? [];
      if (room === "fil") response.setHeader("surrogate-key", `fil-${n} fils`);
      if (room === "wiki") response.setHeader("cache-tag", `wiki-${n}, wikis`);
      if (room === "salon") response.setHeader("cache-groups", `"salon ${n}", "salons"`);
      response.end(`${name} ${path} ${count}`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return origin;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How often a path was asked for, its query included. */
  asked(path: string): number {
    return this.#asked.get(path) ?? 0;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
