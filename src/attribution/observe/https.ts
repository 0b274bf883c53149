import { get } from "node:https";
import { connect } from "node:tls";
import { RempartError } from "../../lib/errors.ts";
import type { HttpAnswer, TlsAnswer } from "./observation.ts";

/**
 * A server to talk to: by a resolved and checked address, under a name, so that no second DNS answer changes
 * anything.
 */
export interface Peer {
  readonly hostname: string;
  readonly address: string;
  readonly port: number;
  readonly timeoutMs: number;
}

export interface Page extends HttpAnswer {
  readonly body: string;
}

/** Headers that identify a visitor or a session are dropped before anything is kept. */
const DROPPED = new Set(["set-cookie", "set-cookie2", "x-request-id"]);
const MAX_HEADER_BYTES = 32_768;

const options = ({ hostname, address, port, timeoutMs }: Peer) => ({
  host: address,
  port,
  servername: hostname,
  timeout: timeoutMs,
});

const timedOut = (): Error => Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" });

/** The leaf certificate of one handshake, whether it verifies or not: a bad one is an observation too. */
export function leafCertificate(peer: Peer): Promise<TlsAnswer> {
  return new Promise((done, fail) => {
    const socket = connect({ ...options(peer), rejectUnauthorized: false }, () => {
      const { issuer, subjectaltname = "" } = socket.getPeerCertificate();
      const names = subjectaltname
        .split(", ")
        .flatMap((name) => (name.startsWith("DNS:") ? [name.slice(4)] : []));
      done({ issuer: [issuer?.O ?? ""].flat()[0] ?? "", names });
      socket.destroy();
    });
    socket.on("error", fail).on("timeout", () => socket.destroy(timedOut()));
  });
}

/**
 * One GET, redirects not followed, no cookies. `maxBytes` 0: the body is not read. Rejects when it is larger, late,
 * or where `verify` asks for a good certificate and there is none.
 */
export function getPage(peer: Peer, path: string, how: { verify: boolean; maxBytes: number }): Promise<Page> {
  return new Promise((done, fail) => {
    const request = get(
      {
        ...options(peer),
        path,
        headers: { host: peer.hostname },
        maxHeaderSize: MAX_HEADER_BYTES,
        rejectUnauthorized: how.verify,
        agent: false,
      },
      (response) => {
        const headers = Object.entries(response.headersDistinct)
          .filter(([name]) => !DROPPED.has(name))
          .flatMap(([name, values = []]) => values.map((value) => [name, value] as const));
        const chunks: Buffer[] = [];
        let bytes = 0;
        const finish = () => {
          done({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString("utf8") });
          request.destroy();
        };
        if (how.maxBytes === 0) return finish();
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          chunks.push(chunk);
          if (bytes > how.maxBytes)
            request.destroy(new RempartError("who.too-large", 502, "the page is too large"));
        });
        response.on("end", finish).on("error", fail);
      },
    );
    request.on("error", fail).on("timeout", () => request.destroy(timedOut()));
  });
}
