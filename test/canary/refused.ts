import assert from "node:assert/strict";
import { HOSTNAMES } from "../fixtures/people.ts";
import type { Marks } from "./marks.ts";
import type { Wire } from "./wire.ts";

const PAGE = `https://${HOSTNAMES.forum}/salon/refuse`;

/** Bodies of a report of which one field is wrong and says something. */
function wrongReports(marks: Marks): Record<string, unknown>[] {
  const say = (field: string) => marks.text(`refused: ${field}`);
  const long = (field: string, length: number) => `${say(field)} ${"x".repeat(length)}`;
  return [
    { urls: say("urls, no list") },
    { urls: [], words: say("words without urls") },
    { urls: [{ url: say("urls, object") }] },
    { urls: [`ftp://${marks.of("refused: urls, ftp")}.example/`] },
    { urls: [`https://${marks.of("refused: urls, host")} .example/`] },
    { urls: [`https://${HOSTNAMES.forum}/${long("urls, long", 5_000)}`] },
    { when: say("when") },
    { happening: [say("happening")] },
    { riskToLife: say("riskToLife") },
    { doNotFetch: { is: say("doNotFetch") } },
    { words: long("words, long", 20_001) },
    { words: { said: say("words, object") } },
    { transcript: long("transcript, long", 20_001) },
    { details: [{ kind: say("detail, kind"), value: say("detail, value") }] },
    { details: [{ kind: "phone", value: say("detail, no phone") }] },
    { details: [{ kind: "email", value: marks.of("refused: detail, no mail") }] },
    { details: [{ kind: "address", value: long("detail, long", 5_000) }] },
    { details: [{ kind: "former-name", value: "Duval", with: [long("near, long", 5_000)] }] },
    { about: [say("about")] },
    { people: say("people, no list") },
    { people: [{ chosenName: long("person, long", 201) }] },
    { people: [{ legalName: say("person, unknown field") }] },
    { reporter: say("reporter, text") },
    { reporter: { chosenName: long("chosen name, long", 201) } },
    { reporter: { pronouns: long("pronouns, long", 51) } },
    { reporter: { contact: long("contact, long", 301) } },
    { reporter: { legalName: say("legal name") } },
    { reporter: { helper: { organisation: long("organisation, long", 201) } } },
    { mayKnow: say("mayKnow") },
    { language: say("language") },
    { trueToMyKnowledge: say("trueToMyKnowledge") },
    { [`un champ ${marks.of("refused: name of a field")}`]: say("value of an unknown field") },
  ].map((change) => ({ urls: [PAGE], ...change }));
}

/** What is no JSON, or not the call's. */
function wrongBodies(marks: Marks): (readonly [string, string])[] {
  const say = (field: string) => marks.text(`refused: ${field}`);
  const code = "0000-0000-0000-0000";
  return [
    ["", `{"urls": ["${PAGE}"], "words": "${say("JSON, cut")}`],
    ["", say("no JSON")],
    ["", `{"__proto__": {"words": "${say("JSON, proto")}"}}`],
    ["", JSON.stringify({ urls: [PAGE], words: `${say("JSON, too large")}${"y".repeat(300_000)}` })],
    ["/status", JSON.stringify({ receipt: say("status, receipt") })],
    ["/status", JSON.stringify({ receipt: `${say("status, long")}${"z".repeat(60)}` })],
    ["/add", JSON.stringify({ receipt: code, words: say("add, words") })],
    ["/add", JSON.stringify({ receipt: code, urls: [say("add, urls")], when: say("add, when") })],
    ["/messages", JSON.stringify({ receipt: code, text: say("message, no report") })],
    ["/messages", JSON.stringify({ receipt: code, text: { is: say("message, object") } })],
    ["/contest", JSON.stringify({ receipt: code, text: say("contest, no report") })],
    ["/withdraw", JSON.stringify({ receipt: marks.of("refused: withdraw, receipt") })],
    ["/may-know", JSON.stringify({ receipt: code, mayKnow: say("may-know") })],
    ["/codes", JSON.stringify({ receipt: code, kind: say("codes, kind") })],
    ["/take-over", JSON.stringify({ receipt: code, keepHelper: say("take-over") })],
  ];
}

