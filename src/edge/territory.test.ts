import assert from "node:assert/strict";
import { mkdtempDisposable, rename, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { silentLog } from "../lib/log.ts";
import { CountryFile } from "./measures/country-file.ts";
import { until, World } from "./testing/world.ts";

const TABLE = "192.0.2.0/24,FR\n198.51.100.0/24,CA\n2001:db8::/32,FR\n";

/** An edge behind a proxy, whose table of countries says what the tests' visitors are. */
async function behindProxy() {
  const folder = await mkdtempDisposable(join(tmpdir(), "rempart-countries-"));
  const path = join(folder.path, "countries.csv");
  await writeFile(path, TABLE);
  const countries = await CountryFile.open(path, silentLog);
  const world = await World.start(
    (_request, response) => void response.writeHead(200, { "Cache-Control": "max-age=60" }).end("hello"),
    { countries, proxyProtocol: ["127.0.0.1"] },
  );
  return {
    ...{ world, countries, path },
    /** What somebody at that address gets. */
    status: async (address: string, target = "/a", fields = "") => {
      const answer = await world.raw(
        `${proxyLine(address)}GET ${target} HTTP/1.1\r\nHost: perchoir.example\r\n${fields}Connection: close\r\n\r\n`,
      );
      return Number(answer.slice(9, 12));
    },
    [Symbol.asyncDispose]: async () => {
      countries.close();
      await world[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const proxyLine = (address: string): string =>
  address.includes(":") ? `PROXY TCP6 ${address} ::1 1 80\r\n` : `PROXY TCP4 ${address} 127.0.0.1 1 80\r\n`;

const FRANCE = { territory: ["FR"] };

test("a measure with a territory refuses visitors inside, copies or not, and nobody whose country is unknown", async () => {
  await using edge = await behindProxy();
  const { world, status } = edge;
  assert.equal(await status("198.51.100.1"), 200);
  world.enforce("legal-refuse", "url", "/a", FRANCE);
  for (const inside of ["192.0.2.1", "2001:db8::7"]) assert.equal(await status(inside), 451, inside);
  for (const outside of ["198.51.100.1", "203.0.113.1", "::1"])
    assert.equal(await status(outside), 200, outside);
  assert.equal(await status("192.0.2.1", "/b"), 200);
  assert.equal(world.asked.length, 2, "the copy of /a stays for those outside");
});

test("no field of a request moves its visitor", async () => {
  await using edge = await behindProxy();
  edge.world.enforce("refuse", "url", "/a", FRANCE);
  for (const field of ["X-Forwarded-For", "X-Real-IP", "True-Client-IP", "CF-IPCountry"])
    assert.equal(await edge.status("192.0.2.1", "/a", `${field}: 198.51.100.1\r\n`), 403, field);
  assert.equal(await edge.status("198.51.100.1", "/a", "X-Forwarded-For: 192.0.2.1\r\n"), 200);
});

test("milder verbs hold in their territory only", async () => {
  await using edge = await behindProxy();
  edge.world.enforce("interstitial", "url", "/a", FRANCE);
  assert.deepEqual([await edge.status("192.0.2.1"), await edge.status("198.51.100.1")], [403, 200]);
});

test("a new measure cuts who is inside and leaves the others", async () => {
  await using edge = await behindProxy();
  const { world } = edge;
  world.answer = (_request, response) => void response.write("begun");
  const streams = ["192.0.2.1", "198.51.100.1"].map((address) => {
    const socket = connect(world.edge.port, "127.0.0.1");
    const stream = { text: "", over: false, socket };
    socket.on("data", (chunk) => {
      stream.text += chunk;
    });
    socket
      .on("error", () => {})
      .on("close", () => {
        stream.over = true;
      });
    socket.write(`${proxyLine(address)}GET /a HTTP/1.1\r\nHost: perchoir.example\r\n\r\n`);
    return stream;
  });
  await until(() => streams.every(({ text }) => text.includes("begun")));
  world.enforce("refuse", "url", "/a", FRANCE);
  await until(() => streams[0]!.over);
  assert.equal(streams[1]!.over, false);
  assert.equal(await world.metric("cut_total"), 1);
  for (const { socket } of streams) socket.destroy();
});

test("a new table holds for the next request; a broken one changes nothing", async () => {
  await using edge = await behindProxy();
  const { world, status, countries, path } = edge;
  world.enforce("refuse", "url", "/a", FRANCE);
  assert.equal(await status("203.0.113.1"), 200);
  await writeFile(`${path}.new`, `${TABLE.replace("2001", "203.0.113.0/24,FR\n2001")}`);
  await rename(`${path}.new`, path);
  await countries.scan();
  assert.equal(await status("203.0.113.1"), 403);
  await writeFile(path, "what is this");
  await countries.scan();
  assert.equal(await status("203.0.113.1"), 403);
});

test("without a table no measure with a territory refuses anybody", async () => {
  await using world = await World.start();
  world.enforce("refuse", "url", "/a", FRANCE);
  assert.equal((await world.get("/a")).status, 200);
});

test("a table that is not there, or is none, keeps an edge from starting", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "rempart-countries-"));
  const path = join(folder.path, "countries.csv");
  await assert.rejects(CountryFile.open(path, silentLog), /ENOENT/);
  await writeFile(path, "192.0.2.0,FR\n");
  await assert.rejects(CountryFile.open(path, silentLog), /line 1/);
});
