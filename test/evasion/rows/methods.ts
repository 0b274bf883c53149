import { EVERY, Family, PAGES, request, targetOf } from "../row.ts";
import type { Aim } from "../stage/sites.ts";

const POSTED = { method: "POST", fields: ["Content-Length: 1"], body: "x" } as const;
const WITH_BODY: readonly string[] = ["POST", "PUT", "PATCH", "DELETE", "PROPFIND", "REPORT"];

/** A refusal is of the page, whatever is to be done with it. */
export const methods = new Family("methods", { on: [...PAGES, "legal", "host", "site", "account"] });
for (const method of ["HEAD", "OPTIONS", "DELETE", "QUERY", "PROPFIND", "M-SEARCH"])
  methods.ask(method, { method });
for (const method of WITH_BODY) methods.ask(`${method} with a body`, { ...POSTED, method });
methods
  .ask("get in lower case", { method: "get" }, { expected: "malformed" })
  .ask("a method that nobody has", { method: "X" }, { expected: "malformed" })
  .ask("POST, chunked", {
    method: "POST",
    fields: ["Transfer-Encoding: chunked"],
    body: "1\r\nx\r\n0\r\n\r\n",
  })
  .ask("GET with a body", { fields: ["Content-Length: 1"], body: "x" })
  .ask("POST that waits for 100", { ...POSTED, fields: ["Content-Length: 1", "Expect: 100-continue"] })
  .ask("POST to another method by header", {
    ...POSTED,
    fields: ["Content-Length: 1", "X-HTTP-Method-Override: GET"],
  })
  .ask("GET to another method by header", { fields: ["X-HTTP-Method: POST", "X-Method-Override: POST"] })
  .ask("another method by body", {
    method: "POST",
    fields: ["Content-Type: application/x-www-form-urlencoded", "Content-Length: 11"],
    body: "_method=GET",
  })
  .add("another method by query", (aim) => ({
    bytes: request(`${targetOf(aim)}${aim.query === "" ? "?" : "&"}_method=POST`, {
      host: aim.host,
      method: "POST",
    }),
  }))
  .ask("CONNECT to the page", { method: "CONNECT" }, { expected: "malformed" })
  .add(
    "CONNECT to the host",
    ({ host }) => ({ bytes: request(`${host}:443`, { host, method: "CONNECT" }) }),
    {
      expected: "malformed",
    },
  )
  .ask("TRACE", { method: "TRACE" }, { expected: "malformed" })
  .ask("PURGE", { method: "PURGE" }, { expected: "malformed" })
  .add("OPTIONS *", ({ host }) => ({ bytes: request("*", { host, method: "OPTIONS" }) }), {
    expected: "malformed",
  })
  .add("GET *", ({ host }) => ({ bytes: request("*", { host }) }), { expected: "malformed" });

const field = (line: string) => ({ fields: [line] });
const said = (line: (aim: Aim) => string) => (aim: Aim) => ({ fields: [line(aim)] });

