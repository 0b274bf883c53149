import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import { before, test } from "node:test";
import type { TLSSocket } from "node:tls";
import type { OriginConfig } from "../../feed/config.ts";
import { listen } from "../../lib/listen.ts";
import { generateKeys, KEY_ALGORITHM, privateKeyPem, x509 } from "../../lib/x509.ts";
import { SITE, World } from "../testing/world.ts";

let cert: string;
let key: string;

before(async () => {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=origin",
    keys,
    signingAlgorithm: KEY_ALGORITHM,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 86_400_000),
    extensions: [
      new x509.SubjectAlternativeNameExtension(
        ["perchoir.example", "origin.example"].map((value) => ({ type: "dns" as const, value })),
      ),
    ],
  });
  cert = certificate.toString("pem");
  key = await privateKeyPem(keys.privateKey);
});

/** A world before an origin that speaks TLS with a certificate for perchoir.example and origin.example. */
class Secure implements AsyncDisposable {
  readonly asked: IncomingMessage[] = [];
  server!: Server;
  world!: World;
  url!: string;

  static async start(): Promise<Secure> {
    const secure = new Secure();
    secure.server = createServer({ cert, key }, (request, response) => {
      secure.asked.push(request);
      response.writeHead(200, { "Cache-Control": "no-store" }).end("hello");
    });
    secure.url = `https://127.0.0.1:${await listen(secure.server, { host: "127.0.0.1", port: 0 }, "origin")}`;
    secure.world = await World.start();
    return secure;
  }

  async get(origin: Omit<OriginConfig, "servers">, host = SITE.hostnames[0]!): Promise<string> {
    this.world.serve({ ...SITE, origin: { servers: [{ url: this.url }], ...origin } });
    const { status, headers } = await this.world.get("/a", { host });
    return `${status} ${headers["proxy-status"] ?? ""}`.trim();
  }

  /** The names that the connections asked for. */
  get names(): readonly (string | false | null)[] {
    const sockets = new Set(this.asked.map(({ socket }) => socket as TLSSocket));
    return [...sockets].map(({ servername }) => servername);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world[Symbol.asyncDispose]();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const UNTRUSTED = "502 edge-1; error=tls_certificate_error";

test("a certificate that nobody vouches for is refused, unless the site says not to look", async () => {
  await using secure = await Secure.start();
  assert.equal(await secure.get({}), UNTRUSTED);
  assert.equal(secure.asked.length, 0);
  assert.equal(await secure.get({ tls: { verify: false } }), "200");
});

test("with the site's own authority: the visitor's host is what is asked for and checked", async () => {
  await using secure = await Secure.start();
  assert.equal(await secure.get({ tls: { ca: cert } }), "200");
  assert.equal(await secure.get({ tls: { ca: cert } }, "perchoir-miroir.example"), UNTRUSTED);
  assert.deepEqual(secure.names, ["perchoir.example"]);
});

test("a Host of the site's own is asked for instead, and a name of its own before both", async () => {
  await using secure = await Secure.start();
  assert.equal(await secure.get({ host: "origin.example", tls: { ca: cert } }), "200");
  assert.equal(await secure.get({ host: "other.example", tls: { ca: cert } }), UNTRUSTED);
  assert.equal(
    await secure.get({ host: "other.example", tls: { ca: cert, serverName: "origin.example" } }),
    "200",
  );
  assert.deepEqual(
    secure.asked.map(({ headers }) => headers.host),
    ["origin.example", "other.example"],
  );
  assert.deepEqual(new Set(secure.names), new Set(["origin.example"]));
});

test("under one name several hosts share a connection; trust of another site is not shared", async () => {
  await using secure = await Secure.start();
  const tls = { ca: cert, serverName: "origin.example" };
  for (const host of SITE.hostnames) assert.equal(await secure.get({ tls }, host), "200");
  assert.equal(secure.names.length, 1);
  assert.equal(await secure.get({ tls: { serverName: "origin.example" } }), UNTRUSTED);
});

test("a server that speaks no TLS is 502", async () => {
  await using secure = await Secure.start();
  secure.url = `https://127.0.0.1:${secure.world.originPort}`;
  assert.equal(await secure.get({}), "502 edge-1; error=tls_protocol_error");
});

test("a WebSocket goes through TLS too, verified in the same way", async () => {
  await using secure = await Secure.start();
  secure.server.on("upgrade", (_request, socket) => {
    socket.end(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nwelcome",
    );
  });
  const upgrade =
    "GET /live HTTP/1.1\r\nHost: perchoir.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  const { world, url } = secure;
  world.serve({ ...SITE, origin: { servers: [{ url }], tls: { ca: cert } } });
  assert.match(await world.raw(upgrade), /^HTTP\/1\.1 101 [\s\S]*\r\n\r\nwelcome$/);
  world.serve({ ...SITE, origin: { servers: [{ url }] } });
  assert.match(await world.raw(upgrade), /^HTTP\/1\.1 502 /);
});
