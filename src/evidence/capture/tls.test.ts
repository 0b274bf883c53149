import assert from "node:assert/strict";
import { type AddressInfo, createServer as createPlain, Socket } from "node:net";
import { test } from "node:test";
import { createServer } from "node:tls";
import { hex } from "../../lib/bytes.ts";
import { generateKeys, KEY_ALGORITHM, privateKeyPem, x509 } from "../../lib/x509.ts";
import { capture } from "./capture.ts";
import { clock, page, withServer } from "./loopback.test.ts";

/** A fresh self-signed certificate: what a browser would warn of. */
async function selfSigned(): Promise<{ cert: string; key: string; sha256: string }> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=perchoir.example",
    keys,
    signingAlgorithm: KEY_ALGORITHM,
  });
  const sha256 = hex(new Uint8Array(await certificate.getThumbprint("SHA-256")));
  return { cert: certificate.toString("pem"), key: await privateKeyPem(keys.privateKey), sha256 };
}

test("https is captured with the site's name in the handshake, and a bad certificate is recorded", async () => {
  const { cert, key, sha256 } = await selfSigned();
  const names: unknown[] = [];
  const server = createServer({ cert, key }, (socket) => {
    names.push(socket.servername);
    socket.on("error", () => {});
    socket.once("data", () => socket.write(page("hello")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const vantages = [{ name: "edge-a", address: { host: "127.0.0.1", port } }];
    const options = { vantages, resolve: async () => [], clock, timeoutMs: 5000 };
    const { views } = await capture("https://perchoir.example/fil/7", options);
    const [exchange] = views[0]!.exchanges;
    assert.deepEqual(names, ["perchoir.example"]);
    assert.equal(exchange?.status, 200);
    assert.deepEqual(exchange.tls, {
      protocol: "TLSv1.3",
      verdict: "DEPTH_ZERO_SELF_SIGNED_CERT",
      chain: [sha256],
    });
  } finally {
    server.close();
  }
});

test("a port that does not speak TLS is named, and an edge that speaks plain http for an https page is believed", async () => {
  const server = createPlain((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data) =>
      data[0] === 22 ? socket.end("HTTP/1.1 400 no\r\n\r\n") : socket.write(page("plain")),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const look = async (speaks?: "http") => {
      const address = { host: "127.0.0.1", port, ...(speaks && { speaks }) };
      const options = {
        vantages: [{ name: "edge-a", address }],
        resolve: async () => [],
        clock,
        timeoutMs: 5000,
      };
      return (await capture("https://perchoir.example/", options)).views[0]!;
    };
    assert.equal((await look()).stopped?.code, "capture.tls-failed");
    const plain = await look("http");
    assert.equal(plain.exchanges[0]?.url, "https://perchoir.example/");
    assert.equal(plain.exchanges[0]?.tls, null);
  } finally {
    server.close();
  }
});

test("a handshake that is never answered, and a connection that never comes, are left at the deadline", async () => {
  await withServer(
    () => {},
    async (server) => {
      const options = { resolve: async () => [], clock, timeoutMs: 40, vantages: [server.vantage()] };
      const handshake = await capture("https://perchoir.example/", options);
      assert.equal(handshake.views[0]?.stopped?.code, "capture.timeout");
      const connection = await capture("http://perchoir.example/", { ...options, dial: () => new Socket() });
      assert.equal(connection.views[0]?.stopped?.code, "capture.timeout");
    },
  );
});
