import { Agent, request } from "node:http";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Answer, Ask } from "../world/http.ts";

const CODE = /\b[0-9a-z]{4}(?:-[0-9a-z]{4}){3}\b/g;
const SESSION = /(?:^s=|name="k" value=")([\w-]{43})/g;

/** Her browser's connection: everything that goes out on it and all that comes back is kept, for searches afterwards. */
export class Wire {
  readonly sent: Buffer[] = [];
  readonly answers: Buffer[] = [];
  /** Codes and sessions that she was given. */
  readonly secrets = new Set<string>();
  readonly #port: number;
  readonly #from: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent = new Agent({ keepAlive: true });

  /** `from`: this machine's address that it calls from; `headers`: what this browser tells everybody; joined to those of the same name that a request has. */
  constructor(port: number, from: string, headers: Readonly<Record<string, string>>) {
    this.#port = port;
    this.#from = from;
    this.#headers = headers;
  }

  ask = async (path: string, { method = "GET", headers = {}, body }: Ask = {}): Promise<Answer> => {
    const all: Record<string, string> = { host: `127.0.0.1:${this.#port}`, ...headers };
    for (const [name, value] of Object.entries(this.#headers))
      all[name] =
        all[name] === undefined ? value : all[name] + (name === "cookie" ? `; ${value}` : `, ${value}`);
    this.sent.push(Buffer.from(`${method} ${path}\n${JSON.stringify(all)}\n`), Buffer.from(body ?? ""));
    const answer = await new Promise<Answer>((resolve, reject) => {
      const options = { ...this.#to(), path, method, headers: all, agent: this.#agent };
      const asked = request(options, async (response) => {
        const { statusCode: status = 0, headers, socket } = response;
        this.sent.push(Buffer.from(`from ${socket.localAddress}\n`));
        const bytes = await buffer(response);
        resolve({ status, headers, body: bytes, text: bytes.toString("utf8") });
      });
      asked.on("error", reject);
      asked.end(body);
    });
    this.answers.push(Buffer.from(JSON.stringify(answer.headers)), answer.body);
    for (const text of [answer.text, String(answer.headers["set-cookie"] ?? "")]) this.#learn(text);
    return answer;
  };

  json = async <T>(path: string, body: unknown, headers: Record<string, string> = {}) => {
    const fields = { "content-type": "application/json", ...headers };
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answer = await this.ask(path, { method: "POST", headers: fields, body: text });
    return { status: answer.status, body: JSON.parse(answer.text) as T, text: answer.text };
  };

  /** Bytes as they are, then nothing more; what came back within `ms`. Resolves however the connection ends. */
  raw(bytes: Buffer, ms = 300): Promise<Buffer> {
    this.sent.push(bytes);
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      const socket = connect(this.#to(), () => socket.write(bytes));
      const timer = setTimeout(() => socket.destroy(), ms);
      socket.on("data", (chunk: Buffer) => chunks.push(chunk));
      socket.on("error", () => {}); // the other end died, as some tests want
      socket.on("close", () => {
        clearTimeout(timer);
        this.answers.push(Buffer.concat(chunks));
        resolve(Buffer.concat(chunks));
      });
    });
  }

  close = (): void => this.#agent.destroy();

  #to = () => ({ host: "127.0.0.1", port: this.#port, localAddress: this.#from });

  #learn(text: string): void {
    for (const [code] of text.matchAll(CODE)) this.secrets.add(code).add(code.replaceAll("-", ""));
    for (const [, session] of text.matchAll(SESSION)) this.secrets.add(session!);
  }
}
