import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { createServer, type SecureContextOptions, type Server, type TLSSocket } from "node:tls";
import { HOUR } from "../../lib/clock.ts";
import type { Certificate, CertificateSource } from "./certificates.ts";

/** RFC 9325 §4.2: forward secrecy and authenticated encryption only; those of TLS 1.3 all are. */
const CIPHERS = [
  ...["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"],
  ...["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256"],
  ...["ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384"],
  ...["ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305"],
].join(":");

/** How long one key seals session tickets. Whoever has it can read the sessions it was used for (RFC 9325 §3.4). */
const TICKET_KEY_MS = 12 * HOUR;
/** A TLS 1.2 alert record, fatal, unrecognized_name (RFC 6066 §3, RFC 8446 §6); so early it is not encrypted in any version. */
const UNRECOGNIZED_NAME = Buffer.from([21, 3, 3, 0, 2, 2, 112]);

export interface TlsListenerOptions<Token> {
  readonly source: CertificateSource;
  /** A handshake is done. */
  readonly onSecure: (socket: TLSSocket, token: Token) => void;
  readonly onFailure: () => void;
}

/** Speaks TLS 1.2 and 1.3 on accepted connections, with the certificate that each one's SNI names. */
export class TlsListener<Token> {
  readonly #server: Server;
  readonly #rotation: NodeJS.Timeout;
  readonly #source: CertificateSource;
  #shown: Certificate | undefined;
  /** Node does not say which connection a handshake is on; what belongs to it travels along as its context. */
  readonly #opening = new AsyncLocalStorage<{ readonly socket: Socket; readonly token: Token }>();

  constructor({ source, onSecure, onFailure }: TlsListenerOptions<Token>) {
    this.#source = source;
    this.#server = createServer({
      ...this.#base(),
      ALPNProtocols: ["h2", "http/1.1"],
      SNICallback: (servername, settle) => {
        const certificate = source.find(servername);
        if (certificate !== undefined) return settle(null, certificate.context);
        const refuse = (): void => settle(new Error("unrecognized name"));
        const opening = this.#opening.getStore();
        if (opening === undefined) refuse();
        else opening.socket.end(UNRECOGNIZED_NAME, refuse);
      },
    });
    this.#server.on("secureConnection", (socket) => {
      const opening = this.#opening.getStore();
      if (opening === undefined) socket.destroy();
      else onSecure(socket, opening.token);
    });
    this.#server.on("tlsClientError", onFailure); // how long one may take is the front's to say
    this.#rotation = setInterval(() => this.#server.setTicketKeys(randomBytes(48)), TICKET_KEY_MS).unref();
  }

  /** Begins a handshake; what was read of it already may have been put back into the socket. */
  accept(socket: Socket, token: Token): void {
    if (this.#source.fallback !== this.#shown) this.#server.setSecureContext(this.#base());
    this.#opening.run({ socket, token }, () => this.#server.emit("connection", socket));
  }

  close(): void {
    clearInterval(this.#rotation);
  }

  /** What holds whatever name is asked for, with the certificate for those who ask for none. */
  #base(): SecureContextOptions & { readonly ticketKeys: Buffer } {
    const fallback = this.#source.fallback;
    this.#shown = fallback;
    return {
      ...(fallback === undefined ? {} : { cert: fallback.chain, key: fallback.key }),
      minVersion: "TLSv1.2",
      ciphers: CIPHERS,
      ticketKeys: randomBytes(48),
      sessionIdContext: "rempart-edge",
    };
  }
}
