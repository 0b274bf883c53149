import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { requestHost } from "./host.ts";
import { canonicalOf, identities, MAX_TARGET_LENGTH, requestIdentities } from "./identity.ts";

test("identities begin with the strict one and name the host", () => {
  assert.deepEqual(identities("HTTPS://Perchoir.Example:443/fil//%34%32?x#y"), [
    "perchoir.example/fil//42",
    "perchoir.example/fil/42",
  ]);
  assert.deepEqual(identities("  https:\\\\perchoir.example\\fil\\\n42 "), ["perchoir.example/fil/42"]);
  assert.deepEqual(identities("https://perchoir.example:8443/"), ["perchoir.example:8443/"]);
});

test("what is no http(s) URL, or brings userinfo, has none", () => {
  for (const url of [
    "",
    "/fil/42",
    "ftp://perchoir.example/",
    "https://",
    "https://a@perchoir.example/",
    "javascript:1",
  ]) {
    assert.deepEqual(identities(url), [], url);
    assert.equal(canonicalOf(url), undefined, url);
  }
});

test("a canonical form is strict and lists every parameter decoded", () => {
  assert.deepEqual(
    canonicalOf("https://perchoir.example/Fil/./42?t=%34%32&q=caf%C3%A9+noir", { foldCase: true }),
    {
      host: "perchoir.example",
      path: "/fil/42",
      query: [
        ["t", "42"],
        ["q", "café noir"],
      ],
    },
  );
});

test("an absolute-form target brings its own host, which wins", () => {
  const request = requestIdentities("other.example", "http://perchoir.example:8081/fil/42?x=1#y");
  assert.deepEqual(request, { host: "perchoir.example", paths: ["/fil/42"], query: "x=1", foldCase: false });
});

test("two slashes at the start of a target are a path, not a host", () => {
  assert.deepEqual(requestIdentities("perchoir.example", "//other.example/fil/42")?.paths, [
    "//other.example/fil/42",
    "/other.example/fil/42",
  ]);
});

test("the port of a request does not make it another site", () => {
  assert.equal(requestHost("perchoir.example:43127"), "perchoir.example");
  assert.equal(requestIdentities("perchoir.example:43127", "/")?.host, "perchoir.example");
});

test("a target without a resource, a bad host or too much of anything is malformed", () => {
  const bad: [string | undefined, string][] = [
    [undefined, "/"],
    ["", "/"],
    ["a@perchoir.example", "/"],
    [`${"a.".repeat(126)}example`, "/"],
    ["perchoir.example", "*"],
    ["perchoir.example", "perchoir.example:443"],
    ["perchoir.example", ""],
    ["perchoir.example", "ftp://perchoir.example/"],
    ["perchoir.example", `/${"a".repeat(MAX_TARGET_LENGTH)}`],
    ["perchoir.example", `/?${"a&".repeat(1000)}`],
    ["perchoir.example", "/a;%2Fb//..%252F;%2F../c\\..%2F;x/../d"],
  ];
  for (const [host, target] of bad)
    assert.equal(requestIdentities(host, target), undefined, target.slice(0, 60));
});

test("the short way of a plain request leads where the long one does", () => {
  const word = fc.constantFrom(
    "/",
    "/",
    "fil",
    "42",
    "B",
    ".",
    "..",
    "%41",
    ";x",
    "\\",
    "é",
    "\xe9",
    " ",
    "\0",
    "~-_",
  );
  const query = fc.constantFrom(
    "",
    "?",
    "?x=1",
    "?x=%41+b",
    "?\xc3\xa9",
    "?a;b",
    `?${"a&".repeat(499)}`,
    `?${"&".repeat(999)}`,
    `?${"&".repeat(1000)}`,
    "? ",
  );
  const path = fc.array(word, { maxLength: 6 }).map((words) => `/${words.join("")}`);
  const host = fc.constantFrom(
    "h.example",
    "H.example",
    "xn--a.example",
    "h.example:80",
    "1.2",
    "h..example",
    "",
    undefined,
  );
  fc.assert(
    fc.property(host, path, query, fc.boolean(), (host, path, query, foldCase) => {
      // A fragment is dropped on the long way only.
      const long = requestIdentities(host, `${path}${query}#`, { foldCase });
      assert.deepEqual(requestIdentities(host, path + query, { foldCase }), long);
    }),
    { numRuns: 2000 },
  );
});

test("raw UTF-8 on the wire and the text it stands for are one", () => {
  const wire = Buffer.from("/fil/été").toString("latin1");
  assert.deepEqual(requestIdentities("h.example", wire), requestIdentities("h.example", "/fil/été"));
});

test("a character sent half raw and half encoded is that character", () => {
  for (const half of ["/caf\xC3%A9", "/caf%C3\xA9", "/caf\xC3\xA9", "/caf%c3%a9"]) {
    assert.deepEqual(
      requestIdentities("h.example", half),
      requestIdentities("h.example", "/caf%C3%A9"),
      half,
    );
  }
});

test("nothing that can be sent makes it throw", () => {
  const text = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(text, text, fc.boolean(), (host, target, foldCase) => {
      requestIdentities(host, target, { foldCase });
      requestIdentities("perchoir.example", `/${target}`, { foldCase });
      identities(`https://${host}/${target}`, { foldCase });
      canonicalOf(`https://${host}/${target}`, { foldCase });
    }),
  );
});

test("a URL and the request a browser makes of it have the same readings", () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const { host, pathname, search } = new URL(url);
      const request = requestIdentities(host, pathname + search);
      assert.ok(request?.paths.some((path) => identities(url).includes(`${request.host}${path}`)));
    }),
  );
});
