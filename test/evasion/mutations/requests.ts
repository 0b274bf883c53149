import { Collection, type Edit, file } from "./mutation.ts";

/** Requests that somebody might let pass, and what is no request. */
const collection = new Collection();
const mutation = collection.add;
export const requests = collection.all;

const receive = file("edge/phases/receive.ts");

/** Requests of which this holds pass the policy phase by. */
const exempt = (name: string, families: readonly string[], condition: string): void =>
  mutation(
    `no policy for ${name}`,
    families,
    file("edge/phases/policy.ts")(
      "const { refusal, also } =",
      `if (${condition}) {\n    edge.inFlight.add(tx);\n    return "admit";\n  }\n  const { refusal, also } =`,
    ),
  );
const has = (...names: readonly string[]): string =>
  names.map((name) => `tx.received.has("${name}")`).join(" || ");
exempt(
  "methods other than GET",
  ["methods", "HTTP/2", "a restarted edge without a desk", "framing"],
  'tx.exchange.request.method !== "GET"',
);
exempt("requests with a body", ["methods", "HTTP/2"], "tx.exchange.request.body !== undefined");
exempt("ranges", ["ranges and conditions", "HTTP/2", "a restarted edge without a desk"], has("range"));
exempt(
  "conditions",
  ["ranges and conditions", "HTTP/2"],
  has("if-none-match", "if-match", "if-modified-since", "if-unmodified-since"),
);
exempt("requests about caches", ["ranges and conditions"], has("cache-control"));
exempt("credentials and cookies", ["ranges and conditions", "HTTP/2"], has("authorization", "cookie"));
exempt("upgrades", ["ranges and conditions"], has("upgrade"));
exempt(
  "event streams, prefetches and codings",
  ["ranges and conditions"],
  has("accept", "sec-purpose", "accept-encoding"),
);
exempt(
  "overridden methods",
  ["methods", "HTTP/2"],
  `${has("x-http-method-override", "x-http-method", "content-type")} || tx.target.includes("_method")`,
);
exempt(
  "who says where else",
  ["fields that say otherwise", "HTTP/2"],
  has(
    "x-original-url",
    "x-rewrite-url",
    "x-accel-redirect",
    "x-forwarded-path",
    "x-forwarded-uri",
    "x-forwarded-prefix",
    "x-forwarded-host",
    "x-host",
    "x-forwarded-server",
    "forwarded",
  ),
);
exempt(
  "who says whence",
  ["fields that say otherwise"],
  has(
    "x-forwarded-for",
    "true-client-ip",
    "x-forwarded-proto",
    "x-forwarded-port",
    "referer",
    "via",
    "max-forwards",
  ),
);
exempt(
  "fields of connections",
  ["fields that say otherwise"],
  `${has("keep-alive", "proxy-connection", "te")} || (tx.received.get("connection") ?? "").includes(",")`,
);
exempt("HTTP/1.0", ["request lines", "in flight"], 'tx.exchange.request.httpVersion === "1.0"');
exempt("HTTP/2", ["HTTP/2"], 'tx.exchange.request.httpVersion === "2"');
exempt("TLS", ["names of connections"], 'tx.exchange.request.scheme === "https"');
exempt(
  "visitors behind a proxy",
  ["a second edge, behind a proxy"],
  'tx.exchange.request.remoteAddress !== "127.0.0.1"',
);
exempt(
  "visitors of the edge's own network",
  ["a second edge, behind a proxy", "hosts", "request lines", "case", "query"],
  'tx.exchange.request.remoteAddress === "127.0.0.1"',
);
mutation(
  "X-Original-URL is the target",
  ["fields that say otherwise"],
  receive("  tx.target = target;", '  tx.target = tx.received.get("x-original-url") ?? target;'),
);

