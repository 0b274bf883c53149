import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Everything that the world's public ports have answered, for searches afterwards. */
export const publicAnswers: Buffer[] = [];

/** A visitor's request to a port of this machine, with the Host that a name server would have led to it. */
export async function visit(port: number, host: string, path: string, ask: Ask = {}): Promise<Answer> {
  const answer = await exchange(port, host, path, ask);
  publicAnswers.push(Buffer.from(JSON.stringify(answer.headers)), answer.body);
  return answer;
}

function exchange(
  port: number,
  host: string,
  path: string,
  { method = "GET", headers = {}, body }: Ask,
): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const asked = request(
      { host: "127.0.0.1", port, path, method, headers: { host, ...headers }, agent },
      (response) => {
        buffer(response).then(
          (bytes) =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: bytes,
              text: bytes.toString("utf8"),
            }),
          reject,
        );
      },
    );
    asked.on("error", reject);
    asked.end(body);
  });
}

/** Raw bytes to a port; everything that came back until the peer closed or the first answer was whole. */
export function raw(port: number, bytes: string | Buffer, timeoutMs = 5_000): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      const all = Buffer.concat(chunks);
      publicAnswers.push(all);
      resolve(all);
    };
    const timer = setTimeout(done, timeoutMs);
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("end", done);
    socket.on("error", reject);
  });
}

/** The status of a raw answer; 0 if there was none. */
export const statusOf = (answer: Buffer): number =>
  Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer.toString("latin1"))?.[1] ?? 0);

/** JSON to the desk, as the team or a reporter's program sends it: not public, so not kept. Throws with the problem's title on an answer of 400 or above. */
export async function api<T>(
  port: number,
  method: string,
  path: string,
  { token, body }: { token?: string; body?: unknown } = {},
): Promise<T> {
  const answer = await exchange(port, `127.0.0.1:${port}`, path, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const value = answer.text === "" ? undefined : JSON.parse(answer.text);
  if (answer.status >= 400) {
    throw Object.assign(new Error(`${answer.status} ${value?.title} (${method} ${path})`), {
      status: answer.status,
      problem: value,
    });
  }
  return value as T;
}

export const closeConnections = (): void => agent.destroy();
