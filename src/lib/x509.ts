// The library resolves its parts through metadata that this import must put in place first.
import "reflect-metadata";
import { sign, verify, webcrypto, X509Certificate } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { toUtf8 } from "./bytes.ts";

x509.cryptoProvider.set(webcrypto as Crypto);

export { x509 };

/** The one kind of key in the fleet's certificates: ECDSA on P-256. */
export const KEY_ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

export const generateKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ["sign", "verify"]) as Promise<webcrypto.CryptoKeyPair>;

/** PKCS #8 in PEM. */
export async function privateKeyPem(key: CryptoKey): Promise<string> {
  const base64 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key)).toString("base64");
  return `-----BEGIN PRIVATE KEY-----\n${base64.replace(/.{1,64}/g, "$&\n")}-----END PRIVATE KEY-----\n`;
}

/** A fresh key and a PKCS #10 request for a certificate over it, both in PEM. */
export async function createCertificateRequest(name: string): Promise<{ key: string; csr: string }> {
  const keys = await generateKeys();
  const csr = await x509.Pkcs10CertificateRequestGenerator.create({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: KEY_ALGORITHM,
  });
  return { key: await privateKeyPem(keys.privateKey), csr: csr.toString("pem") };
}

/** Whether an authority (PEM) has signed the certificate. */
export function isIssuedBy(certificate: X509Certificate, authority: string): boolean {
  const ca = new X509Certificate(authority);
  return certificate.checkIssued(ca) && certificate.verify(ca.publicKey);
}

/** In the last third of its time: whoever it is renewed by may be away for long. */
export function isRenewalDue({ validFrom, validTo }: X509Certificate, nowMs: number): boolean {
  const [fromMs, toMs] = [Date.parse(validFrom), Date.parse(validTo)];
  return nowMs > toMs - (toMs - fromMs) / 3;
}

const renewalText = (csr: string): Uint8Array => toUtf8(`rempart/renewal/v1\n${csr}`);

/** That the holder of the present key (PEM) asks for a certificate over another; base64. */
export const renewalProof = (key: string, csr: string): string =>
  sign("sha256", renewalText(csr), key).toString("base64");

export const isRenewalProof = (proof: string, csr: string, { publicKey }: X509Certificate): boolean =>
  verify("sha256", renewalText(csr), publicKey, Buffer.from(proof, "base64"));
