import { createServer, type Socket } from "node:net";
import { listen } from "../../../lib/listen.ts";

export interface RawOrigin extends AsyncDisposable {
  readonly url: string;
  /** What each connection sent, in the order in which they were made. */
  readonly heard: string[];
  readonly sockets: readonly Socket[];
}

/**
 * An origin without HTTP in it: `say` is called for each request head on a connection and writes whatever it likes, or bytes
 * are given that answer every request.
 */
export async function rawOrigin(
  say: string | ((socket: Socket, head: string, connection: number) => void),
): Promise<RawOrigin> {
  const heard: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const connection = sockets.push(socket) - 1;
    let answered = 0;
    heard.push("");
    socket.on("error", () => {}); // told by "close"
    socket.setEncoding("latin1").on("data", (text: unknown) => {
      heard[connection] += text as string;
      const heads = heard[connection]!.split("\r\n\r\n").slice(0, -1);
      for (const head of heads.slice(answered)) {
        answered += 1;
        if (typeof say === "string") socket.write(say, "latin1");
        else say(socket, head, connection);
      }
    });
  });
  const port = await listen(server, { host: "127.0.0.1", port: 0 }, "raw origin");
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
