import assert from "node:assert/strict";
import { test } from "node:test";
import { hashTrust, type Trust, trustSchema } from "./trust.ts";

const trust: Trust = { origin: "ledger.example/log", ledgerKey: "l", configKey: "c", fleetCa: "pem" };

test("the hash that a token carries covers each thing that an edge trusts, in whatever order it comes", () => {
  const hashes = Object.keys(trust).map((name) => hashTrust({ ...trust, [name]: "other" }));
  assert.equal(new Set([...hashes, hashTrust(trust)]).size, 5);
  assert.match(hashTrust(trust), /^[\w-]{43}$/);
  const { origin, ...rest } = trust;
  assert.equal(hashTrust({ ...rest, origin }), hashTrust(trust));
});

test("nothing more can be slipped into what an edge trusts", () => {
  assert.deepEqual(trustSchema.parse(trust), trust);
  assert.ok(!trustSchema.safeParse({ ...trust, backupKey: "k" }).success);
});
