import assert from "node:assert/strict";
import { Reporter } from "../desk/reporter.ts";
import { canaryJpeg, canaryPng } from "../fixtures/canary-pictures.ts";
import { HOSTNAMES } from "../fixtures/people.ts";
import { ABUSIVE_THREADS } from "../fixtures/reports.ts";
import type { Marks } from "./marks.ts";
import type { Wire } from "./wire.ts";

const FORUM = `https://${HOSTNAMES.forum}`;
export const CONTESTED = "/salon/contester";

/** What a browser tells every site that it asks; a proxy of ours says from which network it came. */
export const browserOf = (marks: Marks, network = "4b5d"): Record<string, string> => ({
  referer: `https://${marks.of("Referer, host")}.example/${marks.of("Referer, path")}?q=${marks.of("Referer, query")}`,
  "user-agent": `Navigateur/1 (${marks.of("User-Agent")})`,
  "accept-language": `x-${marks.of("Accept-Language")};q=0.1`,
  "x-forwarded-for": `${marks.of("X-Forwarded-For")}, ${marks.address(`X-Forwarded-For, ${network}`, network)}`,
  forwarded: `for="_${marks.of("Forwarded")}"`,
  "x-operator": marks.of("a field of a proxy"),
  cookie: `autre=${marks.of("a cookie of others")}`,
  "x-request-id": marks.of("X-Request-Id"),
  traceparent: `00-${marks.of("traceparent")}-00f067aa0ba902b7-01`,
});

/** A page of the forum with everything in its address that tells who followed the link. */
export const traced = (marks: Marks, path: string, from: string): string =>
  [
    `https://${marks.of(`${from}: user name`)}:${marks.of(`${from}: password`)}@${HOSTNAMES.forum}${path}`,
    `;jsessionid=${marks.of(`${from}: jsessionid`)}?fbclid=${marks.of(`${from}: fbclid`)}`,
    `&%73id=${marks.of(`${from}: sid`)}&utm_source=${marks.of(`${from}: utm_source`)}`,
    `&token=${marks.of(`${from}: token`)}&email=${marks.of(`${from}: email`)}%40courriel.example`,
    `#${marks.of(`${from}: fragment`)}`,
  ].join("");

const toldBy = (marks: Marks, name: string) => ({
  comment: marks.of(`${name}: comment`),
  exif: marks.of(`${name}: EXIF description`),
  author: marks.of(`${name}: EXIF artist`),
  xmp: marks.of(`${name}: XMP`),
});

export async function pictures(marks: Marks, from: string) {
  const png = await canaryPng({
    ...toldBy(marks, `${from}: PNG`),
    compressed: marks.of(`${from}: PNG: compressed text`),
  });
  const jpeg = await canaryJpeg(toldBy(marks, `${from}: JPEG`));
  return [
    { name: `${marks.text(`${from}: PNG, name`)}.png`, type: "image/png", bytes: png },
    { name: `${marks.of(`${from}: JPEG, name`)}.jpg`, type: `image/jpeg`, bytes: jpeg },
  ];
}

