import assert from "node:assert/strict";
import { test } from "node:test";
import { fromVisitor } from "./request-fields.ts";

test("fields that replace the path, host or method do not pass, however the origin's gateway would fold them", () => {
  const kept = fromVisitor([
    ...["Accept", "text/html", "X_Original_URL", "/refused", "x-original-url", "/refused"],
    ...["X_Forwarded_Host", "evil.example", "X-Envoy-Original-Path", "/refused", "Cookie", "a_b=1"],
  ]);
  assert.deepEqual(kept, ["Accept", "text/html", "Cookie", "a_b=1"]);
});
