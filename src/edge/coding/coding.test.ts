import assert from "node:assert/strict";
import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { test } from "node:test";
import { brotliDecompressSync, createGunzip, gunzipSync, gzipSync, zstdDecompressSync } from "node:zlib";
import { heldBytes } from "../testing/memory.ts";
import { type Got, type OriginHandler, SITE, until, World } from "../testing/world.ts";

const PAGE = `<!doctype html><title>Page</title>${"<p>The same words again and again, as pages have them.</p>".repeat(100)}`;
const HTML = { "Content-Type": "text/html; charset=utf-8" };
const KEPT = { ...HTML, "Cache-Control": "max-age=60" };
const MARKED = 'W/"v1~coded"';

/** An origin that always says the same. */
const says =
  (headers: Record<string, string | string[]>, body: string | Buffer = PAGE, status = 200): OriginHandler =>
  (_request, response) =>
    void response
      .writeHead(status, { "Content-Length": String(Buffer.byteLength(body)), ...headers })
      .end(body);

const taking = (acceptEncoding: string, headers: Record<string, string> = {}) => ({
  headers: { "Accept-Encoding": acceptEncoding, ...headers },
});

const decoded = ({ headers, body }: Got): string => {
  switch (headers["content-encoding"]) {
    case "zstd":
      return String(zstdDecompressSync(body));
    case "br":
      return String(brotliDecompressSync(body));
    case "gzip":
      return String(gunzipSync(body));
    default:
      return String(body);
  }
};

async function metricIs(world: World, name: string, value: number): Promise<void> {
  const deadline = performance.now() + 5000;
  while ((await world.metric(name)) !== value) {
    if (performance.now() > deadline) throw new Error(`${name} is never ${value}`);
  }
}

for (const [visitor, sent, coding] of [
  ["a browser", "gzip, deflate, br, zstd", "zstd"],
  ["an older browser", "gzip, deflate, br", "br"],
  ["a crawler", "gzip", "gzip"],
  ["one who prefers gzip", "br;q=0.5, gzip", "gzip"],
  ["one who takes none of ours", "deflate", undefined],
  ["one who forbids it", "identity", undefined],
] as const) {
  for (const [how, headers] of [
    ["kept", KEPT],
    ["not kept", { ...HTML, "Cache-Control": "no-store" }],
  ] as const) {
    test(`${visitor} gets a page that is ${how} in ${coding ?? "no coding"}, marked as varying`, async () => {
      await using world = await World.start(says(headers));
      for (let i = 0; i < 2; i++) {
        const got = await world.get("/a", taking(sent));
        assert.equal(got.headers["content-encoding"], coding);
        assert.equal(got.headers.vary, "Accept-Encoding");
        assert.equal(got.headers["accept-ranges"], coding && "none");
        assert.equal(decoded(got), PAGE);
        if (coding !== undefined) assert.ok(got.body.length < PAGE.length / 10);
        else assert.equal(got.headers["content-length"], String(PAGE.length));
      }
    });
  }
}

test("whoever says nothing gets it as it is, and the same kept answer serves all", async () => {
  await using world = await World.start(says(KEPT));
  const plain = await world.get("/a");
  assert.deepEqual([plain.headers["content-encoding"], plain.headers.vary], [undefined, "Accept-Encoding"]);
  const coded = await world.get("/a", taking("br"));
  assert.match(coded.headers["cache-status"] as string, /; hit/);
  assert.equal((await world.get("/a")).body.toString(), PAGE);
  assert.equal(world.asked.length, 1);
});

test("a kept page is coded once: for all who wait for it, and for all who come later", async () => {
  await using world = await World.start();
  const held: (() => void)[] = [];
  world.answer = (_request, response) => void held.push(() => response.writeHead(200, KEPT).end(PAGE));
  const all = Promise.all(Array.from({ length: 50 }, () => world.get("/a", taking("gzip, br"))));
  await world.inFlight(50);
  await until(() => held.length > 0);
  for (const release of held) release();
  for (const got of await all)
    assert.deepEqual([got.headers["content-encoding"], decoded(got)], ["br", PAGE]);
  await metricIs(world, "encoders", 0);
  const later = await world.get("/a", taking("br, gzip"));
  assert.equal(later.headers["content-length"], String(later.body.length));
  assert.equal(decoded(later), PAGE);
  assert.equal(await world.metric("encoders_started_total"), 1);
  assert.equal(await world.metric("coded_objects"), 1);
  assert.equal(world.asked.length, 1);
});

