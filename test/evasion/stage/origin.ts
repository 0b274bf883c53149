import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { listen } from "../../../src/lib/listen.ts";

/** In every answer of the origin, so that one that got through shows whatever carries it. */
export const PAGE = "page of the origin";

/** An origin that has something for everybody, says so, and remembers what it was asked. */
export class StageOrigin {
  /** Request targets since the beginning, as they came. */
  readonly asked: string[] = [];
  /** How it answers paths with this in them. */
  readonly scenes = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
  readonly #server: Server;
  readonly #open = new Set<Duplex>();
  #port = 0;

  private constructor() {
    const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
      this.asked.push(request.url ?? "");
      request.resume();
      const path = request.url ?? "";
      const [, scene] = [...this.scenes].find(([part]) => path.includes(part)) ?? [];
      if (scene !== undefined) {
        scene(request, response);
        return;
      }
      response.setHeader("cache-control", "max-age=60");
      response.end(`${PAGE} ${request.headers.host} ${path}\n`);
    };
    // As lenient as origins are: what an edge lets through is read.
    this.#server = createServer({ insecureHTTPParser: true, requireHostHeader: false }, onRequest);
    this.#server.on("checkContinue", onRequest);
    this.#server.on("upgrade", (request, socket) => {
      this.asked.push(request.url ?? "");
      this.#open.add(socket);
      socket.on("error", () => {}).on("close", () => this.#open.delete(socket));
      socket.write(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n",
      );
      socket.write(PAGE);
      socket.pipe(socket);
    });
  }

  static async open(): Promise<StageOrigin> {
    const origin = new StageOrigin();
    origin.#port = await listen(origin.#server, { host: "127.0.0.1", port: 0 }, "origin");
    return origin;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
