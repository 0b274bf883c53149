import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { test } from "node:test";
import {
  createCertificateRequest,
  generateKeys,
  isIssuedBy,
  KEY_ALGORITHM,
  privateKeyPem,
  x509,
} from "./x509.ts";

test("a certificate request is signed by the key that comes with it", async () => {
  const { key, csr } = await createCertificateRequest("edge-1");
  const request = new x509.Pkcs10CertificateRequest(csr);
  assert.equal(request.subject, "CN=edge-1");
  assert.ok(await request.verify());
  const own = createPublicKey(createPrivateKey(key)).export({ type: "spki", format: "der" });
  assert.deepEqual(Buffer.from(request.publicKey.rawData), own);
});

test("keys are ECDSA on P-256, in PEM that OpenSSL reads, and fresh each time", async () => {
  const pems = await Promise.all([1, 2].map(async () => privateKeyPem((await generateKeys()).privateKey)));
  for (const pem of pems) {
    const key = createPrivateKey(pem);
    assert.equal(key.asymmetricKeyDetails?.namedCurve, "prime256v1");
    for (const line of pem.trimEnd().split("\n")) assert.ok(line.length <= 64);
  }
  assert.notEqual(pems[0], pems[1]);
});

test("a certificate is issued by the authority that signed it, not by another of its name", async () => {
  const dates = { notBefore: new Date(0), notAfter: new Date(1000) };
  const authority = async () => {
    const keys = await generateKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      ...{ name: "CN=Fleet", ...dates, keys, signingAlgorithm: KEY_ALGORITHM },
      extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
    });
    return { keys, pem: certificate.toString("pem") };
  };
  const [ours, other] = await Promise.all([authority(), authority()]);
  const issued = await x509.X509CertificateGenerator.create({
    ...{ subject: "CN=desk", issuer: "CN=Fleet", ...dates, signingAlgorithm: KEY_ALGORITHM },
    ...{ publicKey: (await generateKeys()).publicKey, signingKey: ours.keys.privateKey },
  });
  const certificate = new X509Certificate(issued.toString("pem"));
  assert.deepEqual([isIssuedBy(certificate, ours.pem), isIssuedBy(certificate, other.pem)], [true, false]);
});
