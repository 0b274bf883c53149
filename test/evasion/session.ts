import { type ClientHttp2Session, connect } from "node:http2";
import { buffer } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import type { Answer } from "../world/http.ts";

/** One HTTP/2 connection and what is asked over it. */
export class Session implements Disposable {
  readonly #session: ClientHttp2Session;

  private constructor(session: ClientHttp2Session) {
    this.#session = session;
  }

  static async open(port: number, host: string): Promise<Session> {
    const options = { host: "127.0.0.1", port, servername: host, rejectUnauthorized: false };
    const session = connect(`https://${host}`, {
      createConnection: () => connectTls({ ...options, ALPNProtocols: ["h2"] }),
    });
    session.on("error", () => {});
    await new Promise((resolve, reject) => session.once("connect", resolve).once("close", reject));
    return new Session(session);
  }

  /** Whether a client would still ask over it. */
  get isOpen(): boolean {
    return !this.#session.closed && !this.#session.destroyed;
  }

  async get(path: string): Promise<Answer> {
    const stream = this.#session.request({ ":path": path });
    const answered = new Promise<Record<string, unknown>>((resolve, reject) =>
      stream.once("response", resolve).once("error", reject).once("close", reject),
    );
    const { ":status": status, ...headers } = await answered;
    const body = await buffer(stream);
    return {
      status: Number(status),
      headers: headers as Answer["headers"],
      body,
      text: body.toString("utf8"),
    };
  }

  /** Asks and goes on hearing; resolves with the first bytes. */
  async begin(path: string): Promise<{ readonly text: string; readonly over: boolean }> {
    const stream = this.#session.request({ ":path": path });
    const heard = { text: "", over: false };
    stream.on("error", () => {}).on("close", () => Object.assign(heard, { over: true }));
    await new Promise<void>((resolve, reject) => {
      stream.once("close", () => reject(new Error("no answer")));
      stream.on("data", (chunk: Buffer) => {
        heard.text += chunk.toString("latin1");
        resolve();
      });
    });
    return heard;
  }

  [Symbol.dispose](): void {
    this.#session.destroy();
  }
}
