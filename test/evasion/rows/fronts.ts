import { EVERY, Family, PAGES, type Row, request, targetOf } from "../row.ts";
import { type Aim, IDN } from "../stage/sites.ts";

type Fields = readonly (readonly [string, string])[];

const list = (aim: Aim, change: Readonly<Record<string, string | undefined>> = {}): Fields =>
  Object.entries({
    ":method": "GET",
    ":scheme": "https",
    ":authority": aim.host,
    ":path": targetOf(aim),
    ...change,
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));

/** RFC 9113 §8.3.1: a header list in which each thing is said once. */
const over =
  (change: (aim: Aim) => Parameters<typeof list>[1]): Row["send"] =>
  (aim) => ({
    fields: list(aim, change(aim)),
  });
const with_ =
  (...more: Fields): Row["send"] =>
  (aim) => ({ fields: [...list(aim), ...more] });

export const http2 = new Family("HTTP/2", {
  front: "h2",
  on: [...PAGES, "legal", "folded", "host", "site", "account"],
})
  .add(
    "as decided",
    over(() => ({})),
  )
  .add(
    "HEAD",
    over(() => ({ ":method": "HEAD" })),
  )
  .add(
    "POST",
    over(() => ({ ":method": "POST" })),
  )
  .add("POST with a body", (aim) => ({ fields: list(aim, { ":method": "POST" }), body: "x" }))
  .add(
    "authority in capitals",
    over(({ host }) => ({ ":authority": host.toUpperCase() })),
  )
  .add(
    "authority with a port",
    over(({ host }) => ({ ":authority": `${host}:8443` })),
  )
  .add(
    "authority with a trailing dot",
    over(({ host }) => ({ ":authority": `${host}.` })),
  )
  .add(
    "Host instead of authority",
    over(({ host }) => ({ ":authority": undefined, host })),
  )
  .add("both alike", (aim) => ({ fields: [...list(aim), ["host", aim.host]] }))
  .add("a range", with_(["range", "bytes=0-3"]))
  .add("a condition", with_(["if-none-match", '"x"']))
  .add("X-Original-URL", with_(["x-original-url", "/"]))
  .add("X-HTTP-Method-Override", with_(["x-http-method-override", "POST"]))
  .add("cookies in crumbs", with_(["cookie", "a=1"], ["cookie", "b=2"]))
  .add(
    "an absolute path",
    over((aim) => ({ ":path": `https://${aim.host}${targetOf(aim)}` })),
    { expected: "malformed" },
  )
  .add("two authorities", with_([":authority", "autre.example"]), { expected: "malformed" })
  .add("two paths", (aim) => ({ fields: [[":path", "/salon/ouvert"], ...list(aim)] }), {
    expected: "malformed",
  })
  .add("two methods", (aim) => ({ fields: [[":method", "GET"], ...list(aim)] }), { expected: "malformed" })
  .add("another Host", with_(["host", "autre.example"]), { expected: "malformed" })
  .add("two Hosts", (aim) => ({ fields: [...list(aim), ["host", aim.host], ["host", "autre.example"]] }), {
    expected: "malformed",
  })
  .add(
    "neither",
    over(() => ({ ":authority": undefined })),
    { expected: "malformed" },
  )
  .add(
    "an empty path",
    over(() => ({ ":path": "" })),
    { expected: "malformed" },
  )
  .add(
    "no path",
    over(() => ({ ":path": undefined })),
    { expected: "malformed" },
  )
  .add(
    "no method",
    over(() => ({ ":method": undefined })),
    { expected: "malformed" },
  )
  .add(
    "no scheme",
    over(() => ({ ":scheme": undefined })),
    { expected: "malformed" },
  )
  .add(
    "another scheme",
    over(() => ({ ":scheme": "ftp" })),
    { expected: "malformed" },
  )
  .add(
    "http as scheme",
    over(() => ({ ":scheme": "http" })),
    { expected: "malformed" },
  )
  .add("an unknown pseudo-field", with_([":url", "/"]), { expected: "malformed" })
  .add("a pseudo-field behind a field", (aim) => ({ fields: [["x", "y"], ...list(aim)] }), {
    expected: "malformed",
  })
  .add("a name in capitals", with_(["X-Upper", "1"]), { expected: "malformed" })
  .add("a field of the connection", with_(["connection", "host"]), { expected: "malformed" })
  .add("chunks", with_(["transfer-encoding", "chunked"]), { expected: "malformed" })
  .add("a line break in a value", with_(["x", "y\r\nhost: autre.example"])) // such a field is left out
  .add(
    "a line break in the path",
    over((aim) => ({ ":path": `${aim.path} HTTP/1.1\r\nX: y` })),
    {
      expected: "malformed",
    },
  )
  .add(
    "a length that is not the body's",
    (aim) => ({
      fields: [...list(aim, { ":method": "POST" }), ["content-length", "9"]],
      body: "x",
    }),
    { on: ["url"], expected: "malformed" },
  )
  .add(
    "CONNECT",
    over(() => ({ ":method": "CONNECT" })),
    { expected: "malformed" },
  )
  .add(
    "a WebSocket by CONNECT",
    (aim) => ({
      fields: [...list(aim, { ":method": "CONNECT" }), [":protocol", "websocket"]],
    }),
    { expected: "malformed" },
  )
  .add(
    "asterisk",
    over(() => ({ ":path": "*", ":method": "OPTIONS" })),
    { expected: "malformed" },
  )
  .add(
    "a fragment",
    over((aim) => ({ ":path": `${aim.path}#x` })),
    { expected: "malformed" },
  )
  .add(
    "spelled with escapes",
    over((aim) => ({ ":path": targetOf(aim).replace("salon", "s%61lon") })),
    { on: PAGES },
  )
  .add(
    "spelled with dots",
    over((aim) => ({ ":path": `/x/..${targetOf(aim)}` })),
    { on: PAGES },
  )
  .add(
    "a neighbour",
    over((aim) => ({ ":path": `${aim.path}2` })),
    { on: ["url"], expected: "served" },
  )
  .add(
    "another site on its own connection",
    (aim) => ({
      fields: list({ ...aim, host: "autre.example" }),
      sni: "autre.example",
    }),
    { expected: "served" },
  ).rows;

