import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { Hono } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import { conflict } from "../../lib/errors.ts";
import type { Log, LogFields } from "../../lib/log.ts";
import { jsonBody, MAX_JSON_BYTES, onProblem, readBody } from "./http.ts";
import { languageOf, layout, PAGE_HEADERS } from "./layout.ts";

const logged: unknown[] = [];
const keep = (event: string, fields?: LogFields) => void logged.push([event, fields]);
const log: Log = { info: keep, warn: keep, error: keep };

const schema = z.strictObject({
  name: z.string().max(5),
  kind: z.enum(["a", "b"]).default("a"),
  n: z.int().default(1),
});
const app = new Hono();
app.onError(onProblem(log));
app.post("/json", async (c) => c.json(await jsonBody(c, schema)));
app.post("/bytes", async (c) => c.json((await readBody(c, 10)).length));
app.post("/large", async (c) => c.json((await readBody(c, 2 * MAX_JSON_BYTES)).length));
app.get("/conflict", () => {
  throw conflict("x.taken", "somebody has it", { field: "x" });
});
app.get("/bug", () => {
  throw new Error("SECRET at 14 rue des Lavandières-Fictives");
});

async function post(path: string, body: string | ReadableStream) {
  const answer = await app.request(path, {
    method: "POST",
    body,
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  });
  return {
    status: answer.status,
    problem: (await answer.json()) as Record<string, unknown>,
    headers: answer.headers,
  };
}

describe("a request's body", () => {
  test("that is small is read while large ones hold all the room that there is for them", async () => {
    const MIB = 1024 * 1024;
    const gone = new AbortController();
    const held: Promise<unknown>[] = [];
    const piece = new Uint8Array(MIB);
    for (let i = 0; i < 4; i++) {
      let left = 64;
      const waiting = new ReadableStream({
        pull: async (controller) => {
          left -= 1;
          if (left >= 0) controller.enqueue(piece);
          else await new Promise((resolve) => gone.signal.addEventListener("abort", resolve));
          if (left < 0) controller.close();
        },
      });
      const request = new Request("http://desk.example/", { method: "POST", body: waiting, duplex: "half" });
      held.push(readBody({ req: { raw: request } }, 65 * MIB));
    }
    while ((await post("/large", "x")).status !== 503) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal((await post("/json", '{"name":"a"}')).status, 200);
    gone.abort();
    await Promise.all(held);
    assert.equal((await post("/large", "x")).status, 200);
    logged.length = 0;
  });

  test("that is too long is refused, announced or not, before it is all read", async () => {
    assert.equal((await post("/bytes", "x".repeat(10))).status, 200);
    const announced = await post("/bytes", "x".repeat(11));
    assert.deepEqual([announced.status, announced.problem.code], [413, "body.too-large"]);
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 4;
        controller.enqueue(new Uint8Array(4));
      },
    });
    assert.equal((await post("/bytes", endless)).status, 413);
    assert.ok(sent < 100);
    assert.equal((await post("/json", " ".repeat(MAX_JSON_BYTES + 1))).status, 413);
  });

  test("that is no JSON is said to be none, without being repeated", async () => {
    for (const body of ["", "{", "SECRET", '{"name": SECRET}', "\u0000"]) {
      const { status, problem } = await post("/json", body);
      assert.deepEqual([status, problem.code], [400, "json.malformed"]);
      assert.ok(!JSON.stringify(problem).includes("SECRET"));
    }
  });

  test("with unknown or wrong fields names each of them", async () => {
    const { status, problem, headers } = await post(
      "/json",
      JSON.stringify({ name: "toolong", kind: "c", extra: 1 }),
    );
    assert.equal(status, 400);
    assert.equal(headers.get("content-type"), "application/problem+json");
    assert.equal(problem.code, "field.invalid");
    const fields = (problem.problems as { field: string }[]).map(({ field }) => field);
    assert.deepEqual(fields.sort(), ["extra", "kind", "name"]);
  });

  test("is never repeated in an error, whatever was in it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 6 }),
        fc.constantFrom("name", "kind", "n"),
        async (text, field) => {
          const value = `SECRET ${text}`;
          const { status, problem } = await post("/json", JSON.stringify({ name: "ok", [field]: value }));
          assert.equal(status, 400);
          assert.ok(!JSON.stringify(problem).includes("SECRET"));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("a failure", () => {
  test("of ours is its problem document; one that we did not foresee says only that it happened", async () => {
    const taken = await app.request("/conflict");
    assert.equal(taken.status, 409);
    assert.equal(taken.headers.get("cache-control"), "no-store");
    assert.deepEqual(await taken.json(), {
      ...{ type: "about:blank", title: "somebody has it", status: 409, code: "x.taken", field: "x" },
    });
    const bug = await app.request("/bug");
    assert.equal(bug.status, 500);
    assert.ok(!(await bug.text()).includes("SECRET"));
    assert.equal(logged.length, 1);
    assert.ok(!JSON.stringify(logged).includes("SECRET"));
  });
});

describe("a page", () => {
  const LANGUAGES: [string | undefined, string | undefined, "fr" | "en"][] = [
    [undefined, undefined, "fr"],
    [undefined, "en-CA,en;q=0.9,fr;q=0.8", "en"],
    [undefined, "fr-CA,fr;q=0.9,en;q=0.8", "fr"],
    [undefined, "de-DE,de;q=0.9,en;q=0.5", "en"],
    [undefined, "de", "fr"],
    [undefined, "*", "fr"],
    ["fr", "en", "fr"],
    ["en", "fr", "en"],
    ["de", "en", "en"],
  ];
  for (const [query, accept, expected] of LANGUAGES) {
    test(`asked for as ${query ?? "–"} by a browser that says ${accept ?? "nothing"} is in ${expected}`, () => {
      assert.equal(languageOf(query, accept), expected);
    });
  }

  test("escapes what it shows, has no script, and offers the way out where it should", async () => {
    const text = "<script>alert(1)</script>";
    const page = { title: text, language: "fr", body: html`<p>${text}</p>`, path: "/s" } as const;
    const shown = String(await layout({ ...page, exit: true }));
    assert.ok(!shown.includes("<script"));
    assert.match(shown, /<html lang="fr">/);
    assert.match(shown, /href="\/s\/x"/);
    assert.doesNotMatch(String(await layout(page)), /\/s\/x/);
    assert.match(PAGE_HEADERS["content-security-policy"], /default-src 'none'/);
  });
});
