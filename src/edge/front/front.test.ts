import assert from "node:assert/strict";
import { test } from "node:test";
import { connect as connectTls } from "node:tls";
import { certificateFolder, makeCertificate } from "../testing/tls.ts";
import { until, World } from "../testing/world.ts";
import { Visitor } from "./testing/bare-front.ts";

const REQUEST = "GET / HTTP/1.1\r\nHost: perchoir.example\r\nConnection: close\r\n\r\n";
const LOCAL = ["127.0.0.0/8"];

const said = (world: World): unknown[] => world.asked.map(({ headers }) => headers["x-forwarded-for"]);

test("PROXY protocol: the address is the one that the proxy tells, and no byte behind its header is lost", async () => {
  await using world = await World.start(undefined, { proxyProtocol: LOCAL });
  const header = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 80\r\n";
  const bytes = header + REQUEST;
  for (let at = 1; at < bytes.length; at += 7) {
    const answer = await world.raw(bytes.slice(0, at), (socket) =>
      setImmediate(() => socket.write(bytes.slice(at), "latin1")),
    );
    assert.match(answer, /^HTTP\/1\.1 200/, `cut at ${at}`);
  }
  assert.deepEqual(new Set(said(world)), new Set(["192.0.2.7"]));
});

test("PROXY protocol: a proxy that speaks for itself is itself", async () => {
  await using world = await World.start(undefined, { proxyProtocol: LOCAL });
  const local = `\r\n\r\n\0\r\nQUIT\n\x20\0\0\0${REQUEST}`;
  assert.match(await world.raw(local), /^HTTP\/1\.1 200/);
  assert.match(await world.raw(`PROXY UNKNOWN\r\n${REQUEST}`), /^HTTP\/1\.1 200/);
  assert.deepEqual(said(world), ["127.0.0.1", "127.0.0.1"]);
});

test("PROXY protocol: without a header, or from a stranger, not a byte is said", async () => {
  {
    await using world = await World.start(undefined, { proxyProtocol: LOCAL });
    assert.equal(await world.raw(REQUEST), "");
    assert.equal(await world.raw(`PROXY TCP4 nobody nobody 1 1\r\n${REQUEST}`), "");
    assert.deepEqual(world.asked, []);
  }
  await using world = await World.start(undefined, { proxyProtocol: ["192.0.2.0/24"] });
  assert.equal(await world.raw(`PROXY TCP4 192.0.2.7 198.51.100.1 1 1\r\n${REQUEST}`).catch(() => ""), "");
  assert.deepEqual(world.asked, []);
});

test("PROXY protocol: a header that does not come in time ends the connection", async () => {
  await using world = await World.start(undefined, {
    proxyProtocol: LOCAL,
    serverLimits: { handshakeMs: 10 },
  });
  const late = await Visitor.connect(world.edge.port, "PROXY TCP4 192.0.2.7");
  await until(() => late.ended !== "");
  assert.equal(late.heard, "");
});

test("PROXY protocol stands before TLS", async () => {
  await using folder = await certificateFolder({ perchoir: await makeCertificate(["perchoir.example"]) });
  const tls = { listen: { host: "127.0.0.1", port: 0 }, folder: folder.path };
  await using world = await World.start(undefined, { proxyProtocol: LOCAL, tls });
  const raw = await Visitor.connect(world.edge.tlsPort, "PROXY TCP6 2001:db8::7 2001:db8::1 56324 443\r\n");
  raw.socket.removeAllListeners("data").setEncoding("binary");
  const socket = connectTls({
    socket: raw.socket,
    servername: "perchoir.example",
    rejectUnauthorized: false,
  });
  let heard = "";
  socket.on("data", (chunk) => {
    heard += chunk;
  });
  socket.write(REQUEST);
  await until(() => heard.startsWith("HTTP/1.1 200"));
  assert.deepEqual(said(world), ["2001:db8::7"]);
  socket.destroy();
});

test("connections of one address are limited, an IPv6 /64 counts as one, and this machine is not counted", async () => {
  await using world = await World.start(undefined, {
    proxyProtocol: LOCAL,
    serverLimits: { maxConnectionsPerAddress: 2 },
  });
  const from = (address: string) =>
    Visitor.connect(
      world.edge.port,
      `PROXY TCP${address.includes(":") ? 6 : 4} ${address} ${address} 1 1\r\n${REQUEST.replace("close", "keep-alive")}`,
    );
  const served = async (visitor: Promise<Visitor>): Promise<boolean> => {
    const { heard, ended } = await visitor.then(async (open) => {
      await until(() => open.heard !== "" || open.ended !== "");
      return open;
    });
    return heard.startsWith("HTTP/1.1 200") && ended === "";
  };
  const first = from("192.0.2.7");
  assert.deepEqual([await served(first), await served(from("192.0.2.7"))], [true, true]);
  assert.equal(await served(from("192.0.2.7")), false);
  assert.equal(await served(from("192.0.2.8")), true);
  assert.equal(await served(from("2001:db8::1")), true);
  assert.equal(await served(from("2001:db8::ffff:1")), true);
  assert.equal(await served(from("2001:db8:0:0:1::1")), false);
  assert.equal(await served(from("2001:db8:0:1::1")), true);
  for (let i = 0; i < 4; i++) assert.equal(await served(from("127.0.0.1")), true);
  (await first).socket.destroy();
  await until(() => (world.edge.connections.open.h1 ?? 0) === 9);
  assert.equal(await served(from("192.0.2.7")), true, "a place is free again");
});

test("drain: the edge says that it goes away and goes on serving, new connections too; then it closes", async () => {
  await using world = await World.start();
  const keep = REQUEST.replace("close", "keep-alive");
  const open = await Visitor.connect(world.edge.port, keep);
  await until(() => open.statuses.length === 1);
  world.edge.drain();
  assert.equal((await world.admin("/readyz")).status, 503);
  open.send(keep);
  await until(() => open.ended !== "");
  assert.match(open.heard, /Connection: close/);
  const fresh = await Visitor.connect(world.edge.port, keep);
  await until(() => fresh.ended !== "");
  assert.deepEqual(fresh.statuses, ["200"]);
});
