import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isSigned, type SignedHeaders, secretText, signMessage } from "./webhook.ts";

/** The example of the Standard Webhooks specification's reference libraries. */
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const AT_MS = 1_614_265_330_000;
const BODY = '{"test": 2432232314}';

const of = (headers: SignedHeaders) => (name: keyof SignedHeaders) => headers[name];

test("signs as Standard Webhooks does", () => {
  assert.deepEqual(signMessage(SECRET, ID, AT_MS, BODY), {
    "webhook-id": ID,
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("any other id, time, body or secret is not signed", () => {
  const headers = signMessage(SECRET, ID, AT_MS, BODY);
  const other = secretText(new Uint8Array(32));
  assert.ok(isSigned(SECRET, of(headers), ID, AT_MS + 299_000, BODY));
  assert.ok(
    isSigned(
      SECRET,
      of({ ...headers, "webhook-signature": `v1,x ${headers["webhook-signature"]}` }),
      ID,
      AT_MS,
      BODY,
    ),
  );
  for (const [secret, changed, id, atMs, body] of [
    [other, headers, ID, AT_MS, BODY],
    [SECRET, headers, "other", AT_MS, BODY],
    [SECRET, headers, ID, AT_MS + 301_000, BODY],
    [SECRET, headers, ID, AT_MS - 301_000, BODY],
    [SECRET, headers, ID, AT_MS, `${BODY} `],
    [SECRET, { ...headers, "webhook-timestamp": "1614265331" }, ID, AT_MS, BODY],
    [SECRET, { ...headers, "webhook-timestamp": "soon" }, ID, AT_MS, BODY],
  ] as const)
    assert.equal(isSigned(secret, of(changed), id, atMs, body), false);
});

test("what was signed is found signed, whatever it says", () => {
  fc.assert(
    fc.property(fc.string(), fc.uint8Array({ minLength: 1, maxLength: 64 }), (body, key) => {
      const secret = secretText(key);
      assert.ok(isSigned(secret, of(signMessage(secret, ID, AT_MS, body)), ID, AT_MS, body));
    }),
  );
});
