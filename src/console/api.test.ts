import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { ApiError, caller, deskApi } from "./api.ts";

afterEach(() => mock.restoreAll());

/** Answers every request with `answer` and remembers what was asked. */
function desk(answer: () => Response | Promise<Response>): { url: string; init: RequestInit }[] {
  const asked: { url: string; init: RequestInit }[] = [];
  mock.restoreAll(); // of two mocks over each other, restoring would leave the first
  mock.method(globalThis, "fetch", async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    return answer();
  });
  return asked;
}

const problem = (status: number, body: Record<string, unknown>) => () => Response.json(body, { status });

test("a request carries the token, and ids are escaped in its path", async () => {
  const asked = desk(() => Response.json({ ok: true }));
  await deskApi(caller("t0k", () => {})).case("a/../b");
  assert.equal(asked[0]?.url, "/api/cases/a%2F..%2Fb");
  assert.equal(new Headers(asked[0]?.init.headers).get("authorization"), "Bearer t0k");
});

test("sites are asked for a page at a time", async () => {
  const asked = desk(() => Response.json({ sites: [], next: null }));
  const api = deskApi(caller("t", () => {}));
  await api.sites();
  await api.sites("a&b");
  assert.deepEqual(
    asked.map(({ url }) => url),
    ["/api/sites", "/api/sites?after=a%26b"],
  );
});

test("a problem document becomes an error with its code, field and further facts", async () => {
  desk(problem(422, { title: "departs", code: "precedent.departs", field: "distinction", precedent: "d1" }));
  await assert.rejects(deskApi(caller("t", () => {})).offers("c"), (error: unknown) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual([error.status, error.code, error.field], [422, "precedent.departs", "distinction"]);
    assert.equal(error.details.precedent, "d1");
    return true;
  });
});

test("only a token that is no longer good signs the person out", async () => {
  let signedOut = 0;
  const api = deskApi(caller("t", () => signedOut++));
  desk(problem(403, { code: "team.role" }));
  await assert.rejects(api.cases());
  assert.equal(signedOut, 0);
  desk(problem(401, { code: "team.signed-out" }));
  await assert.rejects(api.cases());
  assert.equal(signedOut, 1);
});

test("a desk that does not answer, or not in JSON, is an error with a code", async () => {
  desk(() => Promise.reject(new TypeError("refused")));
  await assert.rejects(deskApi(caller("t", () => {})).cases(), { code: "offline", status: 0 });
  desk(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  await assert.rejects(deskApi(caller("t", () => {})).cases(), { code: "unknown", status: 502 });
});

test("a file's copy comes as bytes with its type beside them", async () => {
  const headers = { "content-type": "application/octet-stream", "x-file-type": "image/png" };
  const asked = desk(() => new Response("bytes", { headers }));
  const approvals = [{ person: "p", signature: "s" }];
  const copy = await deskApi(caller("t", () => {})).reportFile("r", "f", {
    ...{ unsealing: "u", reason: "decide", approvals },
  });
  assert.deepEqual([copy.type, await copy.bytes.text()], ["image/png", "bytes"]);
  assert.deepEqual([asked[0]?.url, asked[0]?.init.method], ["/api/reports/r/files/f", "POST"]);
});
