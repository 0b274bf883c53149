import assert from "node:assert/strict";
import { createServer as createHttps } from "node:https";
import type { Server } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, describe, test } from "node:test";
import { createServer as createTls, connect as dial } from "node:tls";
import { hashTrust, type Trust } from "../../ledger/trust.ts";
import { DAY } from "../../lib/clock.ts";
import { listen } from "../../lib/listen.ts";
import { generateKeys, KEY_ALGORITHM, privateKeyPem, x509 } from "../../lib/x509.ts";
import { enrol } from "./enrolment.ts";

const SECRET = "nothing-but-the-desk-may-read-this";
const DATES = { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + DAY) };
const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;

interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** A fleet's authority, and what issues a certificate for `desk` under it. */
async function newFleet(): Promise<{ ca: string; issue: (usage: string) => Promise<Pair> }> {
  const keys = await generateKeys();
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ name: "CN=Fleet", ...DATES, keys, signingAlgorithm: KEY_ALGORITHM },
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  const issue = async (usage: string): Promise<Pair> => {
    const own = await generateKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      ...{ subject: "CN=desk", issuer: authority.subject, ...DATES, publicKey: own.publicKey },
      ...{ signingKey: keys.privateKey, signingAlgorithm: KEY_ALGORITHM },
      extensions: [
        new x509.ExtendedKeyUsageExtension([usage]),
        new x509.SubjectAlternativeNameExtension([{ type: "dns", value: "desk" }]),
      ],
    });
    return { cert: certificate.toString("pem"), key: await privateKeyPem(own.privateKey) };
  };
  return { ca: authority.toString("pem"), issue };
}

describe("the enrolment of an edge", () => {
  const opened = new AsyncDisposableStack();
  let fleet: Awaited<ReturnType<typeof newFleet>>;
  let trust: Trust;
  let token = "";
  let deskPort = 0;
  /** What the desk was asked, and all bytes that came to somebody in between, in the clear. */
  let asked: { method: string; url: string; body: string }[] = [];
  let overheard = "";

  const listening = async (server: Server): Promise<number> => {
    const port = await listen(server, { host: "127.0.0.1", port: 0 }, "a server");
    opened.defer(() => void server.close());
    return port;
  };
  const urlOf = (port: number): string => `https://127.0.0.1:${port}`;

  /** Answers as a desk does that trusts what it is told to trust. */
  const deskOf = async (pair: Pair, said: () => unknown): Promise<number> =>
    listening(
      createHttps(pair, async (request, response) => {
        const [{ method = "", url = "" }, body] = [request, await text(request)];
        asked.push({ method, url, body });
        const answer = url === "/trust" ? said() : { name: "edge-1", certificate: "its certificate" };
        response.end(JSON.stringify(answer));
      }),
    );
  /** Passes all on to the desk and back, and listens. */
  const between = async (pair: Pair): Promise<number> =>
    listening(
      createTls(pair, (visitor) => {
        const desk = dial({ port: deskPort, host: "127.0.0.1", rejectUnauthorized: false });
        for (const socket of [visitor, desk]) socket.on("error", () => {});
        visitor.on("data", (bytes) => {
          overheard += bytes.toString("latin1");
        });
        visitor.pipe(desk).pipe(visitor);
      }).on("tlsClientError", () => {}),
    );

  before(async () => {
    fleet = await newFleet();
    trust = { origin: "rempart.test/ledger", ledgerKey: "l", configKey: "c", fleetCa: fleet.ca };
    token = `${SECRET}.${hashTrust(trust)}`;
    deskPort = await deskOf(await fleet.issue(serverAuth), () => trust);
  });
  after(() => opened.disposeAsync());
  beforeEach(() => {
    asked = [];
    overheard = "";
  });

  const refused = async (port: number, message: RegExp, by = token): Promise<void> => {
    await assert.rejects(enrol(urlOf(port), by), { code: "edge.trust", message });
    assert.ok(!overheard.includes(SECRET));
    assert.ok(!JSON.stringify(asked).includes(SECRET));
  };

  test("asks for the trust first, and sends the secret to the desk of that trust", async () => {
    const { name, certificate, key, trust: kept } = await enrol(urlOf(deskPort), token);
    assert.deepEqual(
      { name, certificate, kept },
      { name: "edge-1", certificate: "its certificate", kept: trust },
    );
    assert.match(key, /BEGIN PRIVATE KEY/);
    assert.deepEqual(
      asked.map(({ method, url }) => `${method} ${url}`),
      ["GET /trust", "POST /enrol"],
    );
    assert.ok(!asked[0]!.body.includes(SECRET));
    assert.equal(JSON.parse(asked[1]!.body).token, token);
  });

  test("who passes the trust on never sees the secret", async () => {
    await refused(
      await between(await (await newFleet()).issue(serverAuth)),
      /no certificate of the token's fleet/,
    );
    assert.match(overheard, /^GET \/trust /);
    assert.deepEqual(
      asked.map(({ url }) => url),
      ["/trust"],
    );
  });

  test("nor does an edge of the same fleet that is called desk", async () => {
    await refused(await between(await fleet.issue(clientAuth)), /no certificate of the token's fleet/);
    assert.match(overheard, /^GET \/trust /);
  });

  test("another desk's trust, or none, is not believed", async () => {
    const other = await newFleet();
    const pair = await other.issue(serverAuth);
    for (const said of [{ ...trust, fleetCa: other.ca }, { ...trust, more: 1 }, null, "x".repeat(300_000)]) {
      await refused(await deskOf(pair, () => said), /not the desk that made this token/);
    }
    await refused(deskPort, /not the desk that made this token/, SECRET);
  });
});
