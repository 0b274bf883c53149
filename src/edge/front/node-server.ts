import { createServer, type IncomingMessage, type Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { MINUTE, SECOND } from "../../lib/clock.ts";
import type { Exchange } from "../exchange.ts";
import { NodeExchange } from "./node-exchange.ts";

export interface ServerLimits {
  readonly maxHeaderBytes: number;
  readonly headersTimeoutMs: number;
  /** A whole request, its body included. */
  readonly requestTimeoutMs: number;
  /** A connection on which nothing moves, in either direction. */
  readonly idleTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly maxConnections: number;
}

export const SERVER_LIMITS: ServerLimits = {
  maxHeaderBytes: 32 * 1024,
  headersTimeoutMs: 15 * SECOND,
  requestTimeoutMs: 10 * MINUTE,
  idleTimeoutMs: 5 * MINUTE,
  keepAliveTimeoutMs: 65 * SECOND,
  maxConnections: 20_000,
};

/** Node's HTTP/1 server as a source of exchanges. What its parser refuses never becomes one. */
export function createNodeServer(
  limits: ServerLimits,
  handle: (exchange: Exchange) => Promise<void>,
): Server {
  const server = createServer({
    insecureHTTPParser: false,
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: 5 * SECOND,
    requireHostHeader: false, // the receive phase answers that with a page
    noDelay: true,
    shouldUpgradeCallback: isWebSocket,
  });
  server.maxHeadersCount = 0; // the parser would drop what is above it without a word; maxHeaderSize bounds it
  server.maxConnections = limits.maxConnections;
  server.timeout = limits.idleTimeoutMs;

  // Each exchange of a pipeline listens for the end of its connection.
  server.on("connection", (socket) => socket.setMaxListeners(0));
  const serve = (request: IncomingMessage, response: ServerResponse, options = {}): void => {
    void handle(new NodeExchange(request, response, options));
  };
  server.on("request", serve);
  server.on("checkContinue", (request, response) => serve(request, response, { expectsContinue: true }));
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    serve(request, responseOn(socket, request), { upgrade: { socket, head } });
  });
  server.on("connect", (request: IncomingMessage, socket: Duplex) =>
    serve(request, responseOn(socket, request)),
  );
  server.on("clientError", refuseMalformed);
  return server;
}

/**
 * Only a WebSocket is worth giving up HTTP for. Above all not `h2c`: through such a tunnel a visitor would send requests
 * that no policy sees. Other offers are ignored (RFC 9110 §7.8).
 */
const isWebSocket = ({ method, headers }: IncomingMessage): boolean =>
  method === "GET" &&
  headers.upgrade?.trim().toLowerCase() === "websocket" &&
  headers["transfer-encoding"] === undefined &&
  (headers["content-length"] ?? "0") === "0";

/** After an upgrade event there is no response object: one for the case that we answer in HTTP after all. */
function responseOn(socket: Duplex, request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as Parameters<ServerResponse["assignSocket"]>[0]);
  response.on("finish", () => socket.end());
  socket.on("error", () => {}); // told by "close"
  return response;
}

const MALFORMED: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/** What the parser could not read gets a bare status and the end of the connection: nothing after it can be trusted. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (socket.writable && error.code !== "ECONNRESET") {
    const status = MALFORMED[error.code ?? ""] ?? "400 Bad Request";
    const head = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\nCache-Control: no-store\r\n\r\n`;
    socket.end(head, () => socket.destroy());
  } else socket.destroy();
}