test("HEAD has the fields of GET, but the length, and makes no content", async () => {
  await using world = await World.start(says({ ...KEPT, ETag: '"v1"' }));
  const fieldsOf = ({ headers }: Got) => {
    const { "content-length": _length, "transfer-encoding": _coding, "cache-status": _, ...rest } = headers;
    return rest;
  };
  for (const target of ["/kept", "/passed"]) {
    if (target === "/kept") await world.get(target);
    const head = await world.get(target, { method: "HEAD", ...taking("gzip") });
    assert.equal(await world.metric("encoders_started_total"), target === "/kept" ? 0 : 1);
    const get = await world.get(target, taking("gzip"));
    assert.equal(get.headers["content-encoding"], "gzip");
    const { age: _age, ...expected } = fieldsOf(get);
    assert.deepEqual({ ...fieldsOf(head), age: undefined }, { ...expected, age: undefined });
    assert.notEqual(head.headers["content-length"], String(PAGE.length));
  }
});

for (const [why, headers, body] of [
  ["no-transform (RFC 9110 §7.7)", { ...KEPT, "Cache-Control": "max-age=60, no-transform" }, PAGE],
  ["a picture", { ...KEPT, "Content-Type": "image/png" }, PAGE],
  ["small", KEPT, "x".repeat(1023)],
  ["signed (RFC 9421)", { ...KEPT, Signature: "sig1=:AA==:" }, PAGE],
  ["without a type", { "Cache-Control": "max-age=60" }, PAGE],
] as const) {
  test(`left as it is, and not marked as varying: ${why}`, async () => {
    await using world = await World.start(
      says({ ...headers, ETag: '"v1"', "Content-Length": String(body.length) }, body),
    );
    for (let i = 0; i < 2; i++) {
      const got = await world.get("/a", taking("gzip, br, zstd"));
      assert.equal(got.headers["content-encoding"], undefined);
      assert.deepEqual([got.headers.vary, got.headers.etag], [undefined, '"v1"']);
      assert.deepEqual([String(got.body), got.headers["content-length"]], [body, String(body.length)]);
    }
  });
}

test("a visitor may forbid it (RFC 9111 §5.2.1.6), and so may a site", async () => {
  await using world = await World.start(says(KEPT));
  const forbidden = await world.get("/a", taking("br", { "Cache-Control": "no-transform" }));
  assert.deepEqual([forbidden.headers["content-encoding"], String(forbidden.body)], [undefined, PAGE]);
  const servers = [{ url: `http://127.0.0.1:${world.originPort}` }];
  world.serve({ ...SITE, origin: { servers }, cache: { compress: false } });
  const off = await world.get("/a", taking("br"));
  assert.deepEqual([off.headers["content-encoding"], off.headers.vary], [undefined, undefined]);
});

test("what the origin coded itself passes byte for byte, with its own tag and no word added", async () => {
  const bytes = Buffer.from("not even gzip");
  await using world = await World.start(
    says({ ...KEPT, "Content-Encoding": "gzip", ETag: '"v1-gzip"' }, bytes),
  );
  for (let i = 0; i < 2; i++) {
    const got = await world.get("/a", taking("gzip, br"));
    assert.deepEqual([got.headers["content-encoding"], got.body], ["gzip", bytes]);
    assert.deepEqual([got.headers.etag, got.headers.vary], ['"v1-gzip"', undefined]);
  }
});