/** Everything that is not taken: each is answered as an error, and what was in it is repeated nowhere. Returns how many. */
export async function sendsWhatIsRefused(wire: Wire, marks: Marks): Promise<number> {
  let count = 0;
  const refused = (status: number, what: string, text: string) => {
    count++;
    assert.ok(status >= 400 && status < 500, `${what}: ${status} ${text.slice(0, 300)}`);
  };
  for (const report of wrongReports(marks)) {
    const { status, text } = await wire.json("/api/reports", report);
    refused(status, Object.keys(report).join(), text);
  }
  for (const [call, body] of wrongBodies(marks)) {
    const { status, text } = await wire.json(`/api/reports${call}`, body);
    refused(status, `${call} ${body.slice(0, 60)}`, text);
  }
  const key = { "idempotency-key": marks.of("refused: idempotency key").repeat(25) };
  const { status, text } = await wire.json("/api/reports", { urls: [PAGE] }, key);
  refused(status, "a key that is too long", text);
  for (const [path, form] of forms(marks)) {
    const answer = await wire.ask(path, { method: "POST", ...form });
    refused(answer.status, path, answer.text);
  }
  const authorization = `Bearer rf_${marks.of("refused: key of an organisation").padEnd(43, "A")}`;
  for (const path of strayPaths(marks)) {
    const answer = await wire.ask(path, { headers: { authorization } });
    refused(answer.status, path, answer.text);
  }
  return count;
}

function forms(marks: Marks): (readonly [string, { headers: Record<string, string>; body: string }])[] {
  const encoded = { "content-type": "application/x-www-form-urlencoded" };
  const boundary = marks.of("refused: boundary");
  const multipart = { "content-type": `multipart/form-data; boundary=${boundary}` };
  const part = `--${boundary}\r\nContent-Disposition: form-data; name="words"\r\n\r\n${marks.text("refused: multipart, cut")}`;
  const address = `ftp://${marks.shown("first page, refused")}.example/`;
  const large = `${marks.of("refused: form, too large")}=${"w".repeat(140_000)}`;
  return [
    ["/s", { headers: encoded, body: String(new URLSearchParams({ urls: address, go: "more" })) }],
    ["/s", { headers: encoded, body: large }],
    ["/s/5", { headers: multipart, body: part }],
    ["/s", { headers: multipart, body: marks.text("refused: no multipart") }],
    ["/s/1", { headers: encoded, body: String(new URLSearchParams({ code: marks.of("refused: code") })) }],
    ["/s/t", { headers: encoded, body: String(new URLSearchParams({ k: marks.of("refused: session") })) }],
  ];
}

const strayPaths = (marks: Marks): string[] => {
  const word = (where: string) => marks.of(`stray path: ${where}`);
  return [
    `/${word("root")}`,
    `/s/${word("report page")}?${word("report page, query")}=${word("report page, value")}`,
    `/d/${word("decision")}`,
    `/o/${word("portal")}.${word("portal, MAC")}`,
    `/ledger/${word("ledger")}`,
    `/policy/${word("policy")}`,
    `/api/cases/${word("case")}`,
    `/api/${word("API")}`,
    `/console/${word("console")}.js`,
    `/%ff${word("no UTF-8")}`,
    `/d/${word("decision, NUL")}%00`, // PostgreSQL takes none, and says so in its log
    `/policy/${word("policy, NUL")}%00`,
  ];
};

/** What is no HTTP: refused by Node before the desk sees it, or dropped. */
export async function sendsWhatIsNoHttp(wire: Wire, marks: Marks): Promise<void> {
  const word = (where: string) => marks.of(`no HTTP: ${where}`);
  const requests = [
    `GET /${word("version")} HTTP/9.9\r\n\r\n`,
    `${word("method")} / HTTP/1.1\r\nHost: desk\r\n\r\n`,
    `POST /api/reports HTTP/1.1\r\nHost: desk\r\nContent-Length: ${word("length")}\r\n\r\n${word("body of it")}`,
    `GET / HTTP/1.1\r\nHost: desk\r\nX-Long: ${word("long field")}${"v".repeat(40_000)}\r\n\r\n`,
    `POST /api/reports HTTP/1.1\r\nHost: desk\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n${word("chunk, cut")}`,
    marks.text("no HTTP: words"),
  ];
  await Promise.all(requests.map((request) => wire.raw(Buffer.from(request))));
}
