import assert from "node:assert/strict";
import { test } from "node:test";
import { createTransport } from "nodemailer";
import { fakeClock } from "../../../lib/clock.ts";
import { badRequest, conflict, forbidden, RempartError, unprocessable } from "../../../lib/errors.ts";
import { type LogFields, silentLog } from "../../../lib/log.ts";
import type { ReportInput } from "../types.ts";
import type { AnswerMail } from "./answer.ts";
import { type MailArrival, MailIntake, type MailIntakeOptions } from "./intake.ts";
import { startMailListener } from "./listener.ts";
import { parseMail } from "./parse.ts";
import { V4 } from "./testing/documents.ts";
import { headOf, inBase64, mailOf, partsOf } from "./testing/mails.ts";

const BOX = "report@desk.example";
const ANNA = { address: "192.0.2.7", from: "anna@mail.example" };
const PICTURE = ["Content-Type: image/png; name=a.png", "Content-Transfer-Encoding: base64"];
const written = (text = "Bonjour, mon adresse est sur https://forum.example/t/1", ...head: string[]) =>
  mailOf(...headOf(...head), "", text);

/** A desk that keeps reports as the real one does: the same key is the same report. */
function deskOf(changes: Partial<MailIntakeOptions> = {}) {
  const reports = new Map<string, { input: ReportInput; receipt: string; arrival: MailArrival }>();
  const files: string[] = [];
  const sent: AnswerMail[] = [];
  const asked: string[] = [];
  const intake = new MailIntake({
    ...{ clock: fakeClock(), log: silentLog, parser: { parse: parseMail }, mailboxes: [BOX] },
    desk: { publicUrl: "https://desk.example", country: "FR", zone: "Europe/Paris" },
    async file(input, arrival) {
      const { idempotencyKey: key } = arrival;
      const report = reports.getOrInsertComputed(key, () => ({
        input,
        arrival,
        receipt: `CODE-${reports.size}`,
      }));
      return { receipt: report.receipt, dueAt: 0, kept: input.urls, elsewhere: [] };
    },
    async attach(receipt, [file]) {
      if (!file!.type.startsWith("image/")) throw unprocessable("media.unknown", "a picture or a sound");
      files.push(`${receipt} ${file!.name}`);
    },
    admit(address, lane) {
      asked.push(`${address} ${lane}`);
      return { wait: false, share: 2 };
    },
    async send(mail) {
      sent.push(mail);
    },
    ...changes,
  });
  const take = async (mail: Uint8Array, source: { address?: string; from?: string } = {}) => {
    try {
      await intake.take(mail, { ...ANNA, ...source });
    } finally {
      await intake.ended();
    }
  };
  const inputs = () => [...reports.values()].map(({ input }) => input);
  return { intake, take, reports, inputs, files, sent, asked };
}

test("a mail is a report of its pages, its words and its files, and its sender gets a code", async () => {
  const desk = deskOf();
  const text = "Bonjour, mon adresse est sur https://forum.example/t/1";
  await desk.take(partsOf(headOf("Subject: Aide"), "mixed", [[], text], [PICTURE, inBase64("picture")]));
  const [report] = [...desk.reports.values()];
  assert.deepEqual(report?.input, {
    ...{ urls: ["https://forum.example/t/1"], words: `Aide\n\n${text}`, happening: [], riskToLife: false },
    ...{ doNotFetch: false, details: [], about: [], people: [], mayKnow: "desk", language: "fr" },
    ...{ reporter: { contact: "anna@mail.example" }, trueToMyKnowledge: true },
  });
  assert.equal(report.arrival.share, 2);
  assert.match(report.arrival.idempotencyKey, /^[0-9a-f]{64}$/);
  assert.deepEqual([desk.files, desk.asked], [["CODE-0 a.png"], ["192.0.2.7 ordinary"]]);
  assert.equal(desk.sent.length, 1);
  assert.equal(desk.sent[0]?.to, "anna@mail.example");
  assert.match(desk.sent[0]!.text, /CODE-0/);
});

test("nothing that she wrote is in an answer", async () => {
  const desk = deskOf();
  await desk.take(written("zebra https://forum.example/giraffe", "Subject: okapi"));
  await desk.take(written("zebra", "Subject: okapi"));
  assert.equal(desk.sent.length, 2);
  for (const mail of desk.sent) assert.doesNotMatch(JSON.stringify(mail), /zebra|giraffe|okapi|Anna </);
});

