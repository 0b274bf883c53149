import { createPrivateKey, webcrypto } from "node:crypto";
import { DAY } from "../lib/clock.ts";
import { badRequest } from "../lib/errors.ts";
import { generateKeys, KEY_ALGORITHM, privateKeyPem, x509 } from "../lib/x509.ts";

export interface Subject {
  readonly name: string;
  readonly usage: "client" | "server";
  readonly hostnames: readonly string[];
}

/** The fleet's own certificate authority: edges and the desk's feed listener trust nothing else. */
export interface Authority {
  /** PEM. */
  readonly certificate: string;
  /** Signs a request (PEM); the subject and what it may be used for are ours to say, not the request's. */
  certify(csr: string, subject: Subject): Promise<string>;
}

interface Stored {
  readonly certificate: string;
  readonly key: string;
}

const dates = (years: number) => ({
  notBefore: new Date(Date.now() - DAY), // clocks of edges may be behind
  notAfter: new Date(Date.now() + years * 365 * DAY),
});

export async function createAuthority(): Promise<Stored> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Rempart fleet",
    ...dates(10),
    keys,
    signingAlgorithm: KEY_ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { certificate: certificate.toString("pem"), key: await privateKeyPem(keys.privateKey) };
}

export async function openAuthority({ certificate, key }: Stored): Promise<Authority> {
  const der = createPrivateKey(key).export({ type: "pkcs8", format: "der" });
  const signingKey = await webcrypto.subtle.importKey("pkcs8", new Uint8Array(der), KEY_ALGORITHM, false, [
    "sign",
  ]);
  const issuer = new x509.X509Certificate(certificate).subject;
  return {
    certificate,
    certify: async (csr, subject) => {
      const request = await readRequest(csr);
      const issued = await x509.X509CertificateGenerator.create({
        subject: `CN=${subject.name}`,
        issuer,
        ...dates(1),
        publicKey: request.publicKey,
        signingKey,
        signingAlgorithm: KEY_ALGORITHM,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.ExtendedKeyUsageExtension([
            subject.usage === "client" ? x509.ExtendedKeyUsage.clientAuth : x509.ExtendedKeyUsage.serverAuth,
          ]),
          new x509.SubjectAlternativeNameExtension(subject.hostnames.map(asGeneralName)),
        ],
      });
      return issued.toString("pem");
    },
  };
}

const asGeneralName = (value: string) =>
  /^[\d.]+$|:/.test(value) ? { type: "ip" as const, value } : { type: "dns" as const, value };

async function readRequest(csr: string): Promise<x509.Pkcs10CertificateRequest> {
  const request = await Promise.try(() => new x509.Pkcs10CertificateRequest(csr)).catch(() => undefined);
  if (request === undefined)
    throw badRequest("vault.csr", "csr must be a PKCS #10 certificate request in PEM");
  if (!(await request.verify())) throw badRequest("vault.csr", "csr must be signed by the key it is about");
  return request;
}
