import assert from "node:assert/strict";
import { test } from "node:test";
import { originFailure } from "./failure.ts";

const CASES: readonly (readonly [code: string, status: number, error: string])[] = [
  ["ECONNREFUSED", 502, "connection_refused"],
  ["UND_ERR_CONNECT_TIMEOUT", 504, "connection_timeout"],
  ["UND_ERR_HEADERS_TIMEOUT", 504, "http_response_timeout"],
  ["UND_ERR_SOCKET", 502, "connection_terminated"],
  ["ENOTFOUND", 502, "dns_error"],
  ["HPE_INVALID_CONSTANT", 502, "http_protocol_error"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", 502, "tls_certificate_error"],
  ["SOMETHING_NEW", 502, "proxy_internal_error"],
];
for (const [code, status, error] of CASES) {
  test(`${code} is ${status} ${error}, without an address`, () => {
    const failure = originFailure(Object.assign(new Error("connect ECONNREFUSED 203.0.113.9:80"), { code }));
    assert.equal(failure.status, status);
    assert.equal(failure.proxyError, error);
    assert.doesNotMatch(JSON.stringify(failure) + failure.message, /203\.0\.113\.9/);
  });
}
