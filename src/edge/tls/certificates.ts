import { createPrivateKey, X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import { RempartError } from "../../lib/errors.ts";

/** A certificate with its key, found good, ready to be shown. */
export interface Certificate {
  /** Lower case; `*.` in front stands for one label. */
  readonly names: readonly string[];
  readonly notAfterMs: number;
  /** PEM, leaf first. */
  readonly chain: string;
  readonly key: string;
  readonly context: SecureContext;
}

/** Is the certificate for that hostname? A wildcard stands for one label (RFC 9525 §6.3). */
export const holds = ({ names }: Certificate, hostname: string): boolean =>
  names.includes(hostname) || names.includes(hostname.replace(/^[^.]+/, "*"));

/**
 * Where certificates come from. Files today; what obtains them by ACME (RFC 8555) will be another source behind this same
 * question. The answer is at hand: obtaining one is nothing that a handshake waits for.
 */
export interface CertificateSource {
  /** What to show to somebody who asks for this name; undefined: nothing. */
  find(servername: string): Certificate | undefined;
  /** What to show to somebody who asks for no name. */
  readonly fallback: Certificate | undefined;
}

/** Finds certificates by name: the very name first, then one with a wildcard for its first label (RFC 9525 §6.3). */
export class CertificateTable implements CertificateSource {
  readonly fallback: Certificate | undefined;
  readonly #byName = new Map<string, Certificate>();

  /** Of two that hold the same name the one that lasts longer is shown. */
  constructor(certificates: Iterable<Certificate>, fallback?: Certificate) {
    this.fallback = fallback;
    for (const certificate of certificates) {
      for (const name of certificate.names) {
        const other = this.#byName.get(name);
        if (other === undefined || other.notAfterMs < certificate.notAfterMs)
          this.#byName.set(name, certificate);
      }
    }
  }

  find(servername: string): Certificate | undefined {
    const name = servername.toLowerCase().replace(/\.$/, "");
    return this.#byName.get(name) ?? this.#byName.get(name.replace(/^[^.]+/, "*")) ?? this.fallback;
  }
}

/**
 * Reads a chain (PEM, leaf first) and its key (PEM). Throws `certificate.invalid` with the reason where it cannot be shown:
 * unreadable, of another key, past its end or before its begin, or, unless `nameless`, for no hostname.
 */
export function readCertificate(
  pem: { chain: string; key: string },
  nowMs: number,
  nameless = false,
): Certificate {
  const leaf = parsed("the certificate", () => new X509Certificate(pem.chain));
  const key = parsed("the key", () => createPrivateKey(pem.key));
  if (!leaf.checkPrivateKey(key)) throw invalid("the key does not belong to the first certificate");
  const notAfterMs = leaf.validToDate.getTime();
  if (notAfterMs <= nowMs) throw invalid(`expired on ${leaf.validTo}`);
  if (leaf.validFromDate.getTime() > nowMs) throw invalid(`not valid before ${leaf.validFrom}`);
  const names = hostnamesOf(leaf);
  if (names.length === 0 && !nameless) throw invalid("it names no host (subjectAltName)");
  // OpenSSL has the last word: a key that is too short, say.
  const context = parsed("the pair", () =>
    createSecureContext({ cert: pem.chain, key: pem.key, minVersion: "TLSv1.2" }),
  );
  return { names, notAfterMs, ...pem, context };
}

/** RFC 9525 §6.2: DNS names of the subjectAltName, nothing of the subject. */
function hostnamesOf(leaf: X509Certificate): string[] {
  const names = (leaf.subjectAltName ?? "").split(", ").map((entry) => /^DNS:(\S+)$/.exec(entry)?.[1] ?? "");
  return names.map((name) => name.toLowerCase()).filter((name) => HOSTNAME.test(name));
}

const HOSTNAME = /^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

const invalid = (why: string): RempartError => new RempartError("certificate.invalid", 422, why);

function parsed<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw invalid(`${what} cannot be read${code === undefined ? "" : ` (${code})`}`);
  }
}
