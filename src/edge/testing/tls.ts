import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { type ClientHttp2Session, connect as connectHttp2 } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { DAY } from "../../lib/clock.ts";
import { generateKeys, KEY_ALGORITHM, privateKeyPem, x509 } from "../../lib/x509.ts";

/** The time at which test edges live. */
export const NOW_MS = Date.UTC(2026, 11, 1);

export interface Pair {
  readonly chain: string;
  readonly key: string;
}

/** A certificate signed with its own key. */
export async function makeCertificate(
  names: readonly string[],
  { notBeforeMs = NOW_MS - DAY, notAfterMs = NOW_MS + 90 * DAY } = {},
): Promise<Pair> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Exemple",
    keys,
    signingAlgorithm: KEY_ALGORITHM,
    notBefore: new Date(notBeforeMs),
    notAfter: new Date(notAfterMs),
    extensions:
      names.length === 0
        ? []
        : [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns" as const, value })))],
  });
  return { chain: certificate.toString("pem"), key: await privateKeyPem(keys.privateKey) };
}

export const writePem = (path: string, { chain, key }: Pair): Promise<void> =>
  writeFile(path, `${chain}\n${key}`);

/** A folder of these pairs, a file of its name for each; it goes when it is disposed of. */
export async function certificateFolder(pairs: Readonly<Record<string, Pair>>) {
  const folder = await mkdtempDisposable(join(tmpdir(), "rempart-tls-"));
  for (const [name, pair] of Object.entries(pairs)) await writePem(join(folder.path, `${name}.pem`), pair);
  return folder;
}

/** A TLS connection of a visitor who takes any certificate; rejects with the alert if it is refused. */
export function visit(port: number, servername: string, options: ConnectionOptions = {}): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", servername, rejectUnauthorized: false, ...options });
    socket.once("secureConnect", () => resolve(socket));
    socket.once("error", reject);
  });
}

/** An HTTP/2 session over TLS. */
export async function visitHttp2(port: number, servername: string): Promise<ClientHttp2Session> {
  const socket = await visit(port, servername, { ALPNProtocols: ["h2"] });
  return connectHttp2(`https://${servername}`, { createConnection: () => socket });
}

export interface Http2Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
  /** RFC 9113 §7; 0 where nothing went wrong. */
  readonly reset: number;
}

/** One request on a session; resolves also where the stream is reset. */
export function askHttp2(
  session: ClientHttp2Session,
  headers: Record<string, string | string[]>,
  body?: string | Buffer,
): Promise<Http2Answer> {
  return new Promise((resolve) => {
    const stream = session.request(headers, { endStream: body === undefined });
    if (body !== undefined) stream.end(body);
    let got: Record<string, unknown> = {};
    const chunks: Buffer[] = [];
    stream.on("response", (fields) => {
      got = fields;
    });
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("error", () => {}); // told by "close"
    stream.on("close", () =>
      resolve({
        status: got[":status"] as number | undefined,
        headers: got,
        body: Buffer.concat(chunks),
        reset: stream.rstCode ?? 0,
      }),
    );
  });
}
