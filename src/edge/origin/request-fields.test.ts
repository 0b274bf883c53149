import assert from "node:assert/strict";
import { test } from "node:test";
import { World } from "../testing/world.ts";
import { fromVisitor } from "./request-fields.ts";

test("fields that replace the path, host or method do not pass, however the origin's gateway would fold them", () => {
  const received = [
    ...["Accept", "text/html", "X_Original_URL", "/refused", "x-original-url", "/refused"],
    ...["X_Forwarded_Host", "evil.example", "X-Envoy-Original-Path", "/refused", "Cookie", "a_b=1"],
    ...["X_HTTP_Method_Override", "DELETE"],
  ];
  for (const method of ["GET", "POST"])
    assert.deepEqual(fromVisitor(received, method), ["Accept", "text/html", "Cookie", "a_b=1"]);
});

for (const name of ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]) {
  test(`a POST may say that another method is meant (${name}), as editors do; nothing else may`, async () => {
    await using world = await World.start();
    for (const method of ["POST", "GET", "HEAD", "PUT", "PATCH", "OPTIONS"])
      await world.get("/a", { method, headers: { [name]: "DELETE" } });
    const told = world.asked.filter(({ headers }) => headers[name.toLowerCase()] !== undefined);
    assert.deepEqual(
      told.map(({ method, headers }) => [method, headers[name.toLowerCase()]]),
      [["POST", "DELETE"]],
    );
  });
}

test("an origin believes of a connection what this edge says, and nothing that a visitor says", async () => {
  await using world = await World.start();
  await world.get("/a", {
    headers: {
      "X-Forwarded-For": "198.51.100.1",
      "X-Forwarded-Proto": "https",
      "X-Forwarded-Host": "evil.example",
      "X-Forwarded-Port": "1",
      Forwarded: "for=198.51.100.1;host=evil.example;proto=https",
      "X-Real-IP": "198.51.100.1",
      Via: "1.1 other",
      "CDN-Loop": "other; v=1",
    },
  });
  const { headers, rawHeaders } = world.asked[0]!;
  assert.equal(headers["x-forwarded-for"], "127.0.0.1");
  assert.equal(headers["x-forwarded-proto"], "http");
  assert.equal(headers["x-forwarded-host"], "perchoir.example");
  for (const name of ["x-forwarded-port", "forwarded", "x-real-ip"])
    assert.equal(headers[name], undefined, name);
  assert.equal(headers.via, "1.1 other, 1.1 edge-1");
  assert.equal(headers["cdn-loop"], "other; v=1, edge-1");
  assert.equal(rawHeaders.filter((name) => /^(host|x-forwarded-for)$/i.test(name)).length, 2);
});
