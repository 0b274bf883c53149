import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { createServer as createHttp } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { fakeClock } from "../../lib/clock.ts";
import { generateKeys, KEY_ALGORITHM, privateKeyPem, x509 } from "../../lib/x509.ts";
import { networkPorts } from "./network.ts";
import { registryOf } from "./rdap.ts";

const TYPE_NUMBER: Readonly<Record<string, number>> = { A: 1, NS: 2, CNAME: 5, MX: 15 };

const encodeName = (name: string): Buffer =>
  Buffer.concat([
    ...name.split(".").map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);

function recordData(type: number, text: string): Buffer {
  if (type === TYPE_NUMBER.A) return Buffer.from(text.split(".").map(Number));
  return type === TYPE_NUMBER.MX ? Buffer.concat([Buffer.from([0, 10]), encodeName(text)]) : encodeName(text);
}

/** A name server for one question a packet (RFC 1035 §4): records by `TYPE name`, NXDOMAIN for everything else. */
async function nameServer(zone: Readonly<Record<string, readonly string[]>>) {
  const socket = createSocket("udp4");
  socket.on("message", (packet, peer) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = packet[at]!; length > 0; length = packet[at]!) {
      labels.push(packet.toString("latin1", at + 1, at + 1 + length).toLowerCase());
      at += length + 1;
    }
    const question = packet.subarray(12, at + 5);
    const type = packet.readUInt16BE(at + 1);
    const name = Object.entries(TYPE_NUMBER).find(([, number]) => number === type)?.[0];
    const records = zone[`${name} ${labels.join(".")}`] ?? [];
    const header = Buffer.alloc(12);
    packet.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | (records.length === 0 ? 3 : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    const answers = records.map((text) => {
      const data = recordData(type, text);
      const fixed = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]);
      return Buffer.concat([fixed, data]);
    });
    socket.send(Buffer.concat([header, question, ...answers]), peer.port, peer.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return { port: socket.address().port, close: () => socket.close() };
}

const base = { vantage: "test", clock: fakeClock(), timeoutMs: 2000, mayConnect: () => true };

test("DNS answers come back normalised; a name that does not exist has no records", async () => {
  const server = await nameServer({
    "A perchoir.example": ["192.0.2.9", "192.0.2.7"],
    "NS perchoir.example": ["NS1.Hebergeur.example"],
    "MX perchoir.example": ["mx.hebergeur.example"],
  });
  const ports = networkPorts({ ...base, servers: [`127.0.0.1:${server.port}`] });
  assert.deepEqual(await ports.dns("perchoir.example", "A"), ["192.0.2.7", "192.0.2.9"]);
  assert.deepEqual(await ports.dns("perchoir.example", "NS"), ["ns1.hebergeur.example"]);
  assert.deepEqual(await ports.dns("perchoir.example", "MX"), ["mx.hebergeur.example"]);
  assert.deepEqual(await ports.dns("personne.example", "A"), []);
  server.close();
});

async function selfSigned() {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=perchoir.example, O=CDN Exemple SAS",
    keys,
    signingAlgorithm: KEY_ALGORITHM,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
  });
  return { cert: certificate.toString("pem"), key: await privateKeyPem(keys.privateKey) };
}

test("a handshake gives the issuer, a GET the headers without cookies; redirects are not followed", async () => {
  const asked: string[] = [];
  const server = createHttps(await selfSigned(), (request, response) => {
    asked.push(`${request.headers.host}${request.url}`);
    response.writeHead(302, {
      location: "https://elsewhere.example/",
      "x-cdn-exemple": "hit",
      "set-cookie": "a=b",
    });
    response.end("x".repeat(100_000));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const ports = networkPorts({ ...base, httpsPort: (server.address() as AddressInfo).port });
  assert.equal((await ports.tls("perchoir.example", "127.0.0.1")).issuer, "CDN Exemple SAS");
  const { status, headers } = await ports.http("perchoir.example", "127.0.0.1");
  assert.equal(status, 302);
  const names = headers.map(([name]) => name);
  assert.ok(names.includes("x-cdn-exemple") && !names.includes("set-cookie"));
  assert.deepEqual(asked, ["perchoir.example/"]);
  server.close();
  server.closeAllConnections();
});

test("an address that is not public is never connected to", async () => {
  const ports = networkPorts({ ...base, mayConnect: () => false });
  await assert.rejects(ports.tls("perchoir.example", "127.0.0.1"), { code: "who.address-refused" });
  await assert.rejects(ports.http("perchoir.example", "127.0.0.1"), { code: "who.address-refused" });
});

test("the registry is found by the longest label; https is preferred", () => {
  const bootstrap = {
    services: [
      [["example"], ["http://rdap.example/", "https://rdap.example"]],
      [["co.example"], ["https://co.rdap.example/"]],
    ],
  };
  assert.equal(registryOf(bootstrap, "perchoir.example"), "https://rdap.example/");
  assert.equal(registryOf(bootstrap, "perchoir.co.example"), "https://co.rdap.example/");
  assert.equal(registryOf(bootstrap, "perchoir.test"), undefined);
  assert.throws(() => registryOf({ services: [["example"]] }, "perchoir.example"));
});

test("a registry is asked once; a refusal or a flood is an error, not an answer", async () => {
  const server = createHttp((request, response) => {
    if (request.url === "/domain/perchoir.example") response.end('{"ldhName":"perchoir.example"}');
    else if (request.url === "/domain/lent.example") response.writeHead(429).end();
    else response.end(`"${"x".repeat(600 * 1024)}"`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const ports = networkPorts({
    ...base,
    rdapBootstrap: { services: [[["example"], [`http://127.0.0.1:${port}/`]]] },
  });
  assert.deepEqual(await ports.rdap!("perchoir.example"), { ldhName: "perchoir.example" });
  await assert.rejects(ports.rdap!("lent.example"), { code: "who.registry-429" });
  await assert.rejects(ports.rdap!("enorme.example"), { code: "who.too-large" });
  await assert.rejects(ports.rdap!("perchoir.test"), { code: "who.no-registry" });
  server.close();
  server.closeAllConnections();
});
