import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { onProblem } from "../../web/http.ts";
import { Form } from "./session.ts";

const app = new Hono();
app.onError(onProblem({ info() {}, warn() {}, error() {} }));
app.post("/", async (c) => {
  const form = await Form.of(c, 1024 * 1024);
  return c.json({ all: form.all("a"), first: form.text("a"), files: form.files.length });
});
const post = async (body: string, type: string): Promise<Record<string, unknown>> => {
  const answer = await app.request("/", { method: "POST", body, headers: { "content-type": type } });
  return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
};
const URLENCODED = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data; boundary=b";
const part = (value: string) => `--b\r\ncontent-disposition: form-data; name="a"\r\n\r\n${value}\r\n`;

test("a field that was sent several times has all its values, in either encoding", async () => {
  const all = { status: 200, all: ["1", "2"], first: "1", files: 0 };
  assert.deepEqual(await post("a=1&b=3&a=2", URLENCODED), all);
  assert.deepEqual(await post(`${part("1")}${part("2")}--b--\r\n`, MULTIPART), all);
});

test("a form of very many fields costs neither time nor memory", { timeout: 10_000 }, async () => {
  for (const body of ["a&".repeat(500_000), Array.from({ length: 90_000 }, (_, i) => `x${i}=1`).join("&")])
    assert.deepEqual((await post(body, URLENCODED)).code, "form.malformed");
  assert.deepEqual((await post(`${part("1").repeat(15_000)}--b--\r\n`, MULTIPART)).code, "form.malformed");
});
