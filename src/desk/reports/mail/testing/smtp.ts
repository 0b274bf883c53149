import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { DAY } from "../../../../lib/clock.ts";
import { generateKeys, KEY_ALGORITHM, privateKeyPem, x509 } from "../../../../lib/x509.ts";
import type { MailCertificate } from "../certificate.ts";

/** A conversation in SMTP by hand. */
export class Conversation {
  readonly socket: Socket;
  #text = "";
  #ended = false;
  #wake = () => {};

  constructor(port: number) {
    this.socket = connect(port, "127.0.0.1");
    this.socket.on("data", (bytes: Buffer) => {
      this.#text += bytes.toString("latin1");
      this.#wake();
    });
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    this.socket.on("close", end).on("error", end);
  }

  /** The next reply, of one line or several; what there is where the connection ends. */
  async reply(): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(this.#text)?.[0];
      if (whole !== undefined || this.#ended) {
        this.#text = this.#text.slice(whole?.length ?? 0);
        return (whole ?? "").trimEnd();
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Says a line and gives the reply. */
  say(line: string): Promise<string> {
    this.socket.write(`${line}\r\n`);
    return this.reply();
  }

  /** Says lines until a reply is not of the kind that goes on; gives that, or the last. */
  async begin(...lines: readonly string[]): Promise<string> {
    let last = await this.reply();
    for (const line of lines) if (/^[23]/.test(last)) last = await this.say(line);
    return last;
  }

  async closed(): Promise<void> {
    while (!this.#ended) await pause(5);
  }
}

/** What a mail to this mailbox begins with, up to its first line. */
export const toMailbox = (mailbox: string, from = "anna@mail.example"): string[] => [
  "EHLO client.example",
  `MAIL FROM:<${from}>`,
  `RCPT TO:<${mailbox}>`,
  "DATA",
];

/** A certificate signed with its own key. */
export async function selfSigned(name: string): Promise<MailCertificate> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ name: `CN=${name}`, keys, signingAlgorithm: KEY_ALGORITHM },
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + DAY),
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: name }])],
  });
  return { cert: certificate.toString("pem"), key: await privateKeyPem(keys.privateKey) };
}