// What is no request.
const h1 = file("edge/front/http1/connection.ts");
const head = file("edge/front/http1/head.ts");
const framing = file("edge/front/http1/framing.ts");
mutation(
  "CONNECT, TRACE and PURGE are methods like others",
  ["methods", "HTTP/2"],
  receive(
    'if (method === "CONNECT" || method === "TRACE" || method === "PURGE") {',
    'if (method === "NOBODY") {',
  ),
);
mutation(
  "any word is a method",
  ["methods", "request lines"],
  file("edge/front/http1/syntax.ts")('text === "GET" || methods.has(text)', 'text !== ""'),
);
mutation(
  "a request behind another is read as that one",
  ["framing"],
  h1(
    "const { method, target, httpVersion, fields } = head;",
    'const { method, httpVersion, fields } = head;\n    const target = this.#served > 0 ? "/salon/ouvert" : head.target;',
  ),
);
mutation(
  "lines may end in LF alone",
  ["request lines"],
  head("if (bytes[at - 1] !== CR) throw new MalformedMessage(400);", ""),
  head(
    "export function hasHead(bytes: Buffer, from: number): boolean {",
    'export function hasHead(bytes: Buffer, from: number): boolean {\n  if (bytes.includes("\\n\\n")) return true;',
  ),
  head(
    "export function parseHead(bytes: Buffer): RequestHead {",
    'export function parseHead(bytes: Buffer): RequestHead {\n  const text = bytes.toString("latin1");\n  if (!text.includes("\\r")) bytes = Buffer.from(text.replaceAll("\\n", "\\r\\n"), "latin1");',
  ),
);
mutation(
  "spaces are read leniently",
  ["request lines", "hosts", "framing"],
  head(
    "export function parseHead(bytes: Buffer): RequestHead {",
    'export function parseHead(received: Buffer): RequestHead {\n  const text = received.toString("latin1").replace(/^(\\w+)[\\t ]+(\\S+)( \\S+)*? HTTP/, "$1 $2 HTTP").replace(/^(Host) :/m, "$1:");\n  const bytes = Buffer.from(text, "latin1");',
  ),
);
mutation(
  "versions are not looked at",
  ["request lines"],
  head("throw new MalformedMessage(VERSION.test(text) ? 505 : 400);", 'return "1.1";'),
);
mutation(
  "HTTP/0.9 is a version",
  ["request lines"],
  head(
    "export function parseHead(bytes: Buffer): RequestHead {",
    'export function parseHead(received: Buffer): RequestHead {\n  const bytes = Buffer.from(received.toString("latin1").replace(/^(GET \\S+)\\r\\n\\r\\n/, "$1 HTTP/1.1\\r\\nHost: autre.example\\r\\n\\r\\n"), "latin1");',
  ),
);
mutation(
  "folded lines are read",
  ["hosts", "framing"],
  head(
    "export function parseHead(bytes: Buffer): RequestHead {",
    'export function parseHead(received: Buffer): RequestHead {\n  const bytes = Buffer.from(received.toString("latin1").replace(/(?:Host: autre.example)?\\r\\n (\\S+)/g, "Host: $1"), "latin1");',
  ),
);
mutation(
  "an empty line in front is an error",
  ["request lines"],
  h1("if (bytes[0] === CR && bytes[1] === LF) {", "if (bytes[0] === 0 && bytes[1] === LF) {"),
);
const twice = (name: string, ...edits: readonly Edit[]): void =>
  mutation(name, ["framing", "methods", "request lines"], ...edits);
const trust = receive(
  'if (framing !== undefined) return refuse(framing, ["Connection", "close"]);',
  "void framing;",
);
twice(
  "a length beside chunks is ignored",
  framing(
    'if (length !== undefined || version === "1.0") throw new MalformedMessage(400);',
    'if (version === "1.0") throw new MalformedMessage(400);',
  ),
  trust,
);
twice(
  "chunks in HTTP/1.0",
  framing(
    'if (length !== undefined || version === "1.0") throw new MalformedMessage(400);',
    "if (length !== undefined) throw new MalformedMessage(400);",
  ),
  trust,
);
twice(
  "the last length counts",
  framing(
    "if (length !== undefined) throw new MalformedMessage(400); // also two equal ones: one of them was added",
    "",
  ),
  framing("if (!/^\\d{1,15}$/.test(length)) throw new MalformedMessage(400);", ""),
  framing("return Number(length);", "return Number.parseInt(length, 10);"),
  trust,
);
twice(
  "any transfer coding is chunked",
  framing('if (coding === "chunked") return CHUNKED;', 'if (coding.includes("chunked")) return CHUNKED;'),
  trust,
  framing("if (coding !== undefined) throw new MalformedMessage(400);", ""),
  head(
    "while (VALUE[bytes[at]!] === 1) at++;",
    "while (VALUE[bytes[at]!] === 1 || bytes[at]! === 0x0b) at++;",
  ),
);
twice(
  "control characters are values",
  head(
    "while (VALUE[bytes[at]!] === 1) at++;",
    "while (VALUE[bytes[at]!] === 1 || bytes[at]! === 0 || (bytes[at] === CR && bytes[at + 1] !== LF)) at++;",
  ),
);
twice(
  "a line without a colon is passed over",
  head(
    "if (at === nameAt || bytes[at] !== COLON) throw new MalformedMessage(400);",
    "if (bytes[at] === CR) {\n      at += 2;\n      continue;\n    }\n    if (at === nameAt || bytes[at] !== COLON) throw new MalformedMessage(400);",
  ),
);
twice(
  "any number of fields",
  receive('if (request.fields.length / 2 > MAX_FIELDS) return refuse("request.too-many-fields");', ""),
);
twice(
  "a target of any length",
  receive('if (request.target.length > MAX_TARGET_LENGTH) return refuse("request.target-too-long");', ""),
);
mutation(
  "a body is read as requests",
  ["framing", "methods"],
  framing("  return {\n    bodyBytes,", "  return {\n    bodyBytes: 0,"),
);

