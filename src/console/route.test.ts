import assert from "node:assert/strict";
import { test } from "node:test";
import { linkTo, linkToCase, readRoute } from "./route.ts";

test("every link leads to its page", () => {
  for (const page of ["queue", "approvals", "appeals", "sites", "fleet", "people", "join"] as const) {
    assert.deepEqual(readRoute(linkTo(page)), { page });
  }
  assert.deepEqual(readRoute(linkToCase("0abc")), { page: "case", id: "0abc" });
});

test("the first administrator's link carries its secret", () => {
  assert.deepEqual(readRoute("#first=AbC_-9"), { page: "first", secret: "AbC_-9" });
});

test("an unknown address is the queue", () => {
  for (const hash of ["", "#", "#/", "#/nothing", "#/cases/", "#/cases/a/b", "#first="]) {
    assert.deepEqual(readRoute(hash), { page: "queue" }, hash);
  }
});
