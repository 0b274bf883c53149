import { setTimeout as delay } from "node:timers/promises";
import { connect, type TLSSocket } from "node:tls";
import { fieldBlock } from "../../src/edge/front/testing/frames.ts";
import { until } from "../world/world.ts";

const DATA = 0;
const HEADERS = 1;
const SETTINGS = 4;
const END = 1;
const END_HEADERS = 4;
const ANSWERED_MS = 500;

function frame(type: number, flags: number, stream: number, body: Uint8Array = new Uint8Array()): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(body.length, 0, 3);
  head.writeUInt16BE(type * 256 + flags, 3);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, body]);
}

/** An HTTP/2 client that goes on asking over a connection which it was told to leave. */
export class Stubborn implements Disposable {
  readonly #socket: TLSSocket;
  readonly #host: string;
  readonly #texts = new Map<number, string>();
  #unread = Buffer.alloc(0);
  #next = 1;

  private constructor(socket: TLSSocket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.on("error", () => {}).on("data", (chunk: Buffer) => this.#read(chunk));
    socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    socket.write(frame(SETTINGS, 0, 0));
  }

  static async open(port: number, host: string): Promise<Stubborn> {
    const options = { host: "127.0.0.1", port, servername: host, rejectUnauthorized: false };
    const socket = connect({ ...options, ALPNProtocols: ["h2"] });
    await new Promise((resolve, reject) => socket.once("secureConnect", resolve).once("error", reject));
    return new Stubborn(socket, host);
  }

  /** Asks on a stream of its own; what came of its body in half a second, or as soon as `enough` was there. */
  async ask(path: string, enough: string): Promise<string> {
    const stream = this.#next;
    this.#next += 2;
    const fields = { ":method": "GET", ":scheme": "https", ":authority": this.#host, ":path": path };
    this.#socket.write(frame(HEADERS, END | END_HEADERS, stream, fieldBlock(Object.entries(fields))));
    const text = () => this.#texts.get(stream) ?? "";
    const came = until(enough, async () => text().includes(enough), ANSWERED_MS);
    await came.catch(() => delay(0));
    return text();
  }

  #read(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk]);
    while (this.#unread.length >= 9) {
      const end = 9 + this.#unread.readUIntBE(0, 3);
      if (this.#unread.length < end) return;
      const [type, flags] = [this.#unread[3]!, this.#unread[4]!];
      const stream = this.#unread.readUInt32BE(5);
      const body = this.#unread.subarray(9, end).toString("latin1");
      this.#unread = this.#unread.subarray(end);
      if (type === DATA) this.#texts.set(stream, (this.#texts.get(stream) ?? "") + body);
      if (type === SETTINGS && (flags & END) === 0) this.#socket.write(frame(SETTINGS, END, 0));
    }
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}
