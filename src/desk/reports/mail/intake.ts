import { sha256Hex, toUtf8 } from "../../../lib/bytes.ts";
import type { Clock } from "../../../lib/clock.ts";
import { RempartError, unprocessable } from "../../../lib/errors.ts";
import { errorFields, type Log } from "../../../lib/log.ts";
import { TurnsByKey } from "../../../lib/turns.ts";
import { checked } from "../../web/http.ts";
import { laneOf } from "../clocks.ts";
import type { Lane } from "../gate/budget.ts";
import { type ReportInput, reportSchema } from "../types.ts";
import { type Answer, type AnswerDesk, type AnswerMail, answerMail } from "./answer.ts";
import { AnswerLimit } from "./answer-limit.ts";
import { isNobody } from "./automatic.ts";
import type { MailSource } from "./listener.ts";
import { mailboxOf } from "./mailboxes.ts";
import type { MailParser } from "./parser.ts";
import type { MailFile, ParsedMail } from "./types.ts";

export interface MailArrival {
  /** The same for a mail that is brought again, from the same sender; nobody else can guess it. */
  readonly idempotencyKey: string;
  /** How much the same client has sent, as the gate says. */
  readonly share: number;
}

export interface FiledMail {
  readonly receipt: string;
  readonly dueAt: number;
  /** What was kept of each address, and which of them are on sites that we do not serve. */
  readonly kept?: readonly string[];
  readonly elsewhere?: readonly string[];
}

export interface MailIntakeOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly parser: Pick<MailParser, "parse">;
  readonly desk: AnswerDesk;
  /** Our own addresses, which are never answered. */
  readonly mailboxes: readonly string[];
  /** Stores a report; the same key twice is the same report with the same receipt. */
  readonly file: (input: ReportInput, arrival: MailArrival) => Promise<FiledMail>;
  /**
   * Keeps files of the report, each once however often it comes. Throws a client's error for what is no file that can be
   * kept; without it no file is.
   */
  readonly attach?: (receipt: string, files: readonly MailFile[]) => Promise<void>;
  readonly admit: (address: string, lane: Lane) => Admission | Promise<Admission>;
  readonly send: (mail: AnswerMail) => Promise<void>;
}

export interface Admission {
  readonly wait: boolean;
  readonly share?: number;
}

/** Makes reports of mails: what `take` of the listener does. */
export class MailIntake {
  readonly #options: MailIntakeOptions;
  readonly #limit: AnswerLimit;
  readonly #turns = new TurnsByKey();
  readonly #own: ReadonlySet<string | undefined>;
  readonly #answering = new Set<Promise<boolean>>();

  constructor(options: MailIntakeOptions) {
    this.#options = options;
    this.#limit = new AnswerLimit(options.clock);
    this.#own = new Set(options.mailboxes.map(mailboxOf));
  }

  /**
   * Resolves when the report that the mail makes is stored, with its files; also where the mail is none that could make one
   * and its sender is told so, or is a program that answers. Throws `mail.unreadable` and `mail.no-address` (422) for what
   * nobody can be told of otherwise, `mail.wait` (429), and what parser, `file` and `attach` throw. The same mail may be
   * brought again after any of these.
   */
  async take(bytes: Uint8Array, source: MailSource): Promise<void> {
    const mail = await this.#options.parser.parse(bytes);
    if (isAnswer(mail, source)) return;
    const key = sha256Hex(toUtf8(`${mail.sameAs} ${source.from}`));
    await this.#turns.run(key, () => this.#report(mail, source, key));
  }

