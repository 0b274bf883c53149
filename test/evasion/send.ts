import { connect as connectHttp2 } from "node:http2";
import { connect, type NetConnectOpts, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { fieldBlock } from "../../src/edge/front/testing/frames.ts";
import type { Front, Sending } from "./row.ts";
import { PAGE } from "./stage/origin.ts";

/** What came back, whatever it came over. */
export interface Heard {
  /** Of final answers, in their order. */
  readonly statuses: readonly number[];
  /** `Rempart-Ledger` of the last answer. */
  readonly ledger: string | undefined;
  /** How often the origin's own text is in it. */
  readonly pages: number;
}

/** Nearly all rows end their connection. Where it stays open and nothing more has come for as long, that was all. */
const QUIET_MS = 250;
const GIVE_UP_MS = 5000;

/** `sni`: over TLS, unless the row brings its own. */
export async function send(to: NetConnectOpts, front: Front, sending: Sending, sni: string): Promise<Heard> {
  const socket = await dial(to, front, sending.sni ?? sni);
  try {
    return "bytes" in sending ? await heardOn(socket, sending.bytes) : await heardOver(socket, sending);
  } finally {
    socket.destroy();
  }
}

function dial(to: NetConnectOpts, front: Front, servername: string): Promise<Socket> {
  const secure = front === "h1-tls" || front === "h2";
  return new Promise((resolve, reject) => {
    const socket = secure
      ? connectTls({
          ...(to as { port: number }),
          ...{ servername, rejectUnauthorized: false },
          ALPNProtocols: [front === "h2" ? "h2" : "http/1.1"],
        })
      : connect(to);
    socket.once(secure ? "secureConnect" : "connect", () => resolve(socket)).once("error", reject);
  });
}

const countOf = (text: string, part: string): number => text.split(part).length - 1;

function heardOn(socket: Socket, bytes: string): Promise<Heard> {
  let text = "";
  return new Promise((resolve) => {
    let quiet: NodeJS.Timeout | undefined;
    const over = (): void => {
      clearTimeout(quiet);
      clearTimeout(late);
      const heads = [...text.matchAll(/HTTP\/1\.[01] (\d{3})[^\r]*((?:\r\n[^\r]+)*)/g)];
      const last = heads.at(-1)?.[2] ?? "";
      resolve({
        statuses: heads.map(([, status]) => Number(status)).filter((status) => status !== 100),
        ledger: /\r\nRempart-Ledger: (\d+)/i.exec(last)?.[1],
        pages: countOf(text, PAGE),
      });
    };
    const late = setTimeout(over, GIVE_UP_MS);
    socket.on("error", () => {}).on("close", over);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      clearTimeout(quiet);
      quiet = setTimeout(over, QUIET_MS);
    });
    socket.write(Buffer.from(bytes, "latin1"));
  });
}

const HEADERS = 1;
const PREFACE_BYTES = 24;

/** Puts a header list of its own in place of the one that a tidy client writes, and leaves all else to that client. */
class OwnFields extends Duplex {
  readonly #socket: Socket;
  readonly #block: Buffer;
  #unsent: Buffer = Buffer.alloc(0);
  #begun = false;

  constructor(socket: Socket, block: Buffer) {
    super();
    this.#socket = socket;
    this.#block = block;
    socket.on("data", (chunk) => this.push(chunk)).on("end", () => this.push(null));
    socket.on("close", () => this.destroy());
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#unsent = Buffer.concat([this.#unsent, chunk]);
    if (!this.#begun && this.#unsent.length >= PREFACE_BYTES) {
      this.#begun = true;
      this.#pass(PREFACE_BYTES);
    }
    while (this.#begun && this.#unsent.length >= 9) {
      const length = 9 + this.#unsent.readUIntBE(0, 3);
      if (this.#unsent.length < length) break;
      if (this.#unsent[3] === HEADERS) this.#replace(length);
      else this.#pass(length);
    }
    done();
  }

  #pass(length: number): void {
    this.#socket.write(this.#unsent.subarray(0, length));
    this.#unsent = this.#unsent.subarray(length);
  }

  #replace(length: number): void {
    const head = Buffer.from(this.#unsent.subarray(0, 9));
    head.writeUIntBE(this.#block.length, 0, 3);
    this.#socket.write(Buffer.concat([head, this.#block]));
    this.#unsent = this.#unsent.subarray(length);
  }
}

function heardOver(socket: Socket, { fields, body }: Extract<Sending, { fields: unknown }>): Promise<Heard> {
  const own = new OwnFields(socket, fieldBlock(fields));
  socket.on("error", () => {});
  own.on("error", () => {});
  const session = connectHttp2("https://perchoir.example", { createConnection: () => own });
  return new Promise((resolve) => {
    let answer: Readonly<Record<string, unknown>> = {};
    let text = "";
    const over = (): void => {
      clearTimeout(late);
      session.destroy();
      const status = answer[":status"];
      resolve({
        statuses: status === undefined ? [] : [Number(status)],
        ledger: answer["rempart-ledger"] as string | undefined,
        pages: countOf(text, PAGE),
      });
    };
    const late = setTimeout(over, GIVE_UP_MS);
    session.on("error", over);
    const method = fields.find(([name]) => name === ":method")?.[1] === "HEAD" ? "HEAD" : "GET";
    const stream = session.request({ ":method": method, ":path": "/" }, { endStream: body === undefined });
    stream.on("response", (headers) => {
      answer = headers;
    });
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
    });
    stream.on("error", () => {}).on("close", over);
    if (body !== undefined) stream.end(body);
  });
}
