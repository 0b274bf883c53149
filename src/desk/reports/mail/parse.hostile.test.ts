import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { RempartError } from "../../../lib/errors.ts";
import { parseMail } from "./parse.ts";
import { cpuMs } from "./testing/cost.ts";
import { HOSTILE } from "./testing/hostile.ts";
import { inBase64, mailOf } from "./testing/mails.ts";
import { parsedMailSchema } from "./types.ts";

/** Several times what the worst of them take. */
const MOST_MS = 15_000;

for (const [name, make] of Object.entries(HOSTILE))
  test(`hostile mail ends in time: ${name}`, async () => {
    const bytes = make();
    const read = async () => {
      try {
        parsedMailSchema.parse(await parseMail(bytes));
      } catch (error) {
        assert.ok(error instanceof RempartError);
        assert.equal(error.code, "mail.unreadable");
      }
    };
    assert.ok((await cpuMs(read)) < MOST_MS);
  });

test("a mail of the most that is taken is read whole", async () => {
  const big = inBase64(new Uint8Array(17 * 1024 * 1024));
  const mail = await parseMail(
    mailOf(
      "Content-Type: image/png",
      "Content-Transfer-Encoding: base64",
      "Content-Disposition: attachment",
      "",
      big,
    ),
  );
  assert.deepEqual([mail.files.length, mail.files[0]?.bytes.length], [1, 17 * 1024 * 1024]);
});

const words = fc.string({ unit: "binary", maxLength: 40 });
const type = fc.constantFrom(
  "text/plain",
  "text/html; charset=utf-16",
  "text/plain; charset=iso-8859-15; format=flowed; delsp=yes",
  "multipart/mixed; boundary=b",
  "multipart/alternative; boundary=b",
  "message/rfc822",
  "message/feedback-report",
  "application/json; name=xarf.json",
  "image/png; name*=utf-8''%FF",
);
const encoding = fc.constantFrom("7bit", "8bit", "base64", "quoted-printable", "x-none");
const headLine = fc.oneof(
  type.map((value) => `Content-Type: ${value}`),
  encoding.map((value) => `Content-Transfer-Encoding: ${value}`),
  fc
    .tuple(fc.constantFrom("Subject", "From", "Message-ID", "Date", "Auto-Submitted", "X"), words)
    .map(([name, value]) => `${name}: ${value}`),
  words,
);
const line = fc.oneof(
  { weight: 3, arbitrary: words },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "--b",
      "--b--",
      "",
      "https://forum.example/t",
      "<a href='x://y'>",
      '{"xarf_version":"4.0.0"',
    ),
  },
  { weight: 1, arbitrary: headLine },
);
const mails = fc
  .tuple(
    fc.array(headLine, { maxLength: 8 }),
    fc.array(line, { maxLength: 30 }),
    fc.constantFrom("\r\n", "\n"),
  )
  .map(([head, body, end]) => Buffer.from([...head, "", ...body].join(end)));

test("no mail makes the parser fail, and all that it says is of the form that the desk expects", async () => {
  await fc.assert(
    fc.asyncProperty(mails, async (bytes) => {
      const mail = parsedMailSchema.parse(await parseMail(bytes));
      assert.ok(mail.words.isWellFormed());
      assert.deepEqual(await parseMail(bytes), mail);
    }),
    { numRuns: 150 },
  );
});

test("whatever it is made of, a page that is named in plain words is found", async () => {
  await fc.assert(
    fc.asyncProperty(encoding, fc.array(words, { maxLength: 5 }), async (name, before) => {
      const text = [...before, "\n https://forum.example/t/1 \n"]
        .join("\n")
        .toWellFormed()
        .replace(/<[^>]*$/s, "");
      const body =
        name === "base64" ? inBase64(text) : name === "quoted-printable" ? text.replaceAll("=", "=3D") : text;
      const { urls } = await parseMail(
        mailOf(`Content-Type: text/plain; charset=utf-8`, `Content-Transfer-Encoding: ${name}`, "", body),
      );
      assert.ok(urls.some((url) => url.includes("forum.example/t/1")) || /[<"]/.test(text));
    }),
    { numRuns: 100 },
  );
});