test("an origin that codes and forgets to say that it varies: no coding reaches whoever did not ask for it", async () => {
  await using world = await World.start((request, response) => {
    const takes = request.headers["accept-encoding"]?.includes("gzip") === true;
    response.writeHead(200, takes ? { ...KEPT, "Content-Encoding": "gzip" } : KEPT);
    response.end(takes ? gzipSync(PAGE) : PAGE);
  });
  for (const headers of [{ "Accept-Encoding": "gzip" }, {}]) {
    const got = await world.get("/a", { headers });
    assert.equal(decoded(got), PAGE);
    assert.equal(got.headers["content-encoding"], headers["Accept-Encoding"]);
  }
});

test("an origin that varies on Accept-Encoding sees few values, and all spellings share a variant (RFC 9111 §4.1)", async () => {
  await using world = await World.start((request, response) => {
    const seen = String(request.headers["accept-encoding"]);
    response.writeHead(200, { ...KEPT, Vary: "Accept-Encoding, Cookie", "X-Seen": seen }).end(PAGE);
  });
  for (const sent of [
    "gzip, deflate, br",
    "br;q=1.0, gzip;q=0.8",
    "BR,GZIP",
    "deflate, gzip, br, compress",
  ]) {
    const got = await world.get("/a", taking(sent));
    assert.deepEqual([got.headers["x-seen"], got.headers.vary], ["br, gzip", "Accept-Encoding, Cookie"]);
  }
  assert.equal(world.asked.length, 1);
  assert.equal((await world.get("/a", taking("deflate"))).headers["x-seen"], "identity");
  assert.equal((await world.get("/a")).headers["x-seen"], "undefined");
  assert.equal(world.asked.length, 3);
});

test("each form has its tag, and each is not modified for the one who holds it (RFC 9110 §8.8.3.3)", async () => {
  await using world = await World.start((request, response) => {
    const held = request.headers["if-none-match"];
    response.writeHead(held === '"v1"' ? 304 : 200, { ...KEPT, ETag: '"v1"' });
    response.end(held === '"v1"' ? undefined : PAGE);
  });
  assert.equal((await world.get("/a", taking("gzip"))).headers.etag, MARKED);
  assert.equal((await world.get("/a")).headers.etag, '"v1"');
  for (let round = 1; round <= 2; round++) {
    for (const tag of [MARKED, '"v1"', `"v0", ${MARKED}`]) {
      const got = await world.get("/a", taking("gzip", { "If-None-Match": tag }));
      assert.deepEqual([got.status, got.headers.vary], [304, "Accept-Encoding"]);
      assert.equal(got.headers.etag, tag.includes("W/") ? MARKED : '"v1"');
      assert.equal(got.headers["content-encoding"], undefined);
    }
    assert.equal((await world.get("/a", taking("gzip", { "If-None-Match": 'W/"v2~coded"' }))).status, 200);
    assert.equal(world.asked.length, round);
    world.clock.advance(61_000); // the next one is validated with the origin, by the origin's own tag
  }
  assert.equal(world.asked[1]!.headers["if-none-match"], '"v1"');
  assert.equal(await world.metric("encoders_started_total"), 1, "what was validated is not coded anew");
});

test("an origin that is asked each time sees its own tags: If-None-Match, and If-Match, which compares strongly", async () => {
  await using world = await World.start((request, response) => {
    const { "if-none-match": noneMatch, "if-match": match } = request.headers;
    if (request.method === "PUT") response.writeHead(match === '"v1"' ? 204 : 412).end();
    else if (noneMatch === '"v1"') response.writeHead(304, { ETag: '"v1"' }).end();
    else response.writeHead(200, { ...HTML, "Cache-Control": "private", ETag: '"v1"' }).end(PAGE);
  });
  const tag = (await world.get("/doc", taking("gzip"))).headers.etag!;
  assert.equal(tag, MARKED);
  const again = await world.get("/doc", taking("gzip", { "If-None-Match": tag }));
  assert.deepEqual([again.status, again.headers.etag, again.headers.vary], [304, MARKED, "Accept-Encoding"]);
  assert.equal(
    (await world.get("/doc", { method: "PUT", body: "x", headers: { "If-Match": tag } })).status,
    204,
  );
  const other = { method: "PUT", body: "x", headers: { "If-Match": 'W/"v2~coded"' } };
  assert.equal((await world.get("/doc", other)).status, 412);
});

