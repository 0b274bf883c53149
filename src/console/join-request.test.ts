import assert from "node:assert/strict";
import { test } from "node:test";
import { formatJoinRequest, readJoinRequest, withApproval } from "./join-request.ts";

const request = {
  id: "0123456789abcdefghjkmnpqrs",
  name: "Grace",
  publicKey: "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n",
  approvals: [{ person: "1123456789abcdefghjkmnpqrs", signature: "AA==" }],
};

test("a request reads as it was written", () => {
  assert.deepEqual(readJoinRequest(formatJoinRequest(request)), request);
});

test("what is not a request, or carries a private key, is refused", () => {
  const spoilt = [
    "",
    "null",
    "{}",
    JSON.stringify({ ...request, id: "x" }),
    JSON.stringify({ ...request, name: " " }),
    JSON.stringify({ ...request, publicKey: request.publicKey.replaceAll("PUBLIC", "PRIVATE") }),
    JSON.stringify({ ...request, approvals: [null] }),
  ];
  for (const text of spoilt) assert.equal(readJoinRequest(text), undefined, text);
});

test("a person approves once", () => {
  const first = withApproval(request, { person: request.id, signature: "AQ==" });
  const again = withApproval(first, { person: request.id, signature: "Ag==" });
  assert.deepEqual(
    again.approvals.map(({ signature }) => signature),
    ["AA==", "Ag=="],
  );
});
