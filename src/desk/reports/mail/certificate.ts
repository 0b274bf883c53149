import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { RempartError } from "../../../lib/errors.ts";
import { FolderWatch } from "../../../lib/folder-watch.ts";
import { errorFields, type Log } from "../../../lib/log.ts";

/** PEM. */
export interface MailCertificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * `path` is a `.pem` that holds chain and key, or a `.crt` that holds the chain, with the key in a `.key` beside it, as for
 * edges. Throws `certificate.invalid` where the two do not belong together or a file is not there.
 */
export async function readMailCertificate(path: string): Promise<MailCertificate> {
  try {
    const cert = await readFile(path, "utf8");
    const key = path.endsWith(".pem") ? cert : await readFile(path.replace(/\.crt$/, ".key"), "utf8");
    if (new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) return { cert, key };
  } catch {
    // the error of a parser could repeat the key
  }
  throw new RempartError(
    "certificate.invalid",
    500,
    `${path} must be a .pem with chain and key, or a .crt with a .key beside it that belongs to it`,
  );
}

/** Tells of the certificate anew when its files change; one that is not good is told to the log and passed over. */
export function followMailCertificate(
  path: string,
  renew: (certificate: MailCertificate) => void,
  log: Log,
): Disposable {
  let shown: MailCertificate | undefined;
  const look = async () => {
    const certificate = await readMailCertificate(path);
    if (shown?.cert !== certificate.cert || shown.key !== certificate.key) renew(certificate);
    shown = certificate;
  };
  const warn = (error: unknown) =>
    log.warn("mail.certificate", { ...errorFields(error), file: basename(path) });
  const again = () => void look().catch(warn);
  again();
  const watch = new FolderWatch(dirname(path), { settleMs: 200, look: again, onError: warn });
  return { [Symbol.dispose]: () => watch.close() };
}
