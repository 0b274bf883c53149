import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generateKeys, KEY_ALGORITHM, privateKeyPem, x509 } from "../../src/lib/x509.ts";

/** A certificate for one name that nobody signed but itself; paths of its PEM files. */
export async function selfSigned(folder: string, name: string): Promise<{ cert: string; key: string }> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: KEY_ALGORITHM,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 86_400_000),
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: name }])],
  });
  const paths = { cert: join(folder, "site.crt"), key: join(folder, "site.key") };
  await writeFile(paths.cert, certificate.toString("pem"));
  await writeFile(paths.key, await privateKeyPem(keys.privateKey));
  return paths;
}