/** Parts, conditions and upgrades are of the page too. */
export const conditions = new Family("ranges and conditions", {
  on: [...PAGES, "legal", "host", "site", "account"],
})
  .ask("one range", field("Range: bytes=0-3"))
  .ask("one byte", field("Range: bytes=0-0"))
  .ask("the last bytes", field("Range: bytes=-5"))
  .ask("several ranges", field("Range: bytes=0-0,2-2,4-"))
  .ask("a range of another unit", field("Range: lines=0-1"))
  .ask("a range if unchanged", { fields: ["Range: bytes=0-3", 'If-Range: "x"'] })
  .ask("a range if unchanged since", {
    fields: ["Range: bytes=0-3", "If-Range: Tue, 01 Dec 2026 00:00:00 GMT"],
  })
  .ask("if changed", field('If-None-Match: "x"'))
  .ask("if there is none", field("If-None-Match: *"))
  .ask("if there is one", field("If-Match: *"))
  .ask("if modified since", field("If-Modified-Since: Tue, 01 Dec 2026 00:00:00 GMT"))
  .ask("if unmodified since", field("If-Unmodified-Since: Tue, 01 Dec 2026 00:00:00 GMT"))
  .ask("only if cached", field("Cache-Control: only-if-cached"))
  .ask("not from the cache", field("Cache-Control: no-cache"))
  .ask("however stale", field("Cache-Control: max-stale=99999"))
  .ask("with credentials", field("Authorization: Basic eDp5"))
  .ask("with a cookie", field("Cookie: session=1"))
  .ask("a forged pass for an interstitial", field("Cookie: rempart-seen-9=9999999999.AAAA"), {
    on: [...PAGES, "interstitial"],
  })
  .ask("WebSocket", {
    fields: [
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ],
  })
  .ask("WebSocket beside keep-alive", {
    fields: [
      "Connection: keep-alive, Upgrade",
      "Upgrade: WebSocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ],
  })
  .ask("h2c", {
    fields: ["Connection: Upgrade, HTTP2-Settings, close", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk"],
  })
  .ask("an event stream", field("Accept: text/event-stream"))
  .ask("as a prefetch", field("Sec-Purpose: prefetch"))
  .ask("compressed", field("Accept-Encoding: gzip, br, zstd")).rows;

/** What other software takes a path, a host or a visitor from. */
export const overrides = new Family("fields that say otherwise", { on: EVERY })
  .ask("X-Original-URL", field("X-Original-URL: /"))
  .ask("X-Rewrite-URL", field("X-Rewrite-URL: /"))
  .ask("X-Forwarded-Host", field("X-Forwarded-Host: autre.example"))
  .ask("X-Host", field("X-Host: autre.example"))
  .ask("X-Forwarded-Server", field("X-Forwarded-Server: autre.example"))
  .ask("X-Forwarded-Path", field("X-Forwarded-Path: /"))
  .ask("X-Forwarded-Uri", field("X-Forwarded-Uri: /"))
  .ask("X-Forwarded-Prefix", field("X-Forwarded-Prefix: /autre"))
  .ask("X-Accel-Redirect", field("X-Accel-Redirect: /"))
  .ask("X-Forwarded-Proto", field("X-Forwarded-Proto: https"))
  .ask("X-Forwarded-Port", field("X-Forwarded-Port: 8443"))
  .ask("Forwarded", field("Forwarded: host=autre.example;proto=https"))
  .ask("X-Forwarded-For", field("X-Forwarded-For: 127.0.0.1"))
  .ask("True-Client-IP", field("True-Client-IP: 127.0.0.1"))
  .ask("Referer and Origin", {
    fields: ["Referer: http://perchoir.example/", "Origin: http://perchoir.example"],
  })
  .ask("Via", field("Via: 1.1 cache.example"))
  .ask("Max-Forwards", field("Max-Forwards: 0"))
  .ask("Connection names Host", field("Connection: close, Host"))
  .ask("Connection names X-Forwarded-For", field("Connection: close, X-Forwarded-For, X-Real-IP"))
  .ask("Connection names Content-Length", field("Connection: close, Content-Length"))
  .ask("keep-alive with a list", {
    fields: ["Connection: close, keep-alive", "Keep-Alive: timeout=5, max=9"],
  })
  .ask("Proxy-Connection", field("Proxy-Connection: keep-alive"))
  .ask("TE", { fields: ["Connection: close, TE", "TE: trailers"] })
  // The other way round: the page is named by a field, the target is another page.
  .add(
    "the page in X-Original-URL",
    (aim) => ({
      bytes: request("/salon/ouvert", {
        host: aim.host,
        ...said(() => `X-Original-URL: ${targetOf(aim)}`)(aim),
      }),
    }),
    { on: PAGES, expected: "served" },
  ).rows;

/** Where one message ends and the next begins (RFC 9112 §6, §11.2). */
const asks = (aim: Aim, more = false): string => request(targetOf(aim), { host: aim.host, more });
const open = (aim: Aim): string => request("/salon/ouvert", { host: aim.host, more: true });

export const framing = new Family("framing", { on: PAGES })
  .add("the second of a pipeline", (aim) => ({ bytes: open(aim) + asks(aim) }), { besides: 1 })
  .add("the third of a pipeline", (aim) => ({ bytes: open(aim) + open(aim) + asks(aim) }), { besides: 2 })
  .add("behind a refusal", (aim) => ({ bytes: asks(aim, true) + asks(aim) }))
  .add(
    "behind a body",
    (aim) => ({
      bytes: `${request("/salon/ouvert", { host: aim.host, ...POSTED, more: true })}${asks(aim)}`,
    }),
    { besides: 1 },
  )
  .add(
    "behind a chunked body",
    (aim) => ({
      bytes: `${request("/salon/ouvert", {
        ...{ host: aim.host, method: "POST", more: true, fields: ["Transfer-Encoding: chunked"] },
        body: "1;x=y\r\nx\r\n0\r\nX-Trailer: /\r\n\r\n",
      })}${asks(aim)}`,
    }),
    { besides: 1 },
  )
  .add(
    "behind a body that waits for 100",
    (aim) => ({
      bytes: `${request("/salon/ouvert", {
        ...{ host: aim.host, method: "POST", more: true, body: "x" },
        fields: ["Content-Length: 1", "Expect: 100-continue"],
      })}${asks(aim)}`,
    }),
    { besides: 1 },
  )
  .add(
    "behind the end of a HEAD",
    (aim) => ({
      bytes: request("/salon/ouvert", { host: aim.host, method: "HEAD", more: true }) + asks(aim),
    }),
    { besides: 1 },
  );

const hidden = (name: string, fields: readonly string[], body: (page: string) => string): void =>
  void framing.add(
    name,
    (aim) => ({
      bytes: request("/salon/ouvert", {
        host: aim.host,
        method: "POST",
        fields,
        body: body(asks(aim)),
        more: true,
      }),
    }),
    { expected: "malformed" },
  );
const CHUNKED = "Transfer-Encoding: chunked";
hidden("a length and chunks", ["Content-Length: 5", CHUNKED], (page) => `0\r\n\r\n${page}`);
hidden("chunks and a length", [CHUNKED, "Content-Length: 5"], (page) => `0\r\n\r\n${page}`);
hidden("two lengths", ["Content-Length: 0", "Content-Length: 500"], (page) => page);
hidden("two lengths in one", ["Content-Length: 0, 500"], (page) => page);
hidden("a length with a sign", ["Content-Length: +0"], (page) => page);
hidden("a length in hex", ["Content-Length: 0x0"], (page) => page);
hidden("chunked, in a second coding", ["Transfer-Encoding: chunked, identity"], (page) => `0\r\n\r\n${page}`);
hidden("chunked, said twice", [CHUNKED, CHUNKED], (page) => `0\r\n\r\n${page}`);
hidden("chunked behind a vertical tab", ["Transfer-Encoding: \x0bchunked"], (page) => `0\r\n\r\n${page}`);
hidden(
  "chunked with a space before the colon",
  ["Transfer-Encoding : chunked"],
  (page) => `0\r\n\r\n${page}`,
);
hidden("another coding", ["Transfer-Encoding: gzip, chunked"], (page) => `0\r\n\r\n${page}`);
hidden("a bare CR between fields", [`X: 1\r${CHUNKED}`], (page) => `0\r\n\r\n${page}`);
hidden("a NUL in a value", ["X: 1\0", "Content-Length: 0"], (page) => page);
hidden("a folded line", ["X: 1", ` ${CHUNKED}`], (page) => `0\r\n\r\n${page}`);
framing
  .ask(
    "HTTP/1.0 with chunks",
    { version: "1.0", method: "POST", fields: [CHUNKED], body: "0\r\n\r\n" },
    {
      expected: "malformed",
    },
  )
  .ask("a field without a colon", { fields: ["X-Broken"] }, { expected: "malformed" })
  .ask(
    "more fields than anybody sends",
    { fields: Array.from({ length: 300 }, (_, i) => `X-${i}: 1`) },
    {
      expected: "malformed",
    },
  )
  .add(
    "a target that is too long",
    ({ host, path }) => ({ bytes: request(`${path}?${"x".repeat(9000)}`, { host }) }),
    {
      expected: "malformed",
    },
  )
  .add(
    "the page within another's body",
    (aim) => ({
      bytes: request("/salon/ouvert", {
        ...{ host: aim.host, method: "POST", more: true, body: asks(aim) },
        fields: [`Content-Length: ${asks(aim).length}`],
      }),
    }),
    { expected: "served", besides: 1 },
  );