test("the same mail twice is one report with one code; from somebody else it is another", async () => {
  const desk = deskOf();
  await Promise.all([desk.take(written()), desk.take(written())]);
  assert.equal(desk.reports.size, 1);
  await desk.take(written(), { from: "eve@other.example" });
  assert.equal(desk.reports.size, 2);
  assert.deepEqual(
    desk.sent.map(({ text }) => /CODE-\d/.exec(text)?.[0]),
    ["CODE-0", "CODE-0", "CODE-1"],
  );
});

test("programs, lists, bounces and our own mailboxes are answered nothing; programs that report are taken", async () => {
  const desk = deskOf();
  await desk.take(written(undefined, "Auto-Submitted: auto-generated"));
  await desk.take(written(undefined, "List-Id: <x.example>"), { from: "list@mail.example" });
  await desk.take(written(), { from: "no-reply@mail.example" });
  await desk.take(written(), { from: "Report+1@desk.example" });
  assert.equal(desk.reports.size, 4);
  await desk.take(written(), { from: "" });
  await desk.take(written(undefined, "Auto-Submitted: auto-replied"));
  assert.equal(desk.reports.size, 4);
  assert.deepEqual(desk.sent, []);
});

test("a machine-readable report without a sender is taken, with what it declares and who it is from", async () => {
  const desk = deskOf();
  const json = ["Content-Type: application/json; name=xarf.json"];
  const document = { ...V4, type: "harassment", tags: ["harassment:swatting"], evidence: [] };
  await desk.take(partsOf(headOf(), "mixed", [[], "see below"], [json, JSON.stringify(document)]), {
    from: "",
  });
  const [input] = desk.inputs();
  assert.deepEqual(input?.happening, ["swatting"]);
  assert.deepEqual(input?.reporter, { helper: { organisation: "Aide", contact: "abuse@aide.example" } });
  assert.deepEqual(desk.asked, ["192.0.2.7 life"]);
  assert.deepEqual(desk.sent, []);
});

test("of what shows a minor nothing is fetched and no file is kept", async () => {
  const desk = deskOf();
  const json = ["Content-Type: application/json; name=xarf.json"];
  await desk.take(
    partsOf(
      headOf(),
      "mixed",
      [[], "x"],
      [json, JSON.stringify({ ...V4, type: "csam" })],
      [PICTURE, inBase64("x")],
    ),
  );
  assert.equal(desk.inputs()[0]?.doNotFetch, true);
  assert.deepEqual(desk.files, []);
});

