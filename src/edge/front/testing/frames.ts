import { connect, type Socket } from "node:net";

/** RFC 9113 §6: frame types. */
export const FRAME = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  window: 8,
  continuation: 9,
} as const;

const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const END_STREAM = 1;
const END_HEADERS = 4;

export function frame(
  type: number,
  flags: number,
  stream: number,
  payload: Buffer = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** RFC 7541 §6.2.2: literals that nobody indexes, so that names and values are what the test says. */
export function fieldBlock(fields: readonly (readonly [name: string, value: string])[]): Buffer {
  const text = (value: string): Buffer => {
    const bytes = Buffer.from(value, "latin1");
    const length = bytes.length < 127 ? [bytes.length] : [127, ...integer(bytes.length - 127)];
    return Buffer.concat([Buffer.from(length), bytes]);
  };
  return Buffer.concat(
    fields.map(([name, value]) => Buffer.concat([Buffer.from([0]), text(name), text(value)])),
  );
}

function integer(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...integer(value >> 7)];
}

export function headers(
  stream: number,
  fields: readonly (readonly [string, string])[],
  { end = true, whole = true } = {},
): Buffer {
  return frame(FRAME.headers, (end ? END_STREAM : 0) | (whole ? END_HEADERS : 0), stream, fieldBlock(fields));
}

export const data = (stream: number, text: string, end = true): Buffer =>
  frame(FRAME.data, end ? END_STREAM : 0, stream, Buffer.from(text));

export const request = (path = "/"): [string, string][] => [
  [":method", "GET"],
  [":scheme", "https"],
  [":authority", "a.example"],
  [":path", path],
];

export interface HeardFrame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Buffer;
}

/** A visitor who writes frames by hand. */
export class FrameVisitor {
  readonly socket: Socket;
  readonly heard: HeardFrame[] = [];
  closed = false;
  #rest: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("error", () => {}); // told by "close"
    socket.on("close", () => {
      this.closed = true;
    });
  }

  /** Says that it speaks HTTP/2. `settings`: identifiers and values (§6.5.1). */
  static async connect(
    port: number,
    settings: readonly (readonly [number, number])[] = [],
  ): Promise<FrameVisitor> {
    const socket = connect(port, "127.0.0.1");
    const visitor = new FrameVisitor(socket);
    await new Promise((resolve) => socket.once("connect", resolve));
    const payload = Buffer.alloc(6 * settings.length);
    for (const [i, [identifier, value]] of settings.entries()) {
      payload.writeUInt16BE(identifier, 6 * i);
      payload.writeUInt32BE(value, 6 * i + 2);
    }
    visitor.send(Buffer.from(PREFACE), frame(FRAME.settings, 0, 0, payload));
    return visitor;
  }

  send(...frames: readonly Buffer[]): void {
    if (!this.socket.destroyed) this.socket.write(Buffer.concat(frames));
  }

  ofType(type: number, stream?: number): readonly HeardFrame[] {
    return this.heard.filter(
      (heard) => heard.type === type && (stream === undefined || heard.stream === stream),
    );
  }

  /** The stream has its answer, whole or reset. */
  over(stream: number): boolean {
    return this.heard.some(
      ({ type, flags, stream: id }) =>
        id === stream && (type === FRAME.reset || (type <= FRAME.headers && (flags & END_STREAM) !== 0)),
    );
  }

  #read(chunk: Buffer): void {
    let bytes = Buffer.concat([this.#rest, chunk]);
    while (bytes.length >= 9 && bytes.length >= 9 + bytes.readUIntBE(0, 3)) {
      const end = 9 + bytes.readUIntBE(0, 3);
      const [type, flags, stream] = [bytes[3]!, bytes[4]!, bytes.readUInt32BE(5)];
      this.heard.push({ type, flags, stream, payload: bytes.subarray(9, end) });
      bytes = bytes.subarray(end);
    }
    this.#rest = bytes;
  }
}
