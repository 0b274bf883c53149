import type { Language } from "../../web/layout.ts";
import { moment } from "../pages/hours-text.ts";
import { emergencyText, linesOf } from "../pages/lines.ts";
import { ANSWER_WORDS } from "./answer-words.ts";

/** What there is to say to whoever wrote. */
export type Answer =
  | {
      readonly kind: "taken";
      readonly receipt: string;
      /** Unix ms. */
      readonly dueAt: number;
      /** No page that it names is on a site of ours: nobody will look. */
      readonly elsewhere: boolean;
      /** Files that are not kept. */
      readonly unread: number;
    }
  | { readonly kind: "no-address" }
  | { readonly kind: "later" };

/** Of the desk that answers. */
export interface AnswerDesk {
  readonly publicUrl: string;
  /** Whose emergency numbers are told. */
  readonly country: string;
  /** In whose time it is told when. */
  readonly zone: string;
}

/** Whom an answer is for. */
export interface AnswerTo {
  readonly address: string;
  /** Of the mail that is answered. */
  readonly messageId?: string | undefined;
  readonly language: Language;
}

/** A mail as nodemailer takes it, but for the sender. */
export interface AnswerMail {
  readonly to: string;
  /** From nobody (RFC 3834 §3.3), so that no answer comes back. Who it is from is written in the mail itself. */
  readonly envelope: { readonly from: ""; readonly to: string };
  readonly subject: string;
  readonly text: string;
  readonly inReplyTo?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** RFC 3834 §5; the second field asks Microsoft's servers for the same. */
const HEADERS = { "Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All" };

/** The mail that answers: plain text, nothing of what was written, and nothing in the subject that says what it is about. */
export function answerMail(
  answer: Answer,
  { address, messageId, language }: AnswerTo,
  desk: AnswerDesk,
): AnswerMail {
  const { subject } = ANSWER_WORDS[language][KEYS[answer.kind]];
  return {
    to: address,
    envelope: { from: "", to: address },
    subject,
    text: `${paragraphsOf(answer, language, desk).join("\n\n")}\n`,
    ...(messageId === undefined ? {} : { inReplyTo: messageId }),
    headers: HEADERS,
  };
}

const KEYS = { taken: "taken", "no-address": "noAddress", later: "later" } as const;

function paragraphsOf(
  answer: Answer,
  language: Language,
  { publicUrl, country, zone }: AnswerDesk,
): string[] {
  const w = ANSWER_WORDS[language];
  const danger = w.danger(emergencyText(language, linesOf(country)));
  const form = `${publicUrl}/s`;
  if (answer.kind === "no-address")
    return [w.hello, w.noAddress.what, w.noAddress.send, w.page(form), danger];
  if (answer.kind === "later") return [w.hello, w.later.what, w.later.again, w.page(form), danger];
  const { taken } = w;
  return [
    w.hello,
    taken.thanks,
    answer.elsewhere ? taken.elsewhere : taken.due(moment(answer.dueAt, language, zone)),
    taken.code(answer.receipt),
    taken.keep,
    taken.follow(`${publicUrl}/s/1`),
    ...(answer.elsewhere ? [] : [taken.life]),
    ...(answer.unread === 0 ? [] : [taken.unread(answer.unread)]),
    taken.next(form),
    danger,
  ];
}