test("a tag that is none cannot be made weak, so the coded form has none; a weak one is good for both", async () => {
  for (const [sent, coded] of [
    ["v1", undefined],
    ['W/"v1"', 'W/"v1"'],
  ] as const) {
    await using world = await World.start(says({ ...KEPT, ETag: sent }));
    assert.equal((await world.get("/a", taking("br"))).headers.etag, coded);
    assert.equal((await world.get("/a")).headers.etag, sent);
  }
});

test("a range counts the bytes of the origin's form, and a coded form is no part of it", async () => {
  await using world = await World.start(says({ ...KEPT, ETag: '"v1"', "Accept-Ranges": "bytes" }));
  assert.equal((await world.get("/a", taking("br"))).headers["accept-ranges"], "none");
  assert.equal((await world.get("/a")).headers["accept-ranges"], "bytes");
  const range = { Range: "bytes=0-9" };
  const part = await world.get("/a", taking("br", range));
  assert.equal(part.headers["content-encoding"], undefined);
  assert.equal(String(part.body), part.status === 206 ? PAGE.slice(0, 10) : PAGE);
  assert.deepEqual([part.headers.etag, part.headers.vary], ['"v1"', "Accept-Encoding"]);
  const resumed = await world.get("/a", taking("br", { ...range, "If-Range": MARKED }));
  assert.deepEqual(
    [resumed.status, resumed.headers["content-encoding"], String(resumed.body)],
    [200, undefined, PAGE],
  );
});

test("a page made for one signed-in visitor is left to its origin (BREACH); what is kept for all is coded for all", async () => {
  await using world = await World.start();
  const signedIn = { Cookie: "session=0123456789abcdef" };
  const codingOf = async (target: string, headers = {}) =>
    (await world.get(target, taking("gzip", headers))).headers["content-encoding"];
  world.answer = says({ ...HTML, "Cache-Control": "private" });
  assert.equal(await codingOf("/mine", signedIn), undefined);
  assert.equal(await codingOf("/mine", { Authorization: "Basic eDp5" }), undefined);
  assert.equal(await codingOf("/mine"), "gzip");
  world.answer = says({ ...HTML, "Cache-Control": "private", "Set-Cookie": "session=1" });
  assert.equal(await codingOf("/login"), undefined);
  world.answer = says(KEPT);
  assert.equal(await codingOf("/kept", signedIn), "gzip");
  world.answer = says({ ...KEPT, Vary: "Cookie" });
  assert.equal(await codingOf("/kept-for-each", signedIn), undefined);
});

test("a purge, and a measure, put the coded form out of reach with the page that it was made of", async () => {
  await using world = await World.start((_request, response) => {
    response.writeHead(200, KEPT).end(PAGE.replace("Page", `Round ${world.asked.length}`));
  });
  const round = async () => /Round \d/.exec(decoded(await world.get("/a", taking("gzip"))))?.[0];
  assert.deepEqual([await round(), await round()], ["Round 1", "Round 1"]);
  world.edge.purge({ by: "url", site: SITE.id, path: "/a" });
  assert.deepEqual([await round(), await round()], ["Round 2", "Round 2"]);
  const refusal = world.enforce("refuse", "url", "/a");
  const refused = await world.get("/a", taking("gzip"));
  assert.deepEqual([refused.status, refused.headers["content-encoding"]], [403, undefined]);
  await metricIs(world, "cache_objects", 0);
  world.lift(refusal);
  assert.equal(await round(), "Round 3");
});

test("with too many encoders at work pages are sent as they are", async () => {
  await using world = await World.start(says(KEPT), { maxEncoders: 0 });
  const got = await world.get("/a", taking("gzip"));
  assert.deepEqual([got.headers["content-encoding"], got.headers.vary], [undefined, "Accept-Encoding"]);
  assert.deepEqual([String(got.body), got.headers["content-length"]], [PAGE, String(PAGE.length)]);
  assert.equal(await world.metric("coding_spared_total"), 1);
});

