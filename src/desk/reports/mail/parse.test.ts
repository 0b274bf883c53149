import assert from "node:assert/strict";
import { test } from "node:test";
import { toUtf8 } from "../../../lib/bytes.ts";
import { parseMail } from "./parse.ts";
import { V3, V4 } from "./testing/documents.ts";
import { headOf, inBase64, mailOf, partsOf } from "./testing/mails.ts";
import { parsedMailSchema } from "./types.ts";

const FRENCH = "Bonjour, mon adresse a été publiée ici : https://forum.example/t/é\nMerci de m’aider.";
const URL_ = "https://forum.example/t/é";
const latin = (text: string) => Buffer.from(text.replaceAll("’", "'"), "latin1");
const quotedPrintable = (text: string) =>
  [...Buffer.from(text)]
    .map((byte) =>
      byte > 126 || byte === 61 ? `=${byte.toString(16).toUpperCase()}` : String.fromCharCode(byte),
    )
    .join("")
    .replaceAll("\n", "\r\n")
    .replace(/(.{60})(?=.)(?!=)/, "$1=\r\n");
const text = (type: string, encoding = "8bit") => [
  `Content-Type: text/plain; ${type}`,
  `Content-Transfer-Encoding: ${encoding}`,
  "",
];

const SPELLINGS: Readonly<Record<string, Uint8Array>> = {
  "UTF-8": mailOf(...headOf(), ...text("charset=utf-8"), FRENCH),
  "latin-1": mailOf(...headOf(), ...text("charset=iso-8859-1"), latin(FRENCH)),
  "latin-1 that names no set": mailOf(...headOf(), "", latin(FRENCH)),
  "UTF-8 that is called latin-1": mailOf(...headOf(), ...text("charset=iso-8859-1"), FRENCH),
  "UTF-16": mailOf(
    ...headOf(),
    ...text("charset=utf-16le", "base64"),
    inBase64(Buffer.from(FRENCH, "utf16le")),
  ),
  "quoted-printable": mailOf(
    ...headOf(),
    ...text("charset=utf-8", "quoted-printable"),
    quotedPrintable(FRENCH),
  ),
  base64: mailOf(...headOf(), ...text("charset=utf-8", "base64"), inBase64(FRENCH)),
  "format=flowed": mailOf(
    ...headOf(),
    ...text("charset=utf-8; format=flowed; delsp=no"),
    "Bonjour, mon adresse a été ",
    "publiée ici : ",
    "https://forum.example/t/é",
    "Merci de m’aider.",
  ),
  "HTML alone": mailOf(
    ...headOf("Content-Type: text/html; charset=utf-8", ""),
    `<p>Bonjour, mon adresse a été publiée ici&nbsp;: <a href="${URL_}">là</a></p><p>Merci de m’aider.</p>`,
  ),
};

