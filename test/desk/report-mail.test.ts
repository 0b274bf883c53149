import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { createTransport, type SendMailOptions } from "nodemailer";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import PostalMime from "postal-mime";
import sharp from "sharp";
import { HOSTNAMES } from "../fixtures/people.ts";
import { freePort, until } from "../world/world.ts";
import { House } from "./house.ts";
import { Reporter } from "./reporter.ts";

const PAGE = `https://${HOSTNAMES.forum}/salon/mirabelle/sujet/41-on-sait-ou-elle-est`;
const HER = "mirabelle@courriel.example";
const BOX = "abus@rempart.example";

describe("a report that comes by mail", () => {
  let house: House;
  let port: number;
  before(async () => {
    port = await freePort();
    const extra = { REMPART_MAIL_LISTEN: `127.0.0.1:${port}`, REMPART_MAIL_BOXES: BOX };
    house = await House.open({ mail: true, extra });
  });
  after(() => house.close());

  async function send(mail: SendMailOptions): Promise<void> {
    const transport = createTransport({ host: "127.0.0.1", port, ignoreTLS: true });
    await transport.sendMail({ from: HER, to: BOX, ...mail });
    transport.close();
  }
  const answers = async () => {
    const names = await readdir(house.world.path("mail"));
    const mails = names
      .sort()
      .map(async (name) => PostalMime.parse(await readFile(house.world.path("mail", name))));
    return Promise.all(mails);
  };
  const answerTo = (id: string) =>
    until(`the answer to ${id}`, async () => (await answers()).find(({ inReplyTo }) => inReplyTo === id));

  test("in plain words with a picture and a mail: a receipt comes back that opens it, and nothing of the words", async () => {
    const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: "navy" } })
      .png()
      .toBuffer();
    const mail: SendMailOptions = {
      ...{ messageId: "<un@courriel.example>", subject: "zqcanarysubject" },
      text: `Bonjour, mon adresse est publiée ici : ${PAGE}?fbclid=zqcanarytoken\nzqcanarywords, merci.`,
      attachments: [
        { filename: "zqcanary.png", content: picture, contentType: "image/png" },
        {
          filename: "menace.eml",
          content: "Subject: zqcanary\r\n\r\nzqcanary",
          contentType: "message/rfc822",
        },
      ],
    };
    const raw = await new MailComposer({ from: HER, to: BOX, ...mail }).compile().build();
    const brought = { raw, envelope: { from: HER, to: [BOX] } } as SendMailOptions;
    await send(brought);
    const answer = await answerTo("<un@courriel.example>");
    assert.equal(answer.to?.[0]?.address, HER);
    assert.ok(!JSON.stringify(answer).includes("zqcanary"));
    const receipt = /[0-9a-z]{4}(-[0-9a-z]{4}){3}/.exec(answer.text ?? "")?.[0] ?? "";
    const her = new Reporter(house, { language: "fr" });
    await her.press("/s/1", { code: receipt });
    assert.match(her.words, /Une personne va regarder/);
    assert.match(her.words, /1 page, 2 fichiers gardés/);
    await send(brought); // brought again by a server that did not hear us
    assert.deepEqual(
      (await house.cases()).map(({ reports }) => reports),
      [1],
    );
  });

  test("as a program reports (RFC 5965): the page is reported", async () => {
    const fields = `Feedback-Type: other\r\nUser-Agent: Relais/1\r\nVersion: 1\r\nReported-URI: ${PAGE}\r\n`;
    const body = [
      "From: relais@appui.example",
      `To: ${BOX}`,
      "Subject: report",
      "MIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
      "",
      "--b\r\nContent-Type: text/plain\r\n\r\nHarassment.\r\n",
      `--b\r\nContent-Type: message/feedback-report\r\n\r\n${fields}`,
      "--b--\r\n",
    ].join("\r\n");
    await send({ raw: body, envelope: { from: "relais@appui.example", to: [BOX] } } as SendMailOptions);
    await until("a second report on the case", async () => (await house.cases())[0]?.reports === 2);
  });

  test("without an address of a page it is answered and not kept; another mailbox is refused", async () => {
    await send({ text: "Quelqu'un m'embête.", messageId: "<deux@courriel.example>" });
    const answer = await answerTo("<deux@courriel.example>");
    assert.ok(!/[0-9a-z]{4}(-[0-9a-z]{4}){3}/.test(answer.text ?? ""));
    await assert.rejects(send({ to: "autre@rempart.example", text: PAGE }), /550|rejected/);
  });
});
