import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeClock, HOUR, MINUTE } from "../../../lib/clock.ts";
import { type Answer, answerMail } from "./answer.ts";
import { AnswerLimit } from "./answer-limit.ts";

const DESK = { publicUrl: "https://desk.example", country: "FR", zone: "Europe/Paris" };
const TAKEN: Answer = {
  ...{ kind: "taken", receipt: "ABCD-EFGH-JKMN-PQRS", elsewhere: false, unread: 0 },
  dueAt: Date.UTC(2026, 11, 4, 9, 30),
};
const to = (language: "fr" | "en") => ({
  address: "anna@mail.example",
  messageId: "<1@mail.example>",
  language,
});
const count = (text: string, part: string) => text.split(part).length - 1;

test("a report that was taken is answered with its code, when somebody will have looked, and where to look, each once", () => {
  for (const [language, due] of [
    ["fr", "Une personne aura regardé au plus tard le 4 décembre 2026"],
    ["en", "Somebody will have looked by 4 December 2026"],
  ] as const) {
    const { text } = answerMail(TAKEN, to(language), DESK);
    assert.ok(text.includes(due), text);
    for (const once of ["ABCD-EFGH-JKMN-PQRS", "https://desk.example/s/1"])
      assert.equal(count(text, once), 1);
    assert.match(text, /112/);
  }
});

test("where no page is on a site of ours nobody is said to look", () => {
  const { text } = answerMail({ ...TAKEN, elsewhere: true }, to("en"), DESK);
  assert.doesNotMatch(text, /will have looked/);
  assert.match(text, /cannot act/);
});

test("files that are not kept are counted, and only then spoken of", () => {
  assert.doesNotMatch(answerMail(TAKEN, to("fr"), DESK).text, /fichier/);
  assert.match(answerMail({ ...TAKEN, unread: 1 }, to("fr"), DESK).text, /Un fichier n'est pas gardé/);
  assert.match(answerMail({ ...TAKEN, unread: 3 }, to("en"), DESK).text, /3 files are not kept/);
});

test("an answer says that it is one, refers to the mail and to nothing else, and no answer to it comes back", () => {
  for (const kind of ["taken", "no-address", "later"] as const) {
    const mail = answerMail(kind === "taken" ? TAKEN : { kind }, to("fr"), DESK);
    assert.equal(mail.headers["Auto-Submitted"], "auto-replied");
    assert.equal(mail.inReplyTo, "<1@mail.example>");
    assert.ok(!("references" in mail) && !/Re:|signal/i.test(mail.subject));
    assert.deepEqual(mail.envelope, { from: "", to: "anna@mail.example" });
    assert.doesNotMatch(mail.text + mail.subject, /anna|<|>/);
    if (kind !== "taken") assert.match(mail.text, /https:\/\/desk\.example\/s\n/);
  }
});

test("an address is answered a few times in any hour, however it is spelled, and told once to wait", () => {
  const clock = fakeClock();
  const limit = new AnswerLimit(clock);
  const spellings = ["anna@mail.example", "Anna+x@Mail.example", "anna+y@mail.example"];
  assert.ok(limit.take("anna@mail.example", "later"));
  assert.ok(!limit.take("anna@mail.example", "later"));
  clock.advance(MINUTE);
  for (let i = 0; i < 4; i++) assert.ok(limit.take(spellings[i % 3]!, "taken"));
  assert.ok(!limit.take("anna@mail.example", "no-address"));
  assert.ok(limit.take("lea@mail.example", "taken"));
  clock.advance(HOUR - MINUTE);
  assert.ok(limit.take("anna@mail.example", "taken"));
  assert.ok(!limit.take("anna@mail.example", "no-address"));
  for (let i = 0; i < 25; i++) assert.ok(limit.take("anna@mail.example", "taken"), "each holds a code");
  assert.ok(!limit.take("anna@mail.example", "taken"));
  clock.advance(HOUR);
  assert.ok(limit.take("anna@mail.example", "later"));
});