/** The six pages, filled in to the last but one and not sent. */
export async function writesForm(wire: Wire, marks: Marks): Promise<{ her: Reporter; receipt: string }> {
  const her = new Reporter(wire, { language: "en" });
  await her.open(`/s?l=en&${marks.of("query of our own page")}`);
  const elsewhere = `https://${marks.shown("host that we do not serve")}.example/${marks.shown("path there")}`;
  const urls = `${traced(marks, ABUSIVE_THREADS.dox, "form")}\r\n${traced(marks, ABUSIVE_THREADS.raid, "form, second")}\r\n${elsewhere}`;
  await her.press("/s", { urls, go: "more" });
  assert.equal(her.status, 201, her.words);
  const receipt = her.code;
  await her.press("/s/go", { to: "2" });
  await her.press("/s/2", {
    happening: ["address", "threat"],
    riskToLife: "true",
    when: "2026-08",
    go: "next",
  });
  await her.press("/s/3", {
    ...{
      how: "reachable",
      chosenName: marks.text("form: chosen name"),
      pronouns: marks.text("form: pronouns"),
    },
    contact: `${marks.mail("form: contact")} ${marks.phone("form: contact, telephone")}`,
    organisation: marks.text("form: organisation"),
    people: `${marks.text("form: people")}\r\n${marks.text("form: people, second")}`,
    [marks.of("form: a field of nobody")]: marks.of("form: what it holds"),
    go: "next",
  });
  await her.press("/s/4", { mayKnow: "operator", go: "next" });
  await her.press("/s/5", {
    words: `${marks.text("form: words")} ${"Elle a peur. ".repeat(500)}`, // long enough to be compressed where it is in clear
    transcript: marks.text("form: transcript"),
    "detail-address": `14 rue ${marks.of("form: detail address")}, 00000 Exempleville`,
    "detail-phone": marks.phone("form: detail telephone"),
    "detail-email": marks.mail("form: detail email"),
    "detail-former-name": `${marks.of("form: former name")} Fictif-Duval`,
    near: `${marks.of("form: near")}, ${marks.of("form: near, second")}`,
    former: "true",
    go: "back",
  });
  assert.match(her.words, /Who may learn/, "step 5 was saved");
  await her.press("/s/go", { to: "5" });
  await her.upload("/s/5", { go: "next" }, await pictures(marks, "form"));
  assert.match(her.words, /Ready to send/, "the files were kept");
  return { her, receipt };
}

/** Once it is sent: more pages, words and pictures, a message, and a helper who does the same. */
export async function addsLater(wire: Wire, marks: Marks, her: Reporter): Promise<void> {
  await her.press("/s/r", { act: "say", text: marks.text("status: message") });
  await her.upload(
    "/s/r",
    { act: "add", urls: traced(marks, "/salon/plus-tard", "addition"), words: marks.text("addition: words") },
    await pictures(marks, "addition"),
  );
  await her.press("/s/r", { act: "helper" });
  const helper = new Reporter(wire, { language: "en" });
  await helper.press("/s/1", { code: her.code });
  await helper.press("/s/r", { act: "say", text: marks.text("helper: message") });
  await helper.upload(
    "/s/r",
    { act: "add", words: marks.text("helper: words") },
    await pictures(marks, "helper"),
  );
  assert.match(helper.words, /2 files kept/);
  await her.press("/s/go", { to: "r" });
}

/** A report as a program sends it, every field filled in. */
export const wholeReport = (marks: Marks, path: string) => ({
  urls: [traced(marks, path, `API ${path}`)],
  when: "2026-08",
  happening: ["address", "phone", "former-name", "threat", "voice-message"],
  riskToLife: true,
  words: marks.text("API: words"),
  transcript: marks.text("API: transcript"),
  details: [
    { kind: "address", value: `12 rue ${marks.of("API: detail address")}, 00000 Exempleville`, region: "FR" },
    { kind: "phone", value: marks.phone("API: detail telephone"), region: "FR" },
    { kind: "email", value: marks.mail("API: detail email") },
    { kind: "former-name", value: `${marks.of("API: former name")} Duval`, with: [marks.of("API: near")] },
  ],
  about: ["helped"],
  people: [
    {
      chosenName: marks.text("API: person"),
      pronouns: marks.text("API: person's pronouns"),
      relation: marks.text("API: relation"),
    },
  ],
  reporter: {
    chosenName: marks.text("API: chosen name"),
    pronouns: marks.of("API: pronouns"),
    contact: marks.mail("API: contact"),
    helper: {
      organisation: marks.text("API: organisation"),
      name: marks.text("API: helper"),
      contact: `${marks.mail("API: helper's contact")} ${marks.phone("API: helper's telephone")}`,
    },
  },
  mayKnow: "operator",
  language: "fr",
});

