import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { HOSTNAMES } from "../fixtures/people.ts";
import { raw, statusOf } from "../world/http.ts";
import { House, type Problem } from "./house.ts";

const PAGE = `https://${HOSTNAMES.forum}/salon/mirabelle/sujet/41-on-sait-ou-elle-est`;
const CANARY = "canari-7f3a";

describe("what is sent to the desk and cannot be used", { timeout: 60_000 }, () => {
  let house: House;
  before(async () => {
    house = await House.open();
  });
  after(() => house?.close());

  /** The problem names the field, and repeats nothing of what was sent. */
  const about = (problem: Problem, status: number, code: string, field?: string) => {
    assert.deepEqual(
      { status: problem.status, code: problem.code, field: problem.field },
      { status, code, field },
    );
    assert.ok(!problem.text.includes(CANARY), problem.text);
  };
  const report = (body: unknown, headers = {}) => house.problem("POST", "/api/reports", body, headers);

  test("JSON that is none, a body that is too long", async () => {
    about(await report(`{"urls": [${CANARY}`), 400, "json.malformed");
    about(await report(""), 400, "json.malformed");
    about(await report({ urls: [PAGE], words: CANARY.repeat(30_000) }), 413, "body.too-large");
    const chunked = `POST /api/reports HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${"fffff\r\n".concat("x".repeat(0xfffff), "\r\n")}`;
    assert.equal(statusOf(await raw(house.world.deskPort, chunked)), 413);
    assert.deepEqual(await house.cases(), []);
  });

  test("fields: missing, unknown, of another type, beyond the limit", async () => {
    about(await report({}), 400, "field.invalid", "urls");
    about(await report({ urls: [PAGE], name: CANARY }), 400, "field.invalid", "name");
    about(
      await report({ urls: [PAGE], reporter: { contact: [CANARY] } }),
      400,
      "field.invalid",
      "reporter.contact",
    );
    about(await report({ urls: [PAGE], happening: [CANARY] }), 400, "field.invalid", "happening.0");
    about(await report({ urls: [PAGE], words: CANARY.repeat(2_000) }), 400, "field.invalid", "words");
    about(await report([PAGE]), 400, "field.invalid", "");
    about(
      await report({ urls: [PAGE], details: [{ kind: CANARY, value: "x" }] }),
      400,
      "field.invalid",
      "details.0.kind",
    );
  });

  const URLS: [string, string][] = [
    ["no URL", `${CANARY} n'est pas une adresse`],
    ["another scheme", `ftp://perchoir.example/${CANARY}`],
    ["a script", `javascript:alert("${CANARY}")`],
    ["data", `data:text/html,${CANARY}`],
    ["a local file", `file:///etc/${CANARY}`],
    ["a port that is none", `https://perchoir.example:99999/${CANARY}`],
    ["a host that is none", `https://perchoir..example^/${CANARY}`],
  ];
  for (const [what, url] of URLS) {
    test(`an address: ${what}`, async () => {
      about(await report({ urls: [PAGE, url] }), 400, "report.url", "urls.1");
      assert.deepEqual(await house.cases(), [], "one wrong address stores nothing of the report");
    });
  }

  test("an address of a site that we do not serve is taken, and said to be elsewhere", async () => {
    const urls = [
      "https://ailleurs.example/page",
      "https://ailleurs.example/sans-protocole",
      "http://[2001:db8::1]/x",
      "http://192.0.2.1/",
    ];
    const sent = urls.map((url) => url.replace(/^https:..(.*sans)/, "$1")); // as people paste it
    const answer = await house.ask("/api/reports", { method: "POST", body: JSON.stringify({ urls: sent }) });
    assert.equal(answer.status, 201);
    assert.deepEqual(JSON.parse(answer.text).elsewhere, urls);
    assert.deepEqual(await house.cases(), []);
  });

  test("a receipt: of the wrong form, or nobody's", async () => {
    const status = (receipt: unknown) => house.problem("POST", "/api/reports/status", { receipt });
    about(await status(CANARY), 400, "receipt.form");
    about(await status("0000-0000-0000-0000"), 404, "receipt.unknown");
    about(await status(7), 400, "field.invalid", "receipt");
  });

  test("a policy file: every fault with its file, line and field", async () => {
    const yaml = "version: 2026-12-01\nposture: steward\nclauses:\n  - id: d1\n    binds: [cdn, laundry]\n";
    const problem = await house.problemAs(house.admin, "POST", "/api/policies", { yaml });
    assert.deepEqual([problem.status, problem.code], [422, "policy.invalid"]);
    const { problems } = JSON.parse(problem.text);
    const place = ({ file, line, field }: { file: string; line: number; field: string }) =>
      `${file}:${line} ${field}`;
    const places = problems.map(place);
    assert.ok(places.includes("policy.yaml:4 clauses[0].id"), places.join("\n"));
    assert.ok(places.includes("policy.yaml:5 clauses[0].binds[1]"), places.join("\n"));
    const broken = await house.problemAs(house.admin, "POST", "/api/policies", { yaml: "a: [1\nb: 2" });
    assert.match(broken.title ?? "", /^policy\.yaml:2:\d+: /m);
  });

  test("signatures: of another key, of another text, and what is no signature", async () => {
    const { first, second, world } = house;
    const ask = async (sign: (challenge: string) => string) => {
      const answer = await house.ask("/api/sessions/challenge", {
        ...{ method: "POST", body: JSON.stringify({ person: first.id }) },
      });
      const { challenge } = JSON.parse(answer.text);
      return house.problem("POST", "/api/sessions", { challenge, signature: sign(challenge) });
    };
    const hexOf = (text: string) => Buffer.from(text).toString("hex");
    about(await ask((text) => second.sign(hexOf(text))), 403, "team.sign-in");
    about(await ask(() => first.sign("00")), 403, "team.sign-in");
    about(await ask(() => `~~${CANARY}`), 403, "team.sign-in");
    about(await ask(() => ""), 403, "team.sign-in");
    const foreign = { challenge: `rempart sign-in ${first.id} ${Date.now() + 60_000} x y`, signature: "" };
    const signed = { ...foreign, signature: first.sign(hexOf(foreign.challenge)) };
    about(await house.problem("POST", "/api/sessions", signed), 403, "team.sign-in"); // nobody here asked for that
    await first.signIn(world.deskPort);
  });

  test("one challenge opens one session", async () => {
    const { first } = house;
    const answer = await house.ask("/api/sessions/challenge", {
      ...{ method: "POST", body: JSON.stringify({ person: first.id }) },
    });
    const { challenge } = JSON.parse(answer.text);
    const signature = first.sign(Buffer.from(challenge).toString("hex"));
    const body = JSON.stringify({ challenge, signature });
    assert.equal((await house.ask("/api/sessions", { method: "POST", body })).status, 201);
    about(await house.problem("POST", "/api/sessions", { challenge, signature }), 403, "team.sign-in");
  });

  test("keys: the first-run link is used, a colleague's key is none, approvals are too few", async () => {
    const { admin, first, world } = house;
    const secret = world.firstRunUrl?.split("#first=")[1];
    const again = { secret, name: "Mallory", publicKey: first.publicKey };
    about(await house.problem("POST", "/api/people/first", again), 403, "team.first-run");
    const added = { id: "0".repeat(26), name: "Eve", role: "moderator", publicKey: CANARY, approvals: [] };
    about(await house.problemAs(admin, "POST", "/api/people", added), 400, "vault.key");
    const valid = { ...added, publicKey: first.publicKey };
    about(await house.problemAs(admin, "POST", "/api/people", valid), 403, "vault.approval");
  });

  test("sites: a hostname that is taken or is none, an origin of another kind, a role that does not exist", async () => {
    const account = await house.post<{ id: string }>(house.admin, "/api/accounts", {
      ...{ contactEmail: "a@b.example", language: "en" },
    });
    const site = {
      account: account.id,
      hostnames: ["new.example"],
      roles: ["cdn"],
      origin: "http://192.0.2.1",
    };
    const add = (change: object) =>
      house.problemAs(house.admin, "POST", "/api/sites", { ...site, ...change });
    about(await add({ hostnames: [HOSTNAMES.forum] }), 409, "site.hostname", "hostnames");
    about(await add({ hostnames: ["a b"] }), 400, "site.hostname", "hostnames");
    about(await add({ origin: "ftp://192.0.2.1" }), 400, "field.invalid", "origin.servers.0.url");
    about(await add({ roles: ["laundry"] }), 400, "field.invalid", "roles.0");
    about(await add({ account: "nobody" }), 400, "field.invalid", "account");
    about(await add({ account: "0".repeat(26) }), 404, "site.account", "account");
  });

  test("an idempotency key that is used again, at once or later, files one report", async () => {
    const send = () =>
      house.ask("/api/reports", {
        ...{
          method: "POST",
          body: JSON.stringify({ urls: [PAGE] }),
          headers: { "idempotency-key": "once-1" },
        },
      });
    const answers = await Promise.all([send(), send(), send()]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409]);
    about(await report({ urls: [PAGE] }, { "idempotency-key": "once-1" }), 409, "report.twice");
    const secret = { "idempotency-key": "0b5a3f0e-5d4e-4f0e-9c3e-2f5b8a7d6c1e" };
    const once = { method: "POST", body: JSON.stringify({ urls: [PAGE] }), headers: secret };
    const twice = await Promise.all([house.ask("/api/reports", once), house.ask("/api/reports", once)]);
    const [one, same] = twice.map(({ text }) => JSON.parse(text).receipt);
    assert.equal(one, same, "whoever did not get the answer gets it by asking again");
    about(await report({ urls: [PAGE], riskToLife: true }, secret), 409, "report.twice");
    about(await report({ urls: [PAGE] }, { "idempotency-key": CANARY.repeat(20) }), 400, "idempotency.key");
    assert.deepEqual(
      (await house.cases()).map(({ reports }) => reports),
      [2],
    );
  });

  test("an address where there is nothing, and a method that is not taken there", async () => {
    about(await house.problem("GET", `/nothing/${CANARY}`), 404, "page.unknown");
    about(await house.problem("DELETE", "/s"), 404, "page.unknown");
    about(await house.problem("DELETE", "/api/reports"), 401, "team.signed-out");
    about(await house.problem("GET", `/o/${CANARY}.x`), 404, "portal.unknown");
    about(await house.problem("GET", `/d/${CANARY}`), 404, "decision.unknown");
    about(await house.problem("GET", "/ledger/tile/entries/..%2f..%2f..%2fportal.key"), 404, "ledger.view");
  });

  test("the way out leaves nothing behind, and her pages are kept by nobody", async () => {
    const exit = await house.ask("/s/x");
    assert.equal(exit.status, 303);
    assert.equal(exit.headers["clear-site-data"], '"cache", "cookies", "storage"');
    assert.match(String(exit.headers.location), /^https:\/\/www\.wikipedia\.org\/$/);
    for (const path of ["/s/x", "/s", "/s/1"]) {
      const { headers } = await house.ask(path);
      assert.equal(headers["cache-control"], "no-store", path);
      assert.equal(headers["referrer-policy"], "no-referrer", path);
      assert.doesNotMatch(String(headers["set-cookie"] ?? ""), /s=[^;]/, path);
    }
    assert.match(String((await house.ask("/s")).headers["content-security-policy"]), /default-src 'none'/);
  });

  test("the team's API is closed to who is not signed in, and to roles that it is not for", async () => {
    const paths = [
      "/metrics",
      "/api/cases",
      "/api/sites",
      "/api/fleet",
      "/api/appeals",
      "/api/policy",
      "/api/me",
    ];
    for (const path of paths) about(await house.problem("GET", path), 401, "team.signed-out");
    const stale = { authorization: "Bearer x".padEnd(50, "x") };
    about(await house.problem("GET", "/api/cases", undefined, stale), 401, "team.signed-out");
    const { first, auditor } = house;
    const account = { contactEmail: "a@b.example", language: "en" };
    about(await house.problemAs(first, "POST", "/api/accounts", account), 403, "team.role");
    about(await house.problemAs(first, "POST", "/api/sites", {}), 403, "team.role");
    about(await house.problemAs(first, "POST", "/api/sites/x/hostnames", {}), 403, "team.role");
    about(await house.problemAs(first, "POST", "/api/fleet/tokens", {}), 403, "team.role");
    about(await house.problemAs(first, "POST", "/api/people", {}), 403, "team.role");
    about(await house.problemAs(first, "POST", "/api/policies", {}), 403, "team.role");
    about(await house.problemAs(auditor, "POST", "/api/cases/x/decisions", {}), 403, "team.role");
    about(await house.problemAs(auditor, "POST", "/api/decisions/x/approvals", {}), 403, "team.role");
    about(await house.problemAs(auditor, "POST", "/api/lifts", {}), 403, "team.role");
    about(await house.problemAs(auditor, "POST", "/api/appeals/x/answer", {}), 403, "team.role");
    assert.ok(Array.isArray((await house.get<{ cases: [] }>(auditor, "/api/cases")).cases));
  });
});
