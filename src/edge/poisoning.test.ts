import assert from "node:assert/strict";
import { test } from "node:test";
import { type Asked, World } from "./testing/world.ts";

/**
 * An origin as gullible as they come: it builds its page from whatever the request says, and lets everybody keep it. What
 * one visitor can make it say must never reach another.
 */
async function gullible(): Promise<World> {
  return World.start((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { host: _host, connection: _connection, ...said } = request.headers;
      const page = { method: request.method, url: request.url, said, body: String(Buffer.concat(chunks)) };
      response.writeHead(200, { "Cache-Control": "max-age=60" }).end(JSON.stringify(page));
    });
  });
}

/** What the second visitor of a plain page gets after somebody asked for it in a special way. */
async function afterwards(special: Asked & { readonly target?: string }, target = "/a"): Promise<string> {
  await using world = await gullible();
  await world.get(special.target ?? target, special);
  return String((await world.get(target)).body);
}

const UNKEYED: readonly string[] = [
  "X-Forwarded-Host",
  "X-Forwarded-Proto",
  "X-Forwarded-Scheme",
  "X-Forwarded-Port",
  "X-Forwarded-For",
  "X-Forwarded-Prefix",
  "X-Forwarded-Server",
  "Forwarded",
  "X-Host",
  "X-Original-URL",
  "X-Original-Host",
  "X-Rewrite-URL",
  "X-HTTP-Method-Override",
  "X-HTTP-Method",
  "X-Method-Override",
  "X_Forwarded_Host",
];
for (const name of UNKEYED) {
  test(`poisoning: ${name} reaches no origin, so it is in nobody's page`, async () => {
    assert.doesNotMatch(await afterwards({ headers: { [name]: "evil.example" } }), /evil/);
  });
}

test("a GET with a body is for the one who sent it: neither kept nor answered from the store (fat GET)", async () => {
  await using world = await gullible();
  const fat = { body: "evil=1" };
  assert.match(String((await world.get("/a", fat)).body), /evil=1/);
  assert.doesNotMatch(String((await world.get("/a")).body), /evil/);
  const again = await world.get("/a", fat);
  assert.match(String(again.body), /evil=1/);
  assert.equal(again.headers["cache-status"], "edge-1; fwd=bypass");
});

test("another method is never answered from a page, nor kept as one", async () => {
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"]) {
    await using world = await gullible();
    await world.get("/a", { method });
    assert.match(String((await world.get("/a")).body), /"method":"GET"/);
    assert.match(String((await world.get("/a", { method })).body), new RegExp(`"method":"${method}"`));
  }
});

test("the key is the URL as it was sent: order, case, encoding and repetition of a query count", async () => {
  await using world = await gullible();
  const targets = [
    "/a?x=1&y=2",
    "/a?y=2&x=1",
    "/a?X=1&y=2",
    "/a?x=1&y=2&y=2",
    "/a?x=%31&y=2",
    "/a?x=1;y=2",
    "/a?",
    "/a",
  ];
  for (const target of targets) await world.get(target);
  for (const target of targets) {
    const got = await world.get(target);
    assert.equal(JSON.parse(String(got.body)).url, target);
    assert.match(got.headers["cache-status"] as string, /^edge-1; hit/);
  }
  assert.equal(world.asked.length, targets.length);
});

test("so do spellings of a path: what an origin makes of each is its own page", async () => {
  await using world = await gullible();
  const targets = ["/a", "/%61", "/a/", "//a", "/x/../a", "/a;v=1", "/a%2Fb", "/a/b"];
  for (const target of targets) await world.get(target);
  for (const target of targets) assert.equal(JSON.parse(String((await world.get(target)).body)).url, target);
});

test("Host without case is one host; a port that somebody made up is kept apart", async () => {
  await using world = await World.start((request, response) => {
    response.writeHead(200, { "Cache-Control": "max-age=60" }).end(`link to ${request.headers.host}`);
  });
  const odd = await world.get("/a", { host: "perchoir.example:1337" });
  assert.equal(String(odd.body), "link to perchoir.example:1337");
  assert.equal(String((await world.get("/a")).body), "link to perchoir.example");
  const cased = await world.get("/a", { host: "Perchoir.EXAMPLE" });
  assert.deepEqual(
    [String(cased.body), cased.headers["cache-status"]],
    ["link to perchoir.example", "edge-1; hit; ttl=60"],
  );
});

