import { once } from "node:events";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { addAbortSignal } from "node:stream";
import { connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from "node:tls";
import { toUtf8 } from "../../lib/bytes.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Address } from "../../lib/env.ts";
import { RempartError } from "../../lib/errors.ts";
import { type Ending, ResponseReader } from "../http/response-reader.ts";
import type { Exchange, TlsFacts, Truncation } from "./types.ts";

/** Opens a TCP connection; tests put a loopback server behind a public address with it. */
export type Dial = (to: Address) => Socket;
export const dialTcp: Dial = ({ host, port }) => connectTcp({ host, port });

export interface FetchOptions {
  readonly clock: Clock;
  readonly dial: Dial;
  /** Ends the exchange; what came before is kept. */
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  readonly withMedia: boolean;
}

/** Where one request goes; the address was checked by the guard or configured by the operator. */
export interface Route {
  readonly to: Address;
  readonly tls: boolean;
  readonly addressFrom: Exchange["addressFrom"];
  readonly dnsAnswer: readonly string[] | null;
}

/**
 * What a common browser sends, and nothing that marks this visitor: a site that could tell a capture from a reader would
 * show it another page. No cookie, no referrer, no token.
 */
const ORDINARY_FIELDS = [
  "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "Accept-Language: fr,fr-FR;q=0.8,en-US;q=0.5,en;q=0.3",
  "Accept-Encoding: gzip, deflate, br",
  "Connection: keep-alive",
];

export const requestFor = (url: URL): Uint8Array =>
  toUtf8(
    [`GET ${url.pathname}${url.search} HTTP/1.1`, `Host: ${url.host}`, ...ORDINARY_FIELDS, "", ""].join(
      "\r\n",
    ),
  );

const TRUNCATION: Record<Ending, Truncation | null> = {
  whole: null,
  length: "length",
  media: "unspecified",
  cut: "disconnect",
};

/**
 * One GET on a connection of its own, written and read as bytes so that they can be kept exactly. Fails with
 * `capture.connect-failed`, `capture.tls-failed`, `capture.timeout`, `capture.disconnected`, `capture.not-http` or
 * `capture.head-too-large`; once the head is there, nothing fails: the response is marked truncated instead.
 */
export async function fetchOnce(url: URL, route: Route, options: FetchOptions): Promise<Exchange> {
  const { clock, signal } = options;
  const startedAt = clock.now();
  const requestBytes = requestFor(url);
  const reader = new ResponseReader(options);
  const socket = await open(url, route, options);
  try {
    const address = { host: socket.remoteAddress ?? route.to.host, port: socket.remotePort ?? route.to.port };
    const tls = route.tls ? tlsFacts(socket as TLSSocket) : null;
    socket.write(requestBytes);
    const closed = await readInto(reader, socket);
    const response = reader.finish(closed);
    if (response === undefined) throw signal.aborted ? timeout() : disconnected();
    const cut = response.ending === "cut" && signal.aborted ? "time" : TRUNCATION[response.ending];
    return {
      url: url.href,
      status: response.head.status,
      address,
      addressFrom: route.addressFrom,
      dnsAnswer: route.dnsAnswer,
      tls,
      startedAt,
      endedAt: clock.now(),
      requestBytes,
      responseBytes: response.bytes,
      truncated: cut,
    };
  } finally {
    socket.destroy();
  }
}

/** Whether the server itself ended the connection in order: without a stated length, that is where a body ends. */
async function readInto(reader: ResponseReader, socket: Socket): Promise<boolean> {
  const chunks: AsyncIterable<Uint8Array> = socket;
  try {
    for await (const chunk of chunks) if (reader.push(chunk)) return true;
    return true;
  } catch (error) {
    if (error instanceof RempartError) throw error;
    return false; // the deadline or a broken connection: the reader knows how far it got
  }
}

async function open(url: URL, route: Route, { dial, signal }: FetchOptions): Promise<Socket> {
  const tcp = addAbortSignal(signal, dial(route.to));
  try {
    await once(tcp, "connect", { signal });
  } catch (error) {
    tcp.destroy();
    throw signal.aborted ? timeout() : failed("capture.connect-failed", "no connection to the server", error);
  }
  if (!route.tls) return tcp;
  const name = url.hostname.replace(/^\[|\]$/g, "");
  const tls = connectTls({
    socket: tcp,
    ...(isIP(name) === 0 && { servername: name }),
    ALPNProtocols: ["http/1.1"],
    rejectUnauthorized: false, // judged and recorded in tlsFacts; nothing of ours is sent over it
  });
  addAbortSignal(signal, tls);
  try {
    await once(tls, "secureConnect", { signal });
    return tls;
  } catch (error) {
    tls.destroy();
    throw signal.aborted ? timeout() : failed("capture.tls-failed", "the TLS handshake failed", error);
  }
}

function tlsFacts(socket: TLSSocket): TlsFacts {
  const chain: string[] = [];
  let certificate: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (certificate?.fingerprint256 !== undefined) {
    chain.push(certificate.fingerprint256.replaceAll(":", "").toLowerCase());
    // a self-signed certificate is its own issuer
    certificate = certificate.issuerCertificate === certificate ? undefined : certificate.issuerCertificate;
  }
  const verdict = socket.authorized ? "trusted" : errorCode(socket.authorizationError);
  return { protocol: socket.getProtocol() ?? "unknown", verdict, chain };
}

const errorCode = (error: unknown): string =>
  typeof error === "string" ? error : ((error as NodeJS.ErrnoException | undefined)?.code ?? "untrusted");

const failed = (code: string, message: string, cause: unknown): RempartError =>
  new RempartError(code, 502, `${message} (${errorCode(cause)})`, {}, cause);
const disconnected = (): RempartError =>
  new RempartError("capture.disconnected", 502, "the server closed the connection before it answered");
export const timeout = (): RempartError =>
  new RempartError("capture.timeout", 504, "the page did not answer in time");