  /** When the answers that are under way have been sent, or could not be. */
  async ended(): Promise<void> {
    await Promise.all(this.#answering);
  }

  async #report(mail: ParsedMail, source: MailSource, idempotencyKey: string): Promise<void> {
    const urls = mail.urls.filter((url) => !this.#isOurs(url));
    const lane = laneOf({ happening: mail.happening, riskToLife: false });
    const { wait, share = 0 } = await this.#options.admit(source.address, lane);
    if (wait) {
      void this.#answer(mail, source, { kind: "later" });
      throw new RempartError(
        "mail.wait",
        429,
        "too many reports at once; the mail may be brought again later",
      );
    }
    if (urls.length === 0) {
      // nothing is stored: she is told by us, or else by her own server
      if (await this.#answer(mail, source, { kind: "no-address" })) return;
      throw noAddress();
    }
    const filed = await this.#file(inputOf(mail, urls), { idempotencyKey, share });
    if (filed === undefined) return;
    const unread = await this.#attach(filed.receipt, mail.files);
    const { receipt, dueAt, kept = [], elsewhere = [] } = filed;
    void this.#answer(mail, source, {
      ...{ kind: "taken", receipt, dueAt, unread: unread + mail.leftOut },
      elsewhere: elsewhere.length > 0 && elsewhere.length === kept.length,
    });
  }

  /** Leaves out addresses that cannot be used, which stay in her words. Undefined where the mail was filed before, otherwise read. */
  async #file(input: ReportInput, arrival: MailArrival): Promise<FiledMail | undefined> {
    try {
      return await this.#options.file(input, arrival);
    } catch (error) {
      if (!(error instanceof RempartError)) throw error;
      if (error.code === "report.twice") return undefined;
      const at = /^urls\.(\d+)$/.exec(error.details.field ?? "")?.[1];
      if (error.code !== "report.url" || at === undefined) throw error;
      const urls = input.urls.filter((_, i) => i !== Number(at));
      if (urls.length === 0 || urls.length === input.urls.length) throw noAddress();
      return this.#file({ ...input, urls }, arrival);
    }
  }

  /** How many files could not be kept. Throws where that lies with us: then the mail is brought again. */
  async #attach(receipt: string, files: readonly MailFile[]): Promise<number> {
    const { attach } = this.#options;
    if (attach === undefined) return files.length;
    let unread = 0;
    for (const file of files) {
      try {
        await attach(receipt, [file]);
      } catch (error) {
        if (!(error instanceof RempartError) || error.source !== "client") throw error;
        unread += 1;
      }
    }
    return unread;
  }

  /** Whether an answer was sent. It goes to whoever sent the mail (RFC 3834 §4), never to whom it says it is from. */
  async #answer(mail: ParsedMail, { from }: MailSource, answer: Answer): Promise<boolean> {
    const { desk, log, send } = this.#options;
    if (mail.automatic || from === "" || isNobody(from) || this.#own.has(mailboxOf(from))) return false;
    if (!this.#limit.take(from, answer.kind)) return false;
    const { language, messageId } = mail;
    const sent = send(answerMail(answer, { address: from, messageId, language }, desk)).then(
      () => true,
      (error: unknown) => {
        log.warn("mail.no-answer", { kind: answer.kind, ...errorFields(error) });
        return false;
      },
    );
    this.#answering.add(sent);
    return sent.finally(() => this.#answering.delete(sent));
  }

  /** Our own pages stand in our own answers, which come back with hers. */
  #isOurs(url: string): boolean {
    return URL.parse(url)?.origin === URL.parse(this.#options.desk.publicUrl)?.origin;
  }
}

const noAddress = () =>
  unprocessable("mail.no-address", "no usable address of a web page was found in the mail; nothing was kept");

/** Bounces and out-of-office mails (RFC 5321 §4.5.5, RFC 3834 §2) may name pages, and report none. */
const isAnswer = (mail: ParsedMail, { from }: MailSource): boolean =>
  mail.reply || (from === "" && mail.form === "text");

/** Who wrote is not asserted by anybody, and nobody but the desk is told of a report because of a mail. */
function inputOf(
  { words, happening, minor, reporter, language }: ParsedMail,
  urls: readonly string[],
): ReportInput {
  const { organisation, contact } = reporter ?? {};
  const who =
    organisation === undefined
      ? { ...(contact === undefined ? {} : { contact }) }
      : { helper: { organisation, ...(contact === undefined ? {} : { contact }) } };
  return checked(reportSchema, {
    ...{ urls, words, happening, language, doNotFetch: minor },
    ...(reporter === undefined ? {} : { reporter: who }),
  });
}
