import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { type Clock, fakeClock } from "../../lib/clock.ts";
import type { Capture, Exchange, Vantage } from "./types.ts";

/** What the tests of this room share: servers on free loopback ports that answer with exact bytes, and a sample. */

/** An address of the public internet that no test ever connects to: `dial` leads it to loopback. */
export const PUBLIC_IP = "93.184.215.14";

export const clock: Clock = fakeClock();

export interface Loopback {
  readonly port: number;
  readonly requests: readonly string[];
  readonly vantage: (name?: string) => Vantage;
}

export type Answer = (path: string, socket: Socket) => void;

/** Runs `use` beside a server that gives `answer` each whole request head; everything is closed afterwards. */
export async function withServer(answer: Answer, use: (server: Loopback) => Promise<void>): Promise<void> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    let head = "";
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      head += chunk.toString("latin1");
      if (!head.endsWith("\r\n\r\n")) return;
      requests.push(head);
      answer(head.split(" ")[1] ?? "", socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const vantage = (name = "edge-a"): Vantage => ({ name, address: { host: "127.0.0.1", port } });
  try {
    await use({ port, requests, vantage });
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A response with a length, as most servers send it. */
export const page = (
  body: string | Uint8Array,
  fields: readonly string[] = ["Content-Type: text/html"],
): Buffer =>
  Buffer.concat([
    Buffer.from(
      ["HTTP/1.1 200 OK", ...fields, `Content-Length: ${Buffer.byteLength(body)}`, "", ""].join("\r\n"),
    ),
    Buffer.from(body),
  ]);

export const redirect = (location: string): string =>
  `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`;

/** One exchange as a capture makes it, from a response's bytes. */
export const exchangeOf = (responseBytes: Uint8Array, more: Partial<Exchange> = {}): Exchange => ({
  url: "http://perchoir.example/fil/7",
  status: 200,
  address: { host: "192.0.2.1", port: 80 },
  addressFrom: "configuration",
  dnsAnswer: null,
  tls: null,
  startedAt: clock.now(),
  endedAt: clock.now() + 12,
  requestBytes: Buffer.from("GET /fil/7 HTTP/1.1\r\nHost: perchoir.example\r\n\r\n"),
  responseBytes: new Uint8Array(responseBytes),
  truncated: null,
  ...more,
});

export const sampleCapture = (body = "<p>Fil de démonstration (FIXTURE)</p>"): Capture => ({
  url: "http://perchoir.example/fil/7",
  removed: ["utm_source"],
  views: [
    { vantage: "edge-a", exchanges: [exchangeOf(page(body))], stopped: null },
    {
      vantage: "edge-b",
      exchanges: [
        exchangeOf(Buffer.from(redirect("/fil/7")), {
          url: "http://perchoir.example/fil/7?p=1",
          status: 302,
        }),
        exchangeOf(page(body), { addressFrom: "dns", dnsAnswer: ["192.0.2.1", "2001:db8::1"] }),
      ],
      stopped: null,
    },
  ],
  agreement: { verdict: "agree" },
});
