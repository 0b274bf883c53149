import assert from "node:assert/strict";
import { test } from "node:test";
import type { TaggedMeasure } from "../../policy/held.ts";
import { Fields } from "../http/fields.ts";
import { html } from "./html.ts";
import { measureAnswer } from "./measure.ts";
import { prefersJson } from "./negotiate.ts";
import { problemAnswer } from "./problem.ts";

const NOW = Date.UTC(2026, 11, 1);
const MEASURE: TaggedMeasure = {
  index: 42,
  verb: "refuse",
  grain: "url",
  role: "cdn",
  decision: "0123456789abcdefghjkmnpqrs",
  clause: "D1",
  startsMs: NOW,
  endsMs: NOW + 1000,
  site: "00000000000000000000000001",
  tags: ["00ff"],
  params: [],
};
const JSON_WANTED = new Fields(["Accept", "application/json"]);
const textOf = (body: unknown): string => Buffer.concat(body as Uint8Array[]).toString();

test("values are escaped, HTML is not", () => {
  assert.equal(
    html`<p>${'<a href="x">&'}${html`<b>${1}</b>`}</p>`.html,
    "<p>&lt;a href=&quot;x&quot;&gt;&amp;<b>1</b></p>",
  );
});

const ACCEPTS: readonly (readonly [accept: string | undefined, json: boolean])[] = [
  [undefined, false],
  ["*/*", false],
  ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false],
  ["application/json", true],
  ["application/problem+json, */*;q=0.1", true],
  ["application/json;q=0.5, text/html", false],
  ["application/json;q=0", false],
];
for (const [accept, json] of ACCEPTS) {
  test(`Accept: ${accept} ${json ? "gets JSON" : "gets a page"}`, () => {
    assert.equal(prefersJson(new Fields(accept === undefined ? [] : ["Accept", accept])), json);
  });
}

test("a refusal says what, why, since, until and how to object, in both languages", () => {
  const answer = measureAnswer("refuse", MEASURE, Fields.none, "https://desk.example", NOW);
  const text = textOf(answer.body);
  assert.equal(answer.status, 403);
  for (const part of [
    MEASURE.decision,
    "D1",
    "2026-12-01T00:00:00Z",
    "2026-12-01T00:00:01Z",
    "42",
    'lang="fr"',
    'lang="en"',
  ]) {
    assert.ok(text.includes(part), part);
  }
  assert.ok(text.includes(`https://desk.example/d/${MEASURE.decision}`));
  assert.equal(answer.fields.get("rempart-ledger"), "42");
  assert.equal(answer.fields.get("cache-control"), "no-store");
  assert.equal(answer.fields.has("link"), false);
});

test("451 only for a legal demand, naming who implements it (RFC 7725)", () => {
  const answer = measureAnswer(
    "legal-refuse",
    { ...MEASURE, verb: "legal-refuse" },
    JSON_WANTED,
    "https://desk.example",
    NOW,
  );
  assert.equal(answer.status, 451);
  assert.equal(answer.fields.get("link"), '<https://desk.example/>; rel="blocked-by"');
  assert.equal(answer.fields.get("content-type"), "application/problem+json");
  const { status, decision, clause, ledger, until } = JSON.parse(textOf(answer.body));
  assert.deepEqual(
    { status, decision, clause, ledger, until },
    { status: 451, decision: MEASURE.decision, clause: "D1", ledger: 42, until: "2026-12-01T00:00:01Z" },
  );
});

test("no page names the target, its tags or the site", () => {
  for (const verb of [
    "refuse",
    "legal-refuse",
    "suspend",
    "terminate",
    "rate-limit",
    "interstitial",
  ] as const) {
    for (const accept of [Fields.none, JSON_WANTED]) {
      const text = textOf(measureAnswer(verb, MEASURE, accept, "https://desk.example", NOW).body);
      assert.ok(!text.includes("00ff") && !text.includes(MEASURE.site), verb);
    }
  }
});

test("a problem is a page or a problem document (RFC 9457)", () => {
  const page = problemAnswer("site.unknown", Fields.none, NOW);
  assert.match(textOf(page.body), /does not serve that site/);
  const document = problemAnswer("site.unknown", JSON_WANTED, NOW);
  assert.equal(JSON.parse(textOf(document.body)).code, "site.unknown");
});
