import { X509Certificate } from "node:crypto";
import type { DeskConnection } from "../../feed/sse.ts";
import { type Clock, HOUR } from "../../lib/clock.ts";
import { errorFields, type Log } from "../../lib/log.ts";
import { createCertificateRequest, isRenewalDue, renewalProof } from "../../lib/x509.ts";
import { type EdgeIdentity, keepRenewed } from "./identity.ts";

const LOOK_MS = HOUR;

export interface RenewalOptions {
  /** The edge's, where its identity is. */
  readonly folder: string;
  readonly identity: EdgeIdentity;
  readonly connection: Pick<DeskConnection, "renew" | "comeWith">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Renews the edge's certificate over itself when that is due, until it is disposed of. What fails is tried again in an hour. */
export function keepCertified(options: RenewalOptions): Disposable {
  let { identity } = options;
  const look = async (): Promise<void> => {
    try {
      identity = await renewIfDue({ ...options, identity });
    } catch (error) {
      options.log.warn("certificate.renewal", errorFields(error));
    }
  };
  const timer = setInterval(look, LOOK_MS).unref();
  void look();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** With a fresh key. It is on the disk before it is used; the desk takes the one before it until then. */
export async function renewIfDue({
  folder,
  identity,
  connection,
  clock,
  log,
}: RenewalOptions): Promise<EdgeIdentity> {
  if (!isRenewalDue(new X509Certificate(identity.cert), clock.now())) return identity;
  const { key, csr } = await createCertificateRequest("edge");
  const certificate = await connection.renew(csr, renewalProof(identity.key, csr));
  const renewed = await keepRenewed(folder, identity, { certificate, key });
  connection.comeWith(renewed);
  log.info("certificate.renewed", { until: new X509Certificate(certificate).validTo });
  return renewed;
}