for (const [name, bytes] of Object.entries(SPELLINGS))
  test(`a French mail in ${name} says the same`, async () => {
    const mail = await parseMail(bytes);
    assert.deepEqual(parsedMailSchema.parse(mail), mail);
    assert.equal(mail.form, "text");
    assert.deepEqual(mail.urls, [URL_]);
    assert.match(mail.words.replaceAll("\u00a0", " "), /^Bonjour, mon adresse a été\s+publiée ici :/);
    assert.match(mail.words, /Merci de m['’]aider\.$/);
    assert.equal(mail.language, "fr");
    assert.equal(mail.from, "anna@mail.example");
    assert.deepEqual(mail.reporter, { contact: "anna@mail.example" });
    assert.equal(mail.messageId, "<1.anna@mail.example>");
    assert.deepEqual([mail.automatic, mail.reply, mail.files.length], [false, false, 0]);
  });

test("an English mail with pictures says so, its subject is of its words and file names lose their folders", async () => {
  const mail = await parseMail(
    partsOf(
      headOf("Subject: =?utf-8?Q?They_posted_my_address_=E2=80=93_help?="),
      "mixed",
      [
        ["Content-Type: text/plain"],
        "Hello, this is the page: hxxps://forum[.]example/t/1 and www.forum.example/t/2",
      ],
      [
        [
          "Content-Type: image/png",
          "Content-Disposition: attachment; filename*=utf-8''..%2Fc%C3%A9.png",
          "Content-Transfer-Encoding: base64",
        ],
        inBase64("picture"),
      ],
      [["Content-Type: application/pgp-signature; name=signature.asc"], "-----BEGIN"],
    ),
  );
  assert.equal(mail.language, "en");
  assert.match(mail.words, /^They posted my address – help\n\nHello/);
  assert.deepEqual(mail.urls, ["https://forum.example/t/1", "https://www.forum.example/t/2"]);
  assert.deepEqual(mail.files, [{ name: "cé.png", type: "image/png", bytes: toUtf8("picture") }]);
  assert.deepEqual(mail.happening, []);
});

const FEEDBACK = [
  "Feedback-Type: abuse",
  "User-Agent: Reporter/1.0",
  "Version: 1",
  "Reported-URI: https://forum.example/t/1",
].join("\r\n");
const arf = (feedback: string) =>
  partsOf(
    headOf("Auto-Submitted: auto-generated"),
    "report; report-type=feedback-report",
    [["Content-Type: text/plain"], "A report of https://reporter.example/about, see below."],
    [["Content-Type: message/feedback-report"], feedback],
    [["Content-Type: message/rfc822"], "From: x@spam.test\r\nSubject: evil\r\n\r\nhttps://inner.example/t"],
  );

test("a feedback report names its page, and the mail in it stays a file", async () => {
  const mail = await parseMail(arf(FEEDBACK));
  assert.equal(mail.form, "arf");
  assert.deepEqual(mail.urls, ["https://forum.example/t/1"]);
  assert.match(mail.words, /Reported-URI/);
  assert.doesNotMatch(mail.words, /evil/);
  assert.deepEqual(
    mail.files.map(({ name, type }) => [name, type]),
    [["message.eml", "message/rfc822"]],
  );
  assert.deepEqual([mail.automatic, mail.reply], [true, false]);
});

test("a feedback report that lacks a field is a text with all that it said", async () => {
  const mail = await parseMail(arf(FEEDBACK.replace("Version", "Versoin")));
  assert.equal(mail.form, "text");
  assert.deepEqual(mail.urls, ["https://reporter.example/about", "https://forum.example/t/1"]);
  assert.match(mail.words, /Versoin: 1/);
});

test("where she names no page, those of the mail that she passes on are looked at", async () => {
  const mail = await parseMail(
    partsOf(
      headOf(),
      "mixed",
      [["Content-Type: text/plain"], "Regardez ce que je reçois."],
      [["Content-Type: message/rfc822"], "Subject: x\r\n\r\nhttps://inner.example/t"],
    ),
  );
  assert.deepEqual(mail.urls, ["https://inner.example/t"]);
  assert.doesNotMatch(mail.words, /inner/);
});

const xarf = (document: unknown) =>
  partsOf(
    headOf(),
    "mixed",
    [["Content-Type: text/plain"], "A report, see xarf.json"],
    [
      ["Content-Type: application/json; name=xarf.json", "Content-Transfer-Encoding: base64"],
      inBase64(JSON.stringify(document)),
    ],
  );

test("an X-ARF document of either version is read, and stays a file", async () => {
  const [v4, v3] = [await parseMail(xarf(V4)), await parseMail(xarf(V3))];
  assert.deepEqual([v4.form, v3.form], ["xarf-4", "xarf-3"]);
  assert.deepEqual([v4.urls, v3.urls], [["https://forum.example/t/1"], ["https://forum.example/t/3"]]);
  assert.deepEqual(
    v4.files.map(({ name }) => name),
    ["xarf.json", "evidence-1"],
  );
  assert.deepEqual(v4.reporter, { organisation: "Aide", contact: "abuse@aide.example" });
  assert.match(v3.words, /Her name and school were posted\./);
});

test("an X-ARF document that breaks its schema is a text, its page and its words kept", async () => {
  const mail = await parseMail(xarf({ ...V4, sender: "Aide" }));
  assert.equal(mail.form, "text");
  assert.deepEqual(mail.urls, ["https://forum.example/t/1"]);
  assert.match(mail.words, /description: A post with a phone number\./);
  assert.deepEqual(
    mail.files.map(({ name }) => name),
    ["xarf.json"],
  );
});

test("of what shows a minor no file is kept", async () => {
  const mail = await parseMail(xarf({ ...V4, type: "csam" }));
  assert.deepEqual([mail.minor, mail.files, mail.leftOut], [true, [], 1]);
  assert.deepEqual(mail.urls, ["https://forum.example/t/1"]);
});

test("what is more than there is room for is counted, and a long text is a file besides", async () => {
  const mail = await parseMail(
    partsOf(
      headOf(),
      "mixed",
      [["Content-Type: text/plain"], "un deux trois\r\n".repeat(3000)],
      ...Array.from({ length: 12 }, () => [["Content-Type: image/png"], "x"] as const),
    ),
  );
  assert.equal(mail.words.length, 20_000);
  assert.deepEqual([mail.files.length, mail.leftOut], [10, 3]);
  assert.equal(mail.files[0]?.name, "mail.txt");
});

test("one mail by two ways is the same, another one is not", async () => {
  const body = ["Subject: x", "", "https://forum.example/t/1"];
  const same = async (...lines: string[]) => (await parseMail(mailOf(...lines))).sameAs;
  const first = await same("Received: by a", ...headOf(), ...body);
  assert.equal(await same("Received: by b", "X-Spam: no", ...headOf(), ...body), first);
  assert.notEqual(await same(...headOf(), ...body, "Again."), first);
  assert.notEqual(await same(...headOf().slice(0, 3), ...body), first);
});

test("a Message-ID or a sender that could not be repeated is none", async () => {
  const { messageId, from } = await parseMail(
    mailOf("From: a b c", "Message-ID: <a b>", "Subject: x", "", "text"),
  );
  assert.deepEqual([messageId, from], [undefined, undefined]);
});
