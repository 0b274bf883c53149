import assert from "node:assert/strict";
import { test } from "node:test";
import {
  badRequest,
  conflict,
  errorMessage,
  forbidden,
  notFound,
  RempartError,
  unprocessable,
} from "./errors.ts";

test("a problem document has RFC 9457's members, the code and the details, and nothing of the cause", () => {
  const cause = new Error("connect ECONNREFUSED 192.0.2.7:5432");
  const error = new RempartError("site.hostname", 409, "the name is taken", { field: "hostnames" }, cause);
  assert.equal(error.cause, cause);
  assert.deepEqual(JSON.parse(JSON.stringify(error.toProblem())), {
    type: "about:blank",
    title: "the name is taken",
    status: 409,
    code: "site.hostname",
    field: "hostnames",
  });
});

test("the status says where the failure lies", () => {
  const source = (status: number) => new RempartError("a.b", status, "").source;
  assert.deepEqual([400, 422, 500, 501, 502, 503, 504].map(source), [
    "client",
    "client",
    "internal",
    "internal",
    "upstream",
    "upstream",
    "upstream",
  ]);
});

test("each helper has its status", () => {
  const made = [badRequest, forbidden, notFound, conflict, unprocessable].map((make) => make("a.b", "why"));
  assert.deepEqual(
    made.map(({ status }) => status),
    [400, 403, 404, 409, 422],
  );
  for (const error of made)
    assert.deepEqual([error.code, error.message, error.name], ["a.b", "why", "RempartError"]);
});

test("a message can be had of anything thrown", () => {
  assert.equal(errorMessage(new Error("why")), "why");
  assert.equal(errorMessage("text"), "text");
  assert.equal(errorMessage(undefined), "undefined");
});
