import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { RempartError } from "../../lib/errors.ts";
import { cleanUrl } from "./clean-url.ts";

const BASE = "https://perchoir.example";
const SESSION = "0f9d8c7b6a5f4e3d2c1b0a9f8e7d6c5b";

const CLEANED: readonly (readonly [given: string, kept: string, removed: readonly string[]])[] = [
  ["/fil/7", "/fil/7", []],
  ["/fil/7#post-12", "/fil/7", ["fragment"]],
  ["/fil/7?utm_source=x&page=2&utm_medium=y", "/fil/7?page=2", ["utm_source", "utm_medium"]],
  [`/showthread.php?s=${SESSION}&t=42`, "/showthread.php?t=42", ["s"]],
  ["/search.php?s=2&q=a%20b+c", "/search.php?s=2&q=a%20b+c", []],
  [`/viewtopic.php?t=42&sid=${SESSION}`, "/viewtopic.php?t=42", ["sid"]],
  [`/fil;jsessionid=${SESSION}/7`, "/fil/7", ["jsessionid"]],
  ["/(S(lit3py55t21z5v55vlm25s55))/page.aspx?id=1", "/page.aspx?id=1", ["path ticket"]],
  ["/fil/7?SESSIONID=abc&PHPSESSID=def", "/fil/7", ["SESSIONID", "PHPSESSID"]],
  ["/fil/7?p=eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "/fil/7", ["p"]],
  ["/fil/7?e=mirabelle%40ligne.example&id=1", "/fil/7?id=1", ["e"]],
  ["/fil/7?e=1", "/fil/7?e=1", []],
  ["/u?key=mon-article-de-decembre-2024", "/u?key=mon-article-de-decembre-2024", []],
  ["/u?ref=a3f1c9e07b2d4c5e8f90", "/u", ["ref"]],
  ["/fil/7?", "/fil/7", []],
  ["/u?rdid=Ab1&mibextid=x&__tn__=y&__cft__[0]=z&id=1", "/u?id=1", ["rdid", "mibextid", "__tn__", "__cft__"]],
  ["/u?t=AbCdEf0123456789xyzAB", "/u", ["t"]],
  ["/u?t=1h2m3s", "/u?t=1h2m3s", []],
  [`/index.php?topic=12.0;PHPSESSID=${SESSION}`, "/index.php?topic=12.0", ["PHPSESSID"]],
  [
    `/index.php?PHPSESSID=${SESSION};topic=12.0;prev_next=next`,
    "/index.php?topic=12.0;prev_next=next",
    ["PHPSESSID"],
  ],
  [`/f?t=5&amp;sid=${SESSION}&amp;p=2`, "/f?t=5&amp;p=2", ["sid"]],
  [`/f?sid[]=${SESSION}&t=5`, "/f?t=5", ["sid"]],
  [`/f?%2573id=${SESSION}&t=5`, "/f?t=5", ["sid"]],
  [`/f?+sid=${SESSION}&t=5`, "/f?t=5", ["sid"]],
  [`/f%3Bjsessionid=${SESSION}/7`, "/f/7", ["jsessionid"]],
  [`/f;sessionid%3D${SESSION}/7`, "/f/7", ["sessionid"]],
  [`/login?next=%2Fa%3Ft%3D5%26sid%3D${SESSION}&x=1`, "/login?next=%2Fa%3Ft%3D5&x=1", ["sid"]],
  [
    `/go?url=https%3A%2F%2Fb.example%2Fc%3Ftoken%3D${SESSION}`,
    "/go?url=https%3A%2F%2Fb.example%2Fc",
    ["token"],
  ],
  ["/go?url=https%3A%2F%2Fb.example%2Fc%3Ft%3D5", "/go?url=https%3A%2F%2Fb.example%2Fc%3Ft%3D5", []],
  ["/f?q=a;b&r=%5Bx%5D", "/f?q=a;b&r=%5Bx%5D", []],
  ["/t/on-sait-ou/12/3?u=mirabelle", "/t/on-sait-ou/12/3", ["u"]],
  ["/forum/t/12?u=mirabelle&page=2", "/forum/t/12?page=2", ["u"]],
  ["/profile.php?u=mirabelle", "/profile.php?u=mirabelle", []],
  [
    `/?p=9&unapproved=12&moderation-hash=${SESSION}#comment-12`,
    "/?p=9",
    ["unapproved", "moderation-hash", "fragment"],
  ],
  ["/x?_wpnonce=0a1b2c3d4e&id=2", "/x?id=2", ["_wpnonce"]],
  [`/x?_xfToken=1660000000,${SESSION}&csrfKey=${SESSION}`, "/x", ["_xfToken", "csrfKey"]],
  [`/x?my_post_key=${SESSION}&sesskey=aB3dE5gH7j`, "/x", ["my_post_key", "sesskey"]],
  [
    "/x?resetToken=a&auth_key=b&sess_id=c&session-token=d&client_secret=e",
    "/x",
    ["resetToken", "auth_key", "sess_id", "session-token", "client_secret"],
  ],
  [`/index.php?action=profile;e1b0f2a3c=${SESSION}`, "/index.php?action=profile", ["e1b0f2a3c"]],
  ["/a/1?s=20&t=AbCdEf1234567890ghijkl", "/a/1?s=20", ["t"]],
  [
    "/x?session=3&nonce=2&secret=intro&t=42&keyhash=1",
    "/x?session=3&nonce=2&secret=intro&t=42&keyhash=1",
    [],
  ],
  ["/a%2Fb/../c?x=%C3%A9", "/c?x=%C3%A9", []],
];

for (const [given, kept, removed] of CLEANED) {
  test(`cleaning ${given}`, () => {
    assert.deepEqual(cleanUrl(BASE + given), { url: BASE + kept, removed });
  });
}

test("userinfo goes, whatever it holds", () => {
  assert.deepEqual(cleanUrl("http://name:word@perchoir.example/"), {
    url: "http://perchoir.example/",
    removed: ["userinfo"],
  });
});

for (const [given, why] of [
  ["perchoir.example/fil/7", /must begin with/],
  ["ftp://perchoir.example/", /must begin with https/],
  ["javascript:alert(1)", /must begin with https/],
  ["file:///etc/passwd", /must begin with https/],
  ["http://", /not a whole web address/],
  [`http://perchoir.example/${"a".repeat(9000)}`, /longer than 8192/],
] as const) {
  test(`refusing ${given.slice(0, 40)}`, () => {
    assert.throws(
      () => cleanUrl(given),
      (error: unknown) => {
        assert.ok(error instanceof RempartError && error.code === "capture.url");
        assert.match(error.message, why);
        assert.ok(
          !error.message.includes(given.slice(0, 20)) || given === "http://",
          "the URL is not quoted",
        );
        return true;
      },
    );
  });
}

const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);

test("cleaning twice changes nothing more, and no token's value survives", () => {
  const token = fc.constantFrom("sid", "utm_campaign", "fbclid", "access_token", "Token", "X-Amz-Signature");
  fc.assert(
    fc.property(
      fc.array(fc.tuple(word, word)),
      token,
      fc.stringMatching(/^[A-Z]{12}$/),
      (pairs, name, value) => {
        const query = [...pairs.map(([k, v]) => `q${k}=${v}`), `${name}=${value}`].join("&");
        const once = cleanUrl(`${BASE}/fil?${query}#${value}`);
        assert.ok(!once.url.includes(value));
        assert.deepEqual(cleanUrl(once.url), { url: once.url, removed: [] });
        assert.equal(
          new URL(once.url).search,
          pairs.length === 0 ? "" : `?${pairs.map(([k, v]) => `q${k}=${v}`).join("&")}`,
        );
      },
    ),
  );
});
