import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { base64url } from "../lib/bytes.ts";
import { type Opening, openingSchema, targetHash } from "./target.ts";

const opening: Opening = {
  salt: base64url(new Uint8Array(32).fill(9)),
  grain: "url",
  site: "0123456789abcdefghjkmnpqrs",
  canonical: "/salon/fil/42",
  params: [
    ["page", "2"],
    ["print", null],
  ],
  readings: { foldCase: false },
  normaliser: 1,
};

test("the commitment is SHA-256 over domain, salt bytes and canonical JSON without the salt", () => {
  const json =
    '{"canonical":"/salon/fil/42","grain":"url","normaliser":1,"params":[["page","2"],["print",null]],' +
    '"readings":{"foldCase":false},"site":"0123456789abcdefghjkmnpqrs"}';
  const hash = createHash("sha256").update("rempart/target/v1").update(Buffer.alloc(32, 9)).update(json);
  assert.equal(targetHash(opening), hash.digest("hex"));
});

test("every field is committed to", () => {
  const changes: Partial<Opening>[] = [
    { salt: base64url(new Uint8Array(32).fill(8)) },
    { grain: "path" },
    { site: "0".repeat(26) },
    { canonical: "/salon/fil/43" },
    { params: [] },
    { params: [["page", "2"]] },
    { params: opening.params.toReversed() },
    {
      params: [
        ["page", "2"],
        ["print", ""],
      ],
    },
    { readings: { foldCase: true } },
    { normaliser: 2 },
  ];
  const hashes = [opening, ...changes.map((change) => ({ ...opening, ...change }))].map(targetHash);
  assert.equal(new Set(hashes).size, hashes.length);
});

test("a salt of 32 bytes has one spelling, and whatever the schema takes can be hashed", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (salt) => {
      const parsed = openingSchema.parse({ ...opening, salt: base64url(salt) });
      assert.match(targetHash(parsed), /^[0-9a-f]{64}$/);
    }),
  );
  const other = `${opening.salt.slice(0, 42)}l`; // decodes to the same bytes
  assert.notEqual(other, opening.salt);
  assert.ok(Buffer.from(other, "base64url").equals(Buffer.from(opening.salt, "base64url")));
  for (const salt of [other, `${opening.salt}=`, opening.salt.slice(1), ""]) {
    assert.ok(!openingSchema.safeParse({ ...opening, salt }).success, salt);
  }
});

test("an opening with more than its fields is none", () => {
  assert.ok(openingSchema.safeParse(opening).success);
  assert.ok(!openingSchema.safeParse({ ...opening, reporter: "anybody" }).success);
  const { params: _params, ...without } = opening;
  assert.ok(!openingSchema.safeParse(without).success);
});
