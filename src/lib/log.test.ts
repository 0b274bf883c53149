import assert from "node:assert/strict";
import { test } from "node:test";
import { errorFields } from "./log.ts";

test("a log line says where an error came from and what it is, and no line of its message", () => {
  const { error, at } = errorFields(new TypeError("x is no y"));
  assert.equal(error, "TypeError");
  assert.match(String(at), /\(?src\/lib\/log\.test\.ts:\d+:\d+\)?$/);

  const answer =
    "550-5.1.1 no such account\n550-5.1.1 <mirabelle@ligne.example>: rejected\n    at mirabelle (her)";
  const failed = Object.assign(new Error(answer), { code: "EENVELOPE" });
  for (const rewritten of [failed, Object.assign(failed, { message: "another, later" })]) {
    const fields = errorFields(rewritten);
    assert.equal(fields.error, "EENVELOPE");
    assert.match(String(fields.at), /log\.test\.ts/);
    assert.doesNotMatch(JSON.stringify(fields), /mirabelle|550|later/);
  }

  const bare = Object.assign(new Error("a\n14 rue des Lavandières-Fictives"), { stack: "Error: a\n14 rue" });
  assert.deepEqual(errorFields(bare), { error: "Error", at: undefined });
  assert.deepEqual(errorFields("14 rue"), { error: "unknown" });
});