test("a page that breaks off at the origin breaks off for the visitor, coded or not, and leaves nothing", async () => {
  await using world = await World.start((_request, response) => {
    response.writeHead(200, { ...KEPT, "Content-Length": "100000" });
    response.write(PAGE);
    setImmediate(() => response.socket!.destroy());
  });
  await assert.rejects(world.get("/torn", taking("gzip")), /aborted|hang up|ECONNRESET/);
  await metricIs(world, "encoders", 0);
  assert.equal(await world.metric("coded_objects"), 0);
});

/** Asks, and resolves with the head of the answer; its body is for the test to read, or not. */
async function visit(world: World, path: string): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = { Host: SITE.hostnames[0]!, "Accept-Encoding": "gzip" };
  httpRequest({ port: world.edge.port, path, headers, agent: false })
    .on("response", resolve)
    .on("error", reject)
    .end();
  const incoming = await promise;
  incoming.on("error", () => {}); // the test destroys it
  assert.equal(incoming.headers["content-encoding"], "gzip");
  return incoming;
}

test("what a slow origin has written reaches the visitor, although more is to come", async () => {
  let origin: ServerResponse | undefined;
  for (const headers of [KEPT, { ...HTML, "Cache-Control": "no-store" }]) {
    await using world = await World.start((_request, response) => {
      origin = response;
      response.writeHead(200, headers);
      response.write("first words");
    });
    let text = "";
    const visitor = await visit(world, "/slow");
    visitor.pipe(createGunzip()).on("data", (chunk: Buffer) => {
      text += chunk;
    });
    await until(() => text === "first words");
    origin!.write(", and more");
    await until(() => text === "first words, and more");
    visitor.destroy();
  }
});

test("a visitor who goes away in the middle frees the encoder and the origin", async () => {
  let request: IncomingMessage | undefined;
  await using world = await World.start((incoming, response) => {
    request = incoming;
    response.writeHead(200, { ...HTML, "Cache-Control": "no-store" });
    response.write(PAGE);
  });
  const visitor = await visit(world, "/endless");
  assert.equal(await world.metric("encoders"), 1);
  visitor.destroy();
  await metricIs(world, "encoders", 0);
  await until(() => request!.socket.destroyed);
});

const MIB = 1024 * 1024;

test("a stream of 50 MiB passes coded with little memory, kept or not, at the visitor's pace", async () => {
  // Random, and longer than any window of ours: what is coded is as long as what came.
  const noise = crypto.getRandomValues(new Uint8Array(65_536));
  const pool = Buffer.concat(
    Array.from({ length: 16 }, (_, i) => Buffer.from(noise.map((byte) => byte ^ (i * 17)))),
  );
  for (const control of ["no-store", "max-age=60"]) {
    let poured = 0;
    await using world = await World.start((_request, response) => {
      response.writeHead(200, { "Content-Type": "text/plain", "Cache-Control": control });
      const more = (): void => {
        while (poured < 50 * MIB) {
          poured += pool.length;
          if (!response.write(pool)) return void response.once("drain", more);
        }
        response.end();
      };
      more();
    });
    const before = heldBytes();
    let peak = 0;
    let bytes = 0;
    const visitor = await visit(world, "/large");
    await until(() => poured > 0);
    let last = -1;
    while (last !== poured) {
      last = poured;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    if (control === "no-store") assert.ok(poured < 20 * MIB, `${poured / MIB} MiB although nothing was read`);
    for await (const chunk of visitor) {
      if (Math.floor(bytes / (5 * MIB)) < Math.floor((bytes + chunk.length) / (5 * MIB)))
        peak = Math.max(peak, heldBytes() - before);
      bytes += chunk.length;
    }
    assert.ok(bytes > 40 * MIB, `${bytes}`);
    // Of a body of unknown length 8 MiB are kept before it proves too large; a piece may hold a buffer of twice its size.
    assert.ok(peak < 36 * MIB, `peak of ${Math.round(peak / MIB)} MiB`);
    await metricIs(world, "encoders", 0);
    assert.equal(await world.metric("coded_objects"), 0);
  }
});
