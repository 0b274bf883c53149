import assert from "node:assert/strict";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { before, test } from "node:test";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import { DAY } from "../../lib/clock.ts";
import { listen } from "../../lib/listen.ts";
import type { EdgeServerOptions } from "../server.ts";
import {
  askHttp2,
  certificateFolder,
  makeCertificate,
  NOW_MS,
  type Pair,
  visit,
  visitHttp2,
  writePem,
} from "../testing/tls.ts";
import { type OriginHandler, until, World } from "../testing/world.ts";

const MIB = 1024 * 1024;
let perchoir: Pair;
let other: Pair;
before(async () => {
  perchoir = await makeCertificate(["perchoir.example", "perchoir-miroir.example"]);
  other = await makeCertificate(["other.example"]);
});

interface Secure {
  readonly world: World;
  readonly folder: string;
  readonly port: number;
}

/** An edge that listens for TLS too, with the certificates by file name. */
async function secure(
  pairs: Readonly<Record<string, Pair>> = { perchoir, other },
  answer?: OriginHandler,
  options: Partial<EdgeServerOptions> = {},
): Promise<Secure & AsyncDisposable> {
  const opened = new AsyncDisposableStack();
  const folder = opened.use(await certificateFolder(pairs)).path;
  const listen = { host: "127.0.0.1", port: 0 };
  const world = opened.use(await World.start(answer, { tls: { listen, folder }, ...options }));
  const port = world.edge.tlsPort;
  return { world, folder, port, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

const get = (host: string): string => `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

/** Bytes in, all bytes out until the connection closes. */
async function say(socket: TLSSocket, bytes: string): Promise<string> {
  let heard = "";
  socket.setEncoding("latin1").on("data", (text) => {
    heard += text;
  });
  socket.write(bytes, "latin1");
  await new Promise((resolve) => socket.on("close", resolve));
  return heard;
}

const ask = async (
  port: number,
  name: string,
  host = name,
  options: ConnectionOptions = {},
): Promise<string> => say(await visit(port, name, options), get(host));

test("HTTP/1.1 over TLS 1.2 and 1.3; the origin hears that it was https", async () => {
  await using edge = await secure();
  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    const answer = await ask(edge.port, "perchoir.example", undefined, {
      minVersion: version,
      maxVersion: version,
    });
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n[\s\S]*hello$/);
  }
  assert.deepEqual(
    edge.world.asked.map(({ headers }) => [headers["x-forwarded-proto"], headers["x-forwarded-for"]]),
    Array.from({ length: 2 }, () => ["https", "127.0.0.1"]),
  );
});

test("older versions of TLS and ciphers without forward secrecy are refused", async () => {
  await using edge = await secure();
  for (const options of [
    { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" },
    { maxVersion: "TLSv1.2", ciphers: "AES128-GCM-SHA256" },
    { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA256" },
  ] as const) {
    await assert.rejects(visit(edge.port, "perchoir.example", options), /alert|EPROTO|ECONNRESET|version/i);
  }
  assert.equal(edge.world.edge.connections.tlsFailures, 3);
});

test("a name that nobody has is the alert unrecognized_name; none at all a failed handshake", async () => {
  await using edge = await secure();
  await assert.rejects(visit(edge.port, "unknown.example"), /unrecognized name/);
  await assert.rejects(visit(edge.port, ""), /alert handshake failure/);
  assert.match(await ask(edge.port, "perchoir.example"), /^HTTP\/1\.1 200/);
});

test("with a default certificate both get that", async () => {
  await using edge = await secure({ default: await makeCertificate([]), perchoir });
  for (const name of ["unknown.example", ""]) {
    const socket = await visit(edge.port, name);
    assert.equal(socket.getPeerX509Certificate()?.subjectAltName, undefined);
    assert.match(await say(socket, get("unknown.example")), /^HTTP\/1\.1 421/, "no such site");
  }
  assert.match(
    await ask(edge.port, "", "perchoir.example"),
    /^HTTP\/1\.1 421/,
    "which has a certificate of its own",
  );
});

test("a request for a name that the certificate is not for is misdirected, over HTTP/1.1 and HTTP/2", async () => {
  await using edge = await secure();
  const { world, port } = edge;
  assert.match(await ask(port, "other.example", "perchoir.example"), /^HTTP\/1\.1 421/);
  assert.match(
    await ask(port, "perchoir.example", "perchoir-miroir.example"),
    /^HTTP\/1\.1 200/,
    "one certificate",
  );
  const session = await visitHttp2(port, "other.example");
  const answer = await askHttp2(session, { ":path": "/", ":authority": "perchoir.example" });
  assert.equal(answer.status, 421);
  session.close();
  assert.deepEqual(
    world.asked.map(({ headers }) => headers.host),
    ["perchoir-miroir.example"],
  );
});

test("a renewed certificate is shown to the next visitor, without a restart", async () => {
  await using edge = await secure();
  const serial = async (): Promise<string | undefined> => {
    const socket = await visit(edge.port, "perchoir.example");
    const { serialNumber } = socket.getPeerX509Certificate()!;
    socket.destroy();
    return serialNumber;
  };
  const before = await serial();
  await writePem(join(edge.folder, "perchoir.pem"), await makeCertificate(["perchoir.example"]));
  let now = before;
  while (now === before) now = await serial();
  await writePem(join(edge.folder, "default.pem"), await makeCertificate([]));
  let nameless: TLSSocket | undefined;
  while (nameless === undefined) nameless = await visit(edge.port, "").catch(() => undefined);
  nameless.destroy();
});

for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
  test(`sessions are resumed with tickets (${version}), and only for names that we have`, async () => {
    await using edge = await secure();
    const limits = { minVersion: version, maxVersion: version } as const;
    const first = await visit(edge.port, "perchoir.example", limits);
    // In TLS 1.3 tickets come after the handshake.
    const ticket = new Promise<Buffer>((resolve) => first.once("session", resolve));
    const early = first.getSession()!;
    await say(first, get("perchoir.example"));
    const session = version === "TLSv1.3" ? await ticket : early;
    const again = await visit(edge.port, "perchoir.example", { ...limits, session });
    assert.equal(again.isSessionReused(), true);
    assert.match(await say(again, get("perchoir.example")), /^HTTP\/1\.1 200/);
    const elsewhere = visit(edge.port, "unknown.example", { ...limits, session });
    assert.doesNotMatch(
      await elsewhere.then(
        (socket) => say(socket, get("unknown.example")),
        () => "",
      ),
      /200/,
    );
  });
}

test("what is no handshake, and one that stops halfway, are ended", async () => {
  await using edge = await secure(undefined, undefined, { serverLimits: { handshakeMs: 20 } });
  const { connect } = await import("node:net");
  for (const bytes of ["", "GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00"]) {
    const socket = connect(edge.port, "127.0.0.1");
    socket.write(Buffer.from(bytes, "latin1"));
    socket.on("error", () => {}).resume();
    await new Promise((resolve) => socket.on("close", resolve));
  }
  await until(() => edge.world.edge.connections.open.opening === 0);
  assert.match(await ask(edge.port, "perchoir.example"), /^HTTP\/1\.1 200/);
});

test("wss: a WebSocket passes over TLS, bytes as they are", async () => {
  await using edge = await secure();
  edge.world.origin.on("upgrade", (_request, socket) => {
    socket.on("error", () => {});
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    socket.pipe(socket);
  });
  const socket = await visit(edge.port, "perchoir.example", { ALPNProtocols: ["http/1.1"] });
  const frame = "\x81\x05hello";
  socket.on("data", (data) => {
    if (String(data).includes("hello")) socket.end();
  });
  const heard = await say(
    socket,
    `GET /live HTTP/1.1\r\nHost: perchoir.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n${frame}`,
  );
  assert.match(heard, /^HTTP\/1\.1 101 /);
  assert.ok(heard.endsWith(`\r\n\r\n${frame}`), "also what was sent before the switch");
});

test("measures hold over HTTP/2: a refusal is a page, and a new one cuts the stream and not the connection", async () => {
  let begun = 0;
  await using edge = await secure(undefined, (_request, response) => {
    begun += 1;
    response.writeHead(200, { "Cache-Control": "no-store" }).write("the first half");
  });
  edge.world.enforce("refuse", "url", "/refused");
  const session = await visitHttp2(edge.port, "perchoir.example");
  const cut = askHttp2(session, { ":path": "/live" });
  const other = session.request({ ":path": "/other" });
  other.on("error", () => {}).resume();
  await until(() => begun === 2);
  assert.equal((await askHttp2(session, { ":path": "/%72efused" })).status, 403);
  edge.world.enforce("refuse", "url", "/live");
  const { status, reset } = await cut;
  assert.deepEqual([status, reset > 0], [200, true]);
  assert.equal(other.destroyed, false);
  session.destroy();
});

test("a host that the authority hides is no way around a measure", async () => {
  await using edge = await secure();
  const session = await visitHttp2(edge.port, "perchoir.example");
  const answer = await askHttp2(session, {
    ":path": "/",
    ":authority": "perchoir.example",
    host: "other.example",
  });
  assert.notEqual(answer.status, 200);
  assert.deepEqual(edge.world.asked, []);
  session.destroy();
});

test("server-sent events are passed on as they come", async () => {
  let send: ((event: string) => void) | undefined;
  await using edge = await secure(undefined, (_request, response) => {
    response
      .writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" })
      .flushHeaders();
    send = (event) => response.write(`data: ${event}\n\n`);
  });
  for (const protocol of ["h1", "h2"]) {
    let heard = "";
    send = undefined;
    const take = (chunk: Buffer): void => {
      heard += chunk;
    };
    let close = (): void => {};
    if (protocol === "h1") {
      const socket = await visit(edge.port, "perchoir.example");
      socket.on("data", take).write(get("perchoir.example").replace("close", "keep-alive"));
      await until(() => heard.includes("text/event-stream"));
      close = () => socket.destroy();
    } else {
      const session = await visitHttp2(edge.port, "perchoir.example");
      const stream = session.request({ ":path": "/" });
      stream.on("data", take).on("error", () => {});
      await new Promise((resolve) => stream.once("response", resolve));
      close = () => session.destroy();
    }
    await until(() => send !== undefined);
    for (const event of ["one", "two"]) {
      send!(event);
      await until(() => heard.includes(`data: ${event}`));
    }
    close();
    await edge.world.inFlight(0);
  }
});

test("the metrics tell when certificates end, by the name of their file", async () => {
  await using edge = await secure();
  const { body } = await edge.world.admin("/metrics");
  const endsAt = (NOW_MS + 90 * DAY) / 1000;
  for (const name of ["perchoir", "other"]) {
    const line = `rempart_edge_certificate_not_after_seconds{certificate="${name}"} ${endsAt}\n`;
    assert.ok(String(body).includes(line), line);
  }
  assert.equal(await edge.world.metric("certificates"), 2);
  assert.equal(await edge.world.metric("certificates_refused"), 0);
});

test("a visitor who resets the connection while an upload is held back is gone", async (t) => {
  await using edge = await secure(undefined, (request) => void request.pause());
  let wire!: Socket; // only TCP can be reset
  const relay = createServer((visitor) => {
    wire = connect(edge.port, "127.0.0.1");
    for (const end of [wire, visitor]) end.on("error", () => {});
    visitor.pipe(wire).pipe(visitor);
  });
  const port = await listen(relay, { host: "127.0.0.1", port: 0 }, "relay");
  const socket = await visit(port, "perchoir.example");
  t.after(() => {
    socket.destroy();
    wire.destroy();
    relay.close();
  });
  socket.on("error", () => {});
  socket.write(`POST / HTTP/1.1\r\nHost: perchoir.example\r\nContent-Length: ${1e9}\r\n\r\n`);
  for (let i = 0; i < 16; i++) socket.write(Buffer.alloc(MIB)); // more than all buffers on the way take
  await edge.world.inFlight(1);
  const taken = (): number => wire.bytesWritten - wire.writableLength;
  for (let last = -1; last !== taken(); await new Promise((resolve) => setTimeout(resolve, 100)))
    last = taken();
  assert.ok(wire.writableLength > 0, "held back");
  wire.resetAndDestroy();
  await edge.world.inFlight(0);
});
