import { Agent, type buildConnector, request } from "undici";
import { z } from "zod";
import { hashTrust, type Trust, trustSchema } from "../../ledger/trust.ts";
import { RempartError } from "../../lib/errors.ts";
import { createCertificateRequest } from "../../lib/x509.ts";

/** What an edge has from its enrolment; PEM. */
export interface Enrolled {
  readonly name: string;
  readonly certificate: string;
  readonly key: string;
  readonly trust: Trust;
}

const grantSchema = z.strictObject({ name: z.string(), certificate: z.string() });

/** Far more than what is asked for: whoever answers first may be anybody. */
const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * Enrols at the desk that made the token: a secret, and the hash of what an edge may trust. Whoever answers at the address is
 * asked for the trust only. The secret is sent once it has the token's hash, and to a certificate of the authority in it:
 * somebody in between can pass the trust on, and learns nothing that would enrol an edge of his.
 */
export async function enrol(url: string, token: string): Promise<Enrolled> {
  const trust = await fetchTrust(url, token.split(".")[1]);
  const { key, csr } = await createCertificateRequest("edge");
  // The desk is known by the fleet's authority, not by where it happens to listen: its certificate says "desk".
  const connect = { ca: trust.fleetCa, servername: "desk", rejectUnauthorized: true };
  const { status, answer } = await ask(`${url}/enrol`, connect, { token, csr }).catch((error: unknown) => {
    const message =
      "the enrolment broke off: what answers has no certificate of the token's fleet, or the connection failed";
    throw new RempartError("edge.trust", 502, message, {}, error);
  });
  if (status !== 200) {
    const { title } = (answer ?? {}) as { title?: string };
    throw new RempartError("edge.enrol", 502, `the desk refused the enrolment: ${title}`);
  }
  return { ...grantSchema.parse(answer), key, trust };
}

/** Of whoever answers; throws `edge.trust` unless it is what the token was made with. */
async function fetchTrust(url: string, hash: string | undefined): Promise<Trust> {
  const { answer } = await ask(`${url}/trust`, { rejectUnauthorized: false });
  const { data: trust } = trustSchema.safeParse(answer);
  if (trust !== undefined && hashTrust(trust) === hash) return trust;
  const message =
    "what answered is not the desk that made this token, or its keys have changed since then: look at its address, then ask for a fresh token";
  throw new RempartError("edge.trust", 502, message);
}

/** One request on a connection of its own. */
async function ask(
  url: string,
  connect: buildConnector.BuildOptions,
  json?: object,
): Promise<{ status: number; answer: unknown }> {
  const agent = new Agent({ connect, maxResponseSize: MAX_ANSWER_BYTES });
  const headers = { "content-type": "application/json" };
  const asked = json && { method: "POST" as const, headers, body: JSON.stringify(json) };
  try {
    const { statusCode: status, body } = await request(url, { dispatcher: agent, ...asked });
    return { status, answer: await body.json().catch(() => undefined) };
  } finally {
    await agent.destroy();
  }
}