// Fronts.
const fields = file("edge/front/http2/fields.ts");
mutation(
  "authority and Host may differ",
  ["HTTP/2"],
  fields(
    "authority !== undefined && host !== undefined && authority.toLowerCase() !== host.toLowerCase()",
    'authority === ""',
  ),
);
mutation("any scheme over HTTP/2", ["HTTP/2"], fields('scheme !== "https" ||', ""));
const proxy = file("edge/front/proxy-header.ts");
mutation(
  "a PROXY header may be missing or broken",
  ["a second edge, behind a proxy"],
  proxy(
    'if (header.kind === "incomplete") return;',
    'if (header.kind === "incomplete") return;\n    if (header.kind === "malformed") {\n      socket.pause();\n      const text = bytes.toString("latin1").replace(/^PROXY [^\\n]*\\n/, "");\n      socket.unshift(Buffer.from(text, "latin1"));\n      finish(undefined);\n      return;\n    }',
  ),
);
mutation(
  "PROXY headers may come again and again",
  ["a second edge, behind a proxy"],
  proxy(
    "bytes = Buffer.concat([bytes, chunk]);",
    'bytes = Buffer.concat([bytes, chunk]);\n    bytes = Buffer.from(bytes.toString("latin1").replace(/^(PROXY [^\\n]*\\n)+/, "$1"), "latin1");',
  ),
);
mutation(
  "an edge forgets its measures with its life",
  ["a restarted edge without a desk"],
  file("edge/follower/follower.ts")(
    "return this.#state.view;",
    'const view = this.#state.view;\n    return this.#hasCaughtUp ? view : { ...view, matcher: (view.matcher.constructor as typeof import("../../policy/matcher.ts").Matcher).empty(new Uint8Array(32)) };',
  ),
);
twice(
  "the first length counts",
  framing(
    "if (length !== undefined) throw new MalformedMessage(400); // also two equal ones: one of them was added",
    "if (length !== undefined) break;",
  ),
  trust,
);
twice(
  "spaces before a colon",
  head(
    "    if (at === nameAt || bytes[at] !== COLON) throw new MalformedMessage(400);\n    const name = fieldName(bytes, nameAt, at);",
    "    const nameEnd = at;\n    while (bytes[at] === SP) at++;\n    if (bytes[at] !== COLON) throw new MalformedMessage(400);\n    const name = fieldName(bytes, nameAt, nameEnd);",
  ),
);
twice(
  "lines may end in CR alone",
  head(
    "if (bytes[at] !== CR || bytes[at + 1] !== LF) throw new MalformedMessage(400);",
    "if (bytes[at] !== CR) throw new MalformedMessage(400);",
  ),
  head("    at += 2;\n  }", "    at += bytes[at + 1] === LF ? 2 : 1;\n  }"),
);
mutation(
  "CONNECT has a target of its own",
  ["methods"],
  receive(
    'if (method === "CONNECT" || method === "TRACE" || method === "PURGE") {',
    'if (method === "NOBODY") {',
  ),
  receive(
    'return target.startsWith("/");',
    'tx.target = target.startsWith("/") ? target : "/";\n  return true;',
  ),
);