test("two Host fields, or an absolute target for another site, get no page at all", async () => {
  await using world = await gullible();
  const twice = await world.raw(
    "GET /a HTTP/1.1\r\nHost: perchoir.example\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
  );
  assert.match(twice, /^HTTP\/1\.1 400/);
  const absolute = await world.raw(
    "GET http://evil.example/a HTTP/1.1\r\nHost: perchoir.example\r\nConnection: close\r\n\r\n",
  );
  assert.match(absolute, /^HTTP\/1\.1 4\d\d/);
  assert.equal(world.asked.length, 0);
});

test("fields sent twice are one value for Vary, and cannot borrow another visitor's variant", async () => {
  await using world = await World.start((request, response) => {
    const role = request.headers["x-role"] ?? "nobody";
    response.writeHead(200, { "Cache-Control": "max-age=60", Vary: "X-Role" }).end(`page of ${role}`);
  });
  await world.get("/a", { headers: ["X-Role", "guest", "X-Role", "admin"] });
  assert.equal(String((await world.get("/a", { headers: { "X-Role": "guest" } })).body), "page of guest");
  assert.equal(String((await world.get("/a", { headers: { "X-Role": "admin" } })).body), "page of admin");
  assert.equal(String((await world.get("/a")).body), "page of nobody");
});

test("a field that Connection names is gone before it can select or be seen (hop-by-hop abuse)", async () => {
  await using world = await World.start((request, response) => {
    const language = request.headers["accept-language"] ?? "none";
    response.writeHead(200, { "Cache-Control": "max-age=60", Vary: "Accept-Language" }).end(language);
  });
  const headers = { "Accept-Language": "fr", Connection: "close, Accept-Language" };
  assert.equal(String((await world.get("/a", { headers })).body), "none");
  assert.equal(String((await world.get("/a", { headers: { "Accept-Language": "fr" } })).body), "fr");
});

/*
 * Deception: somebody has a victim ask for a private page under a name that looks like a file. What decides is what the
 * origin says of the answer, never how its URL ends.
 */
const SUFFIXES = [
  "/account",
  "/account/x.css",
  "/account;x.js",
  "/account%2Fx.png",
  "/account?x.jpg",
  "/account%00.ico",
];
for (const target of SUFFIXES) {
  test(`deception: ${target} is no file because it looks like one`, async () => {
    for (const fields of [{}, { "Cache-Control": "private, max-age=60" }, { "Cache-Control": "no-store" }]) {
      await using world = await World.start((request, response) => {
        response
          .writeHead(200, { "Content-Type": "text/html", ...fields })
          .end(`account of ${request.headers.cookie}`);
      });
      await world.get(target, { headers: { Cookie: "sid=victim" } });
      const got = await world.get(target, { headers: { Cookie: "sid=thief" } });
      assert.equal(String(got.body), "account of sid=thief");
    }
  });
}

test("deception: a page with a modification date is not shared by guess if cookies went into it", async () => {
  await using world = await World.start((request, response) => {
    response
      .writeHead(200, { "Last-Modified": "Sun, 01 Nov 2026 00:00:00 GMT" })
      .end(`account of ${request.headers.cookie}`);
  });
  await world.get("/account", { headers: { Cookie: "sid=victim" } });
  assert.equal(String((await world.get("/account")).body), "account of undefined");
});

test("credentials, and cookies that come with a page, are for one visitor (RFC 9111 §3.5, §7.3)", async () => {
  await using world = await World.start((request, response) => {
    const fields = {
      "Cache-Control": "max-age=60",
      ...(request.url === "/login" ? { "Set-Cookie": "sid=1" } : {}),
    };
    response.writeHead(200, fields).end(`page of ${request.headers.authorization ?? "nobody"}`);
  });
  await world.get("/a", { headers: { Authorization: "Bearer victim" } });
  assert.equal(String((await world.get("/a")).body), "page of nobody");
  assert.deepEqual((await world.get("/login")).headers["set-cookie"], ["sid=1"]);
  assert.match(
    (await world.get("/login")).headers["cache-status"] as string,
    /fwd=/,
    "asked anew, a cookie of its own",
  );
});

test("an error that one visitor provoked is not what the next one gets", async () => {
  await using world = await World.start((request, response) => {
    const bad = request.headers["x-oversized"] !== undefined;
    response
      .writeHead(bad ? 400 : 200, bad ? {} : { "Cache-Control": "max-age=60" })
      .end(bad ? "bad" : "good");
  });
  assert.equal((await world.get("/a", { headers: { "X-Oversized": "x" } })).status, 400);
  assert.equal(String((await world.get("/a")).body), "good");
});