/** Everything that programs can do: two reports with a key against sending twice, additions, codes, one taken back. */
export async function usesApi(wire: Wire, marks: Marks): Promise<void> {
  const report = wholeReport(marks, ABUSIVE_THREADS.dox);
  const key = { "idempotency-key": `${marks.of("idempotency key")}-0123456789abcdef` };
  const filed = await wire.json<{ receipt: string }>("/api/reports", report, key);
  assert.equal(filed.status, 201, filed.text);
  const again = await wire.json<{ receipt: string }>("/api/reports", report, key);
  assert.equal(again.body.receipt, filed.body.receipt);
  const { receipt } = filed.body;
  const twice = await wire.json("/api/reports", { ...report, words: marks.text("API: sent twice") }, key);
  assert.equal(twice.status, 409);
  const calls: Record<string, object> = {
    status: {},
    add: { urls: [traced(marks, "/salon/encore", "API addition")], words: marks.text("API: added words") },
    messages: { text: marks.text("API: message") },
    "may-know": { mayKnow: "operator" },
  };
  for (const [call, body] of Object.entries(calls)) {
    const { status, text } = await wire.json(`/api/reports/${call}`, { receipt, ...body });
    assert.ok(status < 300, `${call}: ${text}`);
  }
  const made = await wire.json<{ code: string }>("/api/reports/codes", { receipt, kind: "takeover" });
  const taken = await wire.json("/api/reports/take-over", { receipt: made.body.code });
  assert.equal(taken.status, 201, taken.text);
}

/** Reports that the desk finds unfounded, all from one contact: the answer to the one that is not taken names nobody. */
export async function isSuspended(
  wire: Wire,
  marks: Marks,
  judge: (path: string, act: "warning" | "suspension") => Promise<void>,
): Promise<void> {
  const contact = marks.mail("unfounded: contact");
  const send = (path: string) =>
    wire.json<{ code?: string }>("/api/reports", {
      urls: [`${FORUM}${path}`],
      words: marks.text(`unfounded: words, ${path}`),
      reporter: { contact },
    });
  for (const [path, act] of [
    ["/salon/sans-objet", "warning"],
    ["/salon/encore-sans-objet", "suspension"],
  ] as const) {
    const { status, text } = await send(path);
    assert.equal(status, 201, text);
    await judge(path, act);
  }
  assert.equal(
    (await send("/salon/toujours-sans-objet")).status,
    201,
    "who writes a contact is not known by it",
  );
}

/** A report that is taken back, for the sweep to destroy what is left of it. */
export async function takesBack(wire: Wire, marks: Marks): Promise<void> {
  const { body } = await wire.json<{ receipt: string }>("/api/reports", {
    urls: [`${FORUM}/salon/retire`],
    words: marks.text("withdrawn: words"),
    reporter: { contact: marks.mail("withdrawn: contact") },
    details: [{ kind: "email", value: marks.mail("withdrawn: detail") }],
  });
  const { status, text } = await wire.json("/api/reports/withdraw", { receipt: body.receipt });
  assert.equal(status, 200, text);
}

/** More from one address than one person sends: the first page comes back, with what she typed there, and asks to wait. */
export async function isHeldBack(wire: Wire, marks: Marks): Promise<void> {
  const token = marks.shown("first page, held back");
  for (let i = 0; i < 12; i++) {
    const her = new Reporter(wire, { language: "en" });
    await her.press("/s", { urls: `${FORUM}/salon/attente?token=${token}&page=${i}`, go: "more" });
    if (her.status === 429) return;
  }
  assert.fail("nobody was asked to wait");
}

/** A report that will be refused, so that she can contest it. */
export async function reportsForRefusal(wire: Wire, marks: Marks): Promise<Reporter> {
  const her = new Reporter(wire, { language: "en" });
  await her.press("/s", { urls: traced(marks, CONTESTED, "contested"), go: "send" });
  return her;
}
