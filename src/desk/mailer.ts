import { createTransport, type Transporter } from "nodemailer";
import type { DeskConfig } from "./config.ts";

/** One mail as it goes out. Who writes it decides what is in it. */
export interface OutgoingMail {
  readonly to: string | readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly inReplyTo?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where bounces go, if not to the desk's own address. */
  readonly envelope?: { readonly from: string; readonly to: string };
}

/** nodemailer's own are ten minutes: a server that hangs would hold up what waits for the answer. */
const TIMEOUTS = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 };

/** The way to the mail server, where there is one. */
export class Mailer {
  readonly #transport: Transporter | undefined;
  readonly #from: string;

  constructor({ smtp }: Pick<DeskConfig, "smtp">) {
    const url = smtp.url?.reveal();
    this.#transport = url === undefined ? undefined : createTransport({ url, ...TIMEOUTS });
    this.#from = smtp.from;
  }

  get isThere(): boolean {
    return this.#transport !== undefined;
  }

  /** Throws where there is no server, or it does not take the mail. */
  async send({ to, headers, ...mail }: OutgoingMail): Promise<void> {
    if (this.#transport === undefined) throw new Error("no mail server is configured");
    await this.#transport.sendMail({
      ...{ from: this.#from, ...mail, to: [to].flat() },
      ...(headers === undefined ? {} : { headers: { ...headers } }),
    });
  }

  close(): void {
    this.#transport?.close();
  }
}
