import type { TLSSocket } from "node:tls";
import { type Certificate, type CertificateSource, holds } from "./certificates.ts";

/** May a connection carry requests for that hostname? */
export type Coverage = (hostname: string) => boolean;

/**
 * RFC 9110 §7.4: requests that a connection is not for are misdirected. It is for the names of the certificate that was shown
 * on it (RFC 9113 §9.1.1 has browsers use it for all of them), and for those that the same one would be shown for.
 * Undefined: none can have been shown, so the connection is of no use.
 */
export function coverageOf(socket: TLSSocket, source: CertificateSource): Coverage | undefined {
  const { servername } = socket as { servername?: string | false | null };
  // A resumed TLS 1.2 session does not tell its name; then the hostname needs only a certificate of ours.
  if (!servername && socket.isSessionReused()) return (hostname) => source.find(hostname) !== undefined;
  const shown = servername ? source.find(servername) : source.fallback;
  return shown && remembering((hostname) => covers(shown, source, hostname));
}

const covers = (shown: Certificate, source: CertificateSource, hostname: string): boolean =>
  source.find(hostname) === shown || holds(shown, hostname);

/** Nearly all requests of a connection are for one name. */
function remembering(covers: Coverage): Coverage {
  let last: string | undefined;
  return (hostname) => {
    if (hostname === last) return true;
    const covered = covers(hostname);
    if (covered) last = hostname;
    return covered;
  };
}