const tls =
  (sni: (aim: Aim) => string, host: (aim: Aim) => string): Row["send"] =>
  (aim) => ({
    bytes: request(targetOf(aim), { host: host(aim) }),
    sni: sni(aim),
  });

/** RFC 9110 §7.4, §4.3.3: whom a connection is for, and whom a request on it is for. */
export const names = new Family("names of connections", { front: "h1-tls", on: PAGES })
  .add(
    "both alike",
    tls(
      ({ host }) => host,
      ({ host }) => host,
    ),
    { on: EVERY },
  )
  .add(
    "of the mirror, which the certificate has",
    tls(
      () => "perchoir-miroir.example",
      ({ host }) => host,
    ),
  )
  .add(
    "for the mirror",
    tls(
      ({ host }) => host,
      () => "perchoir-miroir.example",
    ),
  )
  .add(
    "for the international name",
    tls(
      ({ host }) => host,
      () => IDN,
    ),
  )
  .add(
    "in capitals",
    tls(
      ({ host }) => host.toUpperCase(),
      ({ host }) => host,
    ),
  )
  .add(
    "of another site, whose certificate lacks it",
    tls(
      () => "autre.example",
      ({ host }) => host,
    ),
    {
      expected: "malformed",
      on: [...PAGES, "host", "site", "account"],
    },
  )
  .add(
    "of another site, with a trailing dot",
    tls(
      () => "autre.example",
      ({ host }) => `${host}.`,
    ),
    {
      expected: "malformed",
    },
  )
  .add(
    "of another site, absolute form",
    (aim) => ({
      bytes: request(`https://${aim.host}${targetOf(aim)}`, { host: "autre.example" }),
      sni: "autre.example",
    }),
    { expected: "malformed" },
  )
  .add(
    "for another site, over a refused one's",
    tls(
      ({ host }) => host,
      () => "autre.example",
    ),
    {
      expected: "malformed",
    },
  )
  .add(
    "another site over its own",
    tls(
      () => "autre.example",
      () => "autre.example",
    ),
    { expected: "served" },
  )
  .add("spelled with escapes", (aim) => ({
    bytes: request(targetOf(aim).replace("salon", "s%61lon"), { host: aim.host }),
    sni: aim.host,
  })).rows;

const PROXY_V1 = "PROXY TCP4 192.0.2.1 198.51.100.1 56324 80\r\n";
const PROXY_V2 = "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\x00\x02\x01\xc6\x33\x64\x01\xdc\x04\x00\x50";
const proxied =
  (header: string): Row["send"] =>
  (aim) => ({
    bytes: header + request(targetOf(aim), { host: aim.host }),
  });

/** A second edge, which stands behind a proxy. */
export const proxy = new Family("a second edge, behind a proxy", { front: "proxy", on: EVERY })
  .add("version 1", proxied(PROXY_V1))
  .add("version 2", proxied(PROXY_V2))
  .add("a visitor of the edge's own network", proxied("PROXY TCP4 127.0.0.1 127.0.0.1 1 80\r\n"))
  .add("an unknown visitor", proxied("PROXY UNKNOWN\r\n"))
  .add("a visitor with IPv6", proxied("PROXY TCP6 2001:db8::1 2001:db8::2 1 80\r\n"))
  .add("no header", proxied(""), { expected: "malformed" })
  .add("two headers", proxied(PROXY_V1 + PROXY_V1), { expected: "malformed" })
  .add("a broken header", proxied("PROXY TCP4 999.0.2.1 198.51.100.1 1 80\r\n"), { expected: "malformed" })
  .add(
    "spelled with escapes",
    (aim) => ({
      bytes: PROXY_V1 + request(targetOf(aim).replace("salon", "s%61lon"), { host: aim.host }),
    }),
    { on: PAGES },
  )
  .add("a neighbour", (aim) => ({ bytes: PROXY_V1 + request(`${aim.path}2`, { host: aim.host }) }), {
    on: ["url"],
    expected: "served",
  }).rows;

/** An edge that was killed and has started again while no desk was there. */
export const restarted = new Family("a restarted edge without a desk", { front: "restarted", on: EVERY })
  .ask("as decided", {})
  .ask("HEAD", { method: "HEAD" })
  .ask("a range", { fields: ["Range: bytes=0-3"] })
  .ask("trailing dot", ({ host }) => ({ host: `${host}.` }))
  .path("spelled with escapes", (path) => path.replace("salon", "s%61lon"), { on: PAGES })
  .path("down and up", (path) => path.replace("/salon/", "/salon/x/../"), { on: PAGES })
  .path("a neighbour", (path) => `${path}2`, { on: ["url"], expected: "served" }).rows;