test("without an address of a page nothing is stored, and she is told what to send, by us or by her server", async () => {
  const desk = deskOf();
  await desk.take(written("Aidez-moi"));
  await desk.take(written("> Votre code\n> https://desk.example/s/1\nmerci"));
  assert.deepEqual([desk.reports.size, desk.sent.length], [0, 2]);
  assert.match(desk.sent[0]!.text, /pas trouvé d'adresse de page/);
  await assert.rejects(desk.take(written("Aidez-moi"), { from: "no-reply@mail.example" }), {
    ...{ code: "mail.no-address", status: 422 },
  });
  const mute = deskOf({ send: () => Promise.reject(new Error("away")) });
  await assert.rejects(mute.take(written("Aidez-moi")), { code: "mail.no-address" });
});

test("who has to wait is told once, and nothing is stored until the mail comes again", async () => {
  let wait = true;
  const desk = deskOf({ admit: async () => ({ wait }) });
  for (let i = 0; i < 3; i++) await assert.rejects(desk.take(written()), { code: "mail.wait", status: 429 });
  assert.deepEqual([desk.reports.size, desk.sent.length], [0, 1]);
  assert.match(desk.sent[0]!.text, /essaiera d'elle-même/);
  wait = false;
  await desk.take(written());
  assert.deepEqual([desk.reports.size, desk.sent.length], [1, 2]);
});

test("an address that cannot be used is left out, and the others are reported", async () => {
  const file: MailIntakeOptions["file"] = async ({ urls }) => {
    const at = urls.findIndex((url) => url.includes("bad"));
    if (at >= 0) throw badRequest("report.url", "must be public", { field: `urls.${at}` });
    return { receipt: urls.join(" "), dueAt: 0 };
  };
  const desk = deskOf({ file });
  await desk.take(written("https://bad.example/1 https://forum.example/t/1 https://bad.example/2"));
  assert.match(desk.sent[0]!.text, /: https:\/\/forum\.example\/t\/1\n/);
  await assert.rejects(desk.take(written("https://bad.example/1")), { code: "mail.no-address" });
});

test("files that cannot be kept are counted in the answer", async () => {
  const desk = deskOf();
  const text = "See https://forum.example/t/1 and the file, please";
  const word = ["Content-Type: application/msword; name=a.doc", "Content-Transfer-Encoding: base64"];
  const mail = partsOf(headOf(), "mixed", [[], text], [word, "AAAA"], [PICTURE, inBase64("x")]);
  await desk.take(mail);
  assert.deepEqual(desk.files, ["CODE-0 a.png"]);
  assert.match(desk.sent[0]!.text, /One file is not kept/);
});

test("where our own side fails the mail is to be brought again, and no answer says that it was taken", async () => {
  const away = () => Promise.reject(new RempartError("vault.away", 503, "away"));
  const withFile = partsOf(headOf(), "mixed", [[], "https://forum.example/t/1"], [PICTURE, inBase64("x")]);
  for (const changes of [{ file: away }, { attach: away }, { parser: { parse: away } }]) {
    const desk = deskOf(changes);
    await assert.rejects(desk.take(withFile), { status: 503 });
    assert.deepEqual(desk.sent, []);
  }
});

test("an answer that cannot be sent loses no report, and tells the log nothing of whom it was for", async () => {
  const lines: string[] = [];
  const warn = (event: string, fields: LogFields = {}) => void lines.push(event + JSON.stringify(fields));
  const send = () => Promise.reject(Object.assign(new Error("550 anna@mail.example"), { code: "EENVELOPE" }));
  const desk = deskOf({ send, log: { ...silentLog, warn } });
  await desk.take(written());
  assert.equal(desk.reports.size, 1);
  assert.match(lines.join(), /^mail\.no-answer.*EENVELOPE/);
  assert.doesNotMatch(lines.join(), /anna/);
});

test("what the desk does not take is refused without an answer, and what it has is not filed again", async () => {
  const suspended = deskOf({ file: () => Promise.reject(forbidden("report.suspended", "not taken")) });
  await assert.rejects(suspended.take(written()), { status: 403 });
  const twice = deskOf({ file: () => Promise.reject(conflict("report.twice", "stored")) });
  await twice.take(written());
  assert.deepEqual([suspended.sent, twice.sent], [[], []]);
});

test("by SMTP: a report is stored once though its mail is brought twice, and the answer is a mail from nobody", async () => {
  const back: string[] = [];
  const answers = await startMailListener({
    ...{
      listen: { host: "127.0.0.1", port: 0 },
      mailboxes: ["anna@mail.example"],
      maxBytes: 1e6,
      log: silentLog,
    },
    take: async (mail, { from }) => void back.push(`${from}|${Buffer.from(mail)}`),
    limits: { closeMs: 200 },
  });
  const out = createTransport({ host: "127.0.0.1", port: answers.port, ignoreTLS: true });
  const desk = deskOf({
    send: async (mail) => {
      await out.sendMail({ from: "The desk <desk@desk.example>", ...mail, headers: { ...mail.headers } });
    },
  });
  const listener = await startMailListener({
    ...{ listen: { host: "127.0.0.1", port: 0 }, mailboxes: [BOX], maxBytes: 1e6, log: silentLog },
    take: (mail, source) => desk.intake.take(mail, source),
    limits: { closeMs: 200 },
  });
  const client = createTransport({ host: "127.0.0.1", port: listener.port, ignoreTLS: true });
  const mail = {
    ...{ from: "Anna <anna@mail.example>", to: BOX, messageId: "<7@mail.example>", date: new Date(0) },
    ...{ subject: "Aide", text: "Voyez https://forum.example/t/1, c'est mon adresse à l'école" },
  };
  try {
    for (let i = 0; i < 2; i++) await client.sendMail(mail);
    await desk.intake.ended();
    assert.equal(desk.reports.size, 1);
    assert.deepEqual(desk.asked, ["127.0.0.1 ordinary", "127.0.0.1 ordinary"]);
    assert.equal(back.length, 2);
    assert.match(back[0]!, /^In-Reply-To: <7@mail\.example>\r$/m);
    assert.match(back[0]!, /^\|Auto-Submitted: auto-replied\r$/m);
    assert.doesNotMatch(back[0]!, /^References/m);
    const answer = await parseMail(Buffer.from(back[0]!.slice(1)));
    assert.ok(answer.automatic && answer.reply, "our own answer would be no report");
  } finally {
    client.close();
    out.close();
    await Promise.all([listener.close(), answers.close()]);
  }
});
