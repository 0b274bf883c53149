import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { createTransport, type SendMailOptions } from "nodemailer";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import PostalMime from "postal-mime";
import { HOSTNAMES } from "../fixtures/people.ts";
import { until } from "../world/world.ts";
import { pictures, traced } from "./her.ts";
import type { Marks } from "./marks.ts";
import type { Wire } from "./wire.ts";

export const MAILBOX = "abus@rempart.example";

/** A mail of hers: `from` is where she is answered, and all else of it is read by nobody but who signs for it. */
export class HerMail {
  readonly address: string;
  readonly #marks: Marks;
  readonly #wire: Wire;
  readonly #port: number;

  constructor(port: number, marks: Marks, wire: Wire) {
    this.#port = port;
    this.#marks = marks;
    this.#wire = wire;
    this.address = `${marks.shown("mail: sender")}@courriel.example`;
  }

  /** With every header field and kind of part; waits for the answer in `folder`, and learns its receipt. */
  async reports(folder: string): Promise<void> {
    const marks = this.#marks;
    const messageId = `<${marks.shown("mail: Message-ID")}@courriel.example>`;
    const files = await pictures(marks, "mail");
    this.#wire.sent.push(...files.map(({ bytes }) => bytes)); // in the mail they are base64
    await this.#send({
      ...{
        messageId,
        subject: marks.text("mail: subject"),
        inReplyTo: `<${marks.of("mail: In-Reply-To")}@x.example>`,
      },
      from: { name: marks.text("mail: name"), address: this.address },
      replyTo: { name: marks.text("mail: Reply-To"), address: this.address },
      cc: marks.mail("mail: Cc"),
      headers: {
        "X-Mailer": marks.text("mail: X-Mailer"),
        "X-Originating-IP": marks.address("mail: X-Originating-IP", "5a3f"),
        Received: `from ${marks.of("mail: Received")}.example by relay.example; Mon, 23 Nov 2026 10:00:00 +0000`,
        "X-Account-Key": marks.of("mail: a field of hers"),
      },
      text: `Bonjour : ${traced(marks, "/salon/mirabelle", "mail")}\n${marks.text("mail: text")} = é\n-- \n${marks.text("mail: signature")}`,
      html: `<p title="${marks.of("mail: HTML attribute")}">${marks.text("mail: HTML")} <a href="https://${HOSTNAMES.forum}/salon/mirabelle">page</a></p><!-- ${marks.of("mail: HTML comment")} -->`,
      attachments: [
        ...files.map(({ name, type, bytes }) => ({ filename: name, contentType: type, content: bytes })),
        { filename: `${marks.of("mail: text file, name")}.txt`, content: marks.text("mail: text file") },
        {
          contentType: "message/rfc822",
          content: `Subject: ${marks.of("mail: forwarded")}\r\n\r\n${marks.of("mail: forwarded text")}`,
        },
        { filename: "x.pdf", contentType: "application/pdf", content: `%PDF-1.4 ${marks.of("mail: PDF")}` },
      ],
    });
    const answer = await until("the answer by mail", async () => {
      for (const name of await readdir(folder)) {
        const parsed = await PostalMime.parse(await readFile(`${folder}/${name}`));
        if (parsed.inReplyTo === messageId) return parsed.text ?? "";
      }
      return undefined;
    });
    const code = /[0-9a-z]{4}(?:-[0-9a-z]{4}){3}/.exec(answer)![0];
    this.#wire.secrets.add(code).add(code.replaceAll("-", ""));
  }

  /** A mail without a page, one to nobody here, one that is no MIME. */
  async isRefused(): Promise<void> {
    const marks = this.#marks;
    await this.#send({
      subject: marks.text("mail, no page: subject"),
      text: marks.text("mail, no page: text"),
    });
    const elsewhere = `${marks.of("mail, no mailbox: recipient")}@rempart.example`;
    const text = marks.text("mail, no mailbox: text");
    this.#wire.sent.push(Buffer.from(text));
    await assert.rejects(this.#send({ to: elsewhere, text }));
    const raw = [
      `From: ${this.address}\r\nContent-Type: multipart/mixed; boundary="${marks.of("mail, broken: boundary")}`,
      `\r\n${marks.of("mail, broken: field")}\r\n\r\n--x\r\nContent-Transfer-Encoding: base64\r\n\r\n${marks.text("mail, broken: body")}`,
    ].join("");
    await this.#bring(Buffer.from(raw), MAILBOX).catch(() => {}); // taken or not: it stays with who sent it
  }

  async #send({ to = MAILBOX, ...mail }: SendMailOptions): Promise<void> {
    const composed = new MailComposer({ from: this.address, to, ...mail });
    await this.#bring(await composed.compile().build(), String(to));
  }

  async #bring(raw: Buffer, to: string): Promise<void> {
    const name = `${this.#marks.of("mail: EHLO")}.example`;
    const transport = createTransport({
      ...{ host: "127.0.0.1", port: this.#port, ignoreTLS: true, name, localAddress: this.#marks.loopback() },
    });
    this.#wire.sent.push(Buffer.from(`EHLO ${name}\n${this.address} ${to}\n`), raw);
    try {
      await transport.sendMail({ raw, envelope: { from: this.address, to: [to] } });
    } finally {
      transport.close();
    }
  }

  /** Whether a mail that the desk sent is to her and to nobody else. */
  async isToHer(raw: Buffer): Promise<boolean> {
    const { to = [], cc = [], bcc = [] } = await PostalMime.parse(raw);
    return to.length === 1 && to[0]!.address === this.address && cc.length + bcc.length === 0;
  }
}
