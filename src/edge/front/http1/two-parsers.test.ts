import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import { Duplex } from "node:stream";
import { test } from "node:test";
import fc from "fast-check";
import { ChunkedDecoder, LengthDecoder } from "./decoders.ts";
import { CHUNKED, controlOf } from "./framing.ts";
import { parseHead } from "./head.ts";
import { MalformedMessage } from "./syntax.ts";

type Message = readonly [method: string, target: string, fields: readonly string[], body: string];

/** What our parser makes of the bytes, up to where it refuses or runs out of them, and how many it took. */
function ours(input: Buffer): { readonly messages: readonly Message[]; readonly taken: number } {
  const messages: Message[] = [];
  let taken = 0;
  try {
    for (let bytes = input; bytes.includes("\r\n\r\n"); ) {
      const head = parseHead(bytes);
      const { bodyBytes, keepAlive } = controlOf(head);
      const decoder = bodyBytes === CHUNKED ? new ChunkedDecoder() : new LengthDecoder(bodyBytes);
      const body: Uint8Array[] = [];
      bytes = bytes.subarray(head.end);
      bytes = bytes.subarray(decoder.push(bytes, 0, (piece) => body.push(piece)));
      if (!decoder.done) break;
      taken = input.length - bytes.length;
      messages.push([head.method, head.target, head.fields, Buffer.concat(body).toString("latin1")]);
      if (!keepAlive) break;
    }
  } catch (error) {
    assert.ok(error instanceof MalformedMessage, String(error));
  }
  return { messages, taken };
}

/** What Node's own parser (llhttp) makes of them. */
async function theirs(input: Buffer): Promise<Message[]> {
  const messages: Message[] = [];
  const server = createServer({ requireHostHeader: false, maxHeaderSize: 64 * 1024 });
  const take = async (request: IncomingMessage): Promise<void> => {
    const at = messages.length;
    messages.push(["", "", [], ""]);
    let body = "";
    try {
      for await (const chunk of request.setEncoding("latin1")) body += chunk;
      messages[at] = [request.method!, request.url!, request.rawHeaders, body];
    } catch {
      messages.length = at; // torn
    }
  };
  const answer = (request: IncomingMessage, response: { end(): void }): void => {
    void take(request).then(() => response.end());
  };
  server
    .on("request", answer)
    .on("checkContinue", answer)
    .on("clientError", (_error, socket) => socket.destroy());
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  const closed = new Promise((resolve) => socket.on("close", resolve));
  server.emit("connection", socket);
  socket.push(input);
  await new Promise((resolve) => setImmediate(resolve));
  socket.push(null);
  await closed;
  return messages;
}

const LINE = fc.constantFrom(
  ...["Host: a.example\r\n", "Content-Length: 3\r\n", "Content-Length: 03\r\n", "content-length : 3\r\n"],
  ...[
    "Transfer-Encoding: chunked\r\n",
    "Transfer-Encoding: Chunked \r\n",
    "Transfer-Encoding: gzip, chunked\r\n",
  ],
  ...["X: y\r\n", "X:\r\n", "X: y\n", "X: \ty\t\r\n", " X: y\r\n", "X y\r\n", "X: \x80\r\n", "X: \x01\r\n"],
  ...[
    "Connection: keep-alive\r\n",
    "Connection: close\r\n",
    "Content-Length: +3\r\n",
    "Content-Length: 3, 3\r\n",
  ],
);
const START = fc.constantFrom(
  ...["GET / HTTP/1.1\r\n", "POST /a?b HTTP/1.1\r\n", "POST /a HTTP/1.0\r\n", "PUT /\xe9 HTTP/1.1\r\n"],
  ...[
    "GET  / HTTP/1.1\r\n",
    "GET / HTTP/1.1\n",
    "GET /a b HTTP/1.1\r\n",
    "GET / HTTP/1.1 \r\n",
    "GET / HTTP/1.2\r\n",
  ],
);
const BODY = fc.constantFrom(
  ...["", "abc", "3\r\nabc\r\n0\r\n\r\n", "3;x=y\r\nabc\r\n0\r\nT: u\r\n\r\n", "3 \r\nabc\r\n0\r\n\r\n"],
  ...[
    "3\nabc\r\n0\r\n\r\n",
    "0003\r\nabc\r\n0\r\n\r\n",
    "abcGET /inner HTTP/1.1\r\n\r\n",
    "0\r\n\r\n",
    "-3\r\nabc\r\n",
  ],
);

const odd = fc
  .tuple(START, fc.array(LINE, { maxLength: 4 }), BODY)
  .map(([start, lines, body]) => `${start}${lines.join("")}\r\n${body}`);

const plain = fc.constantFrom(
  "GET /plain HTTP/1.1\r\nHost: a.example\r\n\r\n",
  "POST /plain HTTP/1.1\r\nContent-Length: 3\r\nX: y\r\n\r\nabc",
  "POST /plain HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: u\r\n\r\n",
);
const message = fc.oneof({ weight: 2, arbitrary: odd }, { weight: 3, arbitrary: plain });

test("every message that we take, Node's parser takes as the same one: same target, fields, body and end (property)", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 4 }), async (messages) => {
      const input = Buffer.from(messages.join(""), "latin1");
      const mine = ours(input);
      assert.deepEqual(await theirs(input.subarray(0, mine.taken)), mine.messages);
      compared += mine.messages.length;
    }),
    { numRuns: 1000 },
  );
  assert.ok(compared > 1000, `only ${compared} messages were compared`);
});
