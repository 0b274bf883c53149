import { randomBytes, type webcrypto } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { TLSSocket } from "node:tls";
import type { SiteConfig } from "../../../src/feed/config.ts";
import { formatEvent, GREETING } from "../../../src/feed/sse.ts";
import { TestDesk } from "../../../src/feed/testing/desk.ts";
import { type Ack, ackSchema } from "../../../src/feed/wire.ts";
import { formatVerifierKey } from "../../../src/ledger/note.ts";
import { DAY, rfc3339, SECOND } from "../../../src/lib/clock.ts";
import { listen } from "../../../src/lib/listen.ts";
import { generateKeys, KEY_ALGORITHM, privateKeyPem, x509 } from "../../../src/lib/x509.ts";
import { until } from "../../world/world.ts";
import type { StageMeasure } from "./sites.ts";

interface Authority {
  readonly keys: webcrypto.CryptoKeyPair;
  readonly pem: string;
}

interface Certified {
  readonly key: string;
  readonly certificate: string;
}

const validity = () => ({ notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + DAY) });

/**
 * The desk as edges see it: a ledger that is truly signed and verified, over mutual TLS, without people, vault and
 * database behind it. It can go away and come back. It has no snapshot: its edges were there from the beginning.
 */
export class Feed {
  readonly desk = new TestDesk();
  /** How far the desk's clock is ahead of this machine's, as its answers say. */
  aheadMs = 0;
  readonly #acks = new Map<string, Ack>();
  readonly #authority: Authority;
  readonly #own: Certified;
  readonly #streams = new Set<{ readonly send: () => void }>();
  #server: Server | undefined;
  #port = 0;

  private constructor(authority: Authority, own: Certified) {
    this.#authority = authority;
    this.#own = own;
  }

  static async open(): Promise<Feed> {
    const keys = await generateKeys();
    const ca = await x509.X509CertificateGenerator.createSelfSigned({
      ...{ name: "CN=fleet", keys, signingAlgorithm: KEY_ALGORITHM, ...validity() },
      extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
    });
    const authority = { keys, pem: ca.toString("pem") };
    const feed = new Feed(authority, await certify(authority, "desk"));
    await feed.up();
    return feed;
  }

  get url(): string {
    return `https://127.0.0.1:${this.#port}`;
  }

  /** Writes what an edge has after its enrolment. */
  async enrol(folder: string, name: string): Promise<void> {
    const { certificate, key } = await certify(this.#authority, name);
    const { origin, ledger, config } = this.desk.keys;
    const trust = {
      ...{ origin, fleetCa: this.#authority.pem },
      ...{ ledgerKey: formatVerifierKey(ledger), configKey: formatVerifierKey(config) },
    };
    await mkdir(join(folder, "edge"), { recursive: true });
    await writeFile(join(folder, "edge", "identity.json"), JSON.stringify({ name, certificate, key, trust }));
  }

  serve(site: SiteConfig): void {
    this.desk.configure({ kind: "site", site });
    this.#tell();
  }

  /** A measure of now; returns its ledger index. */
  decide(
    { verb, grain, site, canonical, params, readings, role, territory }: Omit<StageMeasure, "status">,
    times: { readonly startsMs?: number; readonly endsMs?: number } = {},
  ): number {
    const nowMs = Math.floor(Date.now() / SECOND) * SECOND;
    const { startsMs = nowMs, endsMs = nowMs + DAY } = times;
    const index = this.desk.measure(
      canonical,
      { grain, site, params: params.map(([name, value]) => [name, value]), readings },
      {
        ...{ verb, at: rfc3339(nowMs), starts: rfc3339(startsMs), ends: rfc3339(endsMs) },
        decision: "0123456789abcdefghjkmnpqrs",
        ...(role === undefined ? {} : { role }),
        ...(territory === undefined ? {} : { territory: [...territory] }),
      },
    );
    this.#tell();
    return index;
  }

  lift(index: number): void {
    this.desk.lift(index);
    this.#tell();
  }

  /** Resolves when those edges have acked all that there is. */
  async obeyed(...names: readonly string[]): Promise<void> {
    const { size } = this.desk;
    const config = this.desk.configs.at(-1)?.version ?? 0;
    await until(`acks of ${names.join()}`, async () =>
      names.every((name) => {
        const ack = this.#acks.get(name);
        if (ack?.refused !== undefined) throw new Error(`${name} refuses: ${ack.refused}`);
        return ack !== undefined && ack.size >= size && ack.config >= config;
      }),
    );
  }

  /** Listens again, where it did before. */
  async up(): Promise<void> {
    const { key, certificate } = this.#own;
    const server = createServer(
      { key, cert: certificate, ca: this.#authority.pem, requestCert: true },
      (request, response) => {
        response.setHeader("date", new Date(Date.now() + this.aheadMs).toUTCString());
        const edge = request.socket as TLSSocket;
        const name = edge.getPeerCertificate().subject.CN;
        const url = new URL(request.url ?? "/", "https://desk");
        if (url.pathname === "/feed") this.#stream(url, response);
        else
          void text(request).then((body) => {
            this.#acks.set(String(name), ackSchema.parse(JSON.parse(body)));
            response.writeHead(204).end();
          });
      },
    );
    this.#port = await listen(server, { host: "127.0.0.1", port: this.#port }, "the feed");
    this.#server = server;
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#streams.clear();
    server?.closeAllConnections();
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
    this.#server = undefined;
  }

  #tell(): void {
    for (const { send } of this.#streams) send();
  }

  #stream(url: URL, response: ServerResponse): void {
    let size = Number(url.searchParams.get("size"));
    let config = Number(url.searchParams.get("config"));
    response.writeHead(200, { "content-type": "text/event-stream" }).write(GREETING);
    const send = (): void => {
      const { desk } = this;
      const items = desk.configs.filter(({ version }) => version > config);
      if (desk.size > size) response.write(formatEvent({ kind: "batch", batch: desk.batch(size) }));
      if (items.length > 0) response.write(formatEvent({ kind: "config", items }));
      size = desk.size;
      config = items.at(-1)?.version ?? config;
      response.write(formatEvent({ kind: "ping" }));
    };
    const stream = { send };
    this.#streams.add(stream);
    response.on("close", () => this.#streams.delete(stream));
    send();
  }
}

async function certify({ keys, pem }: Authority, name: string): Promise<Certified> {
  const own = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    ...{ subject: `CN=${name}`, issuer: new x509.X509Certificate(pem).subject, ...validity() },
    ...{ signingKey: keys.privateKey, publicKey: own.publicKey, signingAlgorithm: KEY_ALGORITHM },
    serialNumber: randomBytes(8).toString("hex"),
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: name }])],
  });
  return { certificate: certificate.toString("pem"), key: await privateKeyPem(own.privateKey) };
}
