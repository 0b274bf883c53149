import PostalMime, { type Attachment, type Email } from "postal-mime";
import { sha256Hex, toUtf8 } from "../../../lib/bytes.ts";
import { unprocessable } from "../../../lib/errors.ts";
import { readArf } from "./arf.ts";
import { type Head, isAutomatic, isAutomaticReply } from "./automatic.ts";
import { asLatin, mendCharset } from "./charset.ts";
import { fileName, mediaType } from "./evidence-file.ts";
import { findUrls, usableUrls } from "./find-urls.ts";
import { type HtmlText, readHtml } from "./html.ts";
import { guessLanguage } from "./language.ts";
import { MAIL_LIMITS, type MachineReport, type MailFile, type ParsedMail } from "./types.ts";
import { readXarf } from "./xarf.ts";

/** Far above what 25 MB of base64 in lines of 76 characters need; postal-mime keeps about 2 KB a line. */
const MAX_LINES = 400_000;
const OPTIONS = {
  forceRfc822Attachments: true, // a mail in the mail is evidence: its words are never taken for hers
  maxNestingDepth: 32,
  maxHeadersSize: 512 * 1024, // of all parts together
} as const;

/**
 * What a mail says. Throws `mail.unreadable` (422) for one that is too large or too deep to be read, without repeating
 * anything of it. Time and memory are for the caller to limit (parser.ts): the worst mails take seconds.
 */
export async function parseMail(bytes: Uint8Array): Promise<ParsedMail> {
  if (bytes.length > MAIL_LIMITS.bytes || countLines(bytes) > MAX_LINES) throw unreadable();
  const mail = await read(bytes);
  const head: Head = (name) => mail.headers.flatMap(({ key, value }) => (key === name ? value : []));
  const html = readHtml(mail.html ?? "");
  const text = await textOf(mail, bytes, html);
  const parts = mail.attachments.flatMap(fileOf);
  const feedback = parts.find(({ type }) => type === "message/feedback-report");
  const files = parts.filter((part) => part !== feedback && !isSignature(part));

  const feedbackText = feedback === undefined ? "" : clean(new TextDecoder().decode(feedback.bytes));
  const xarf = readXarf(files);
  const arf = feedback === undefined ? undefined : readArf(feedbackText);
  const report = xarf.report ?? arf;
  const form = xarf.form ?? (arf === undefined ? "text" : "arf");

  const subject = clean(mail.subject ?? "");
  const whole = [subject, text, feedbackText, clean(xarf.text), ...(report?.lines ?? []).map(clean)]
    .filter((part) => part !== "")
    .join("\n\n");
  const from = addressOf(mail);
  const named = urlsOf(report, [subject, text, feedbackText, xarf.text], html);
  return {
    form,
    urls: named.length > 0 ? named : await urlsOfAttached(files),
    words: whole.slice(0, MAIL_LIMITS.words).toWellFormed(),
    happening: report?.happening ?? [],
    ...(xarf.minor ? { files: [], leftOut: files.length } : fitting(whole, files, report)),
    minor: xarf.minor,
    ...reporterOf(report, from),
    ...(from === undefined ? {} : { from }),
    language: guessLanguage(`${subject} ${text}`, head("content-language")[0]),
    automatic: isAutomatic(head, from),
    reply: form === "text" && isAutomaticReply(head, from),
    ...messageIdOf(mail.messageId),
    sameAs: sameAs(mail, head, bytes),
  };
}

const unreadable = () =>
  unprocessable(
    "mail.unreadable",
    "the mail could not be read: it is too large, or its parts are nested too deep",
  );

async function read(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, OPTIONS);
  } catch {
    throw unreadable();
  }
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0 && lines <= MAX_LINES; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/** The text part, or what the HTML says where that is all there is or the text is a stand-in for it. */
async function textOf(mail: Email, bytes: Uint8Array, html: HtmlText): Promise<string> {
  let text = mail.text ?? "";
  if (text.includes("\ufffd")) {
    // 8-bit text that names no character set: old programs mean windows-1252
    const again = (await read(asLatin(bytes))).text ?? "";
    if (!again.includes("\ufffd")) text = again;
  }
  const plain = clean(mendCharset(text));
  const shown = clean(html.text);
  return plain.length * 3 < shown.length ? shown : plain;
}

/** Text without what no text holds: control characters but tab and line feed, halves of characters. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .trim();

/** A machine-readable report names its pages; the words beside it may name its maker's. */
function urlsOf(report: MachineReport | undefined, texts: readonly string[], html: HtmlText): string[] {
  const named = usableUrls(report?.urls ?? []);
  return named.length > 0 ? named : usableUrls([...texts.flatMap(findUrls), ...html.links]);
}

/** Where she names no page herself, those of the mail that she passes on as a file. */
async function urlsOfAttached(files: readonly MailFile[]): Promise<string[]> {
  const attached = files.find(({ type }) => type === "message/rfc822");
  if (attached === undefined) return [];
  try {
    const { subject = "", text = "", html = "" } = await PostalMime.parse(attached.bytes, OPTIONS);
    return urlsOf(undefined, [subject, text].map(clean), readHtml(html));
  } catch {
    return []; // it stays a file
  }
}

function fileOf({ filename, mimeType, content }: Attachment): MailFile[] {
  const bytes = typeof content === "string" ? toUtf8(content) : new Uint8Array(content);
  if (bytes.length === 0) return [];
  const type = mediaType(mimeType);
  return [{ name: fileName(filename, type === "message/rfc822" ? "message.eml" : "file"), type, bytes }];
}

/** Says who wrote, which is sealed elsewhere; it is no evidence. */
const isSignature = ({ type }: MailFile): boolean =>
  /^application\/(?:pgp-signature|(?:x-)?pkcs7-signature)$/.test(type);

/** The files that there is room for, hers first; a text that is longer than its field is a file too. */
function fitting(whole: string, own: readonly MailFile[], report: MachineReport | undefined) {
  const long =
    whole.length > MAIL_LIMITS.words ? [{ name: "mail.txt", type: "text/plain", bytes: toUtf8(whole) }] : [];
  const all = [...long, ...own, ...(report?.files ?? [])];
  const files: MailFile[] = [];
  let room: number = MAIL_LIMITS.fileBytes;
  for (const file of all) {
    if (files.length === MAIL_LIMITS.files || file.bytes.length > room) continue;
    files.push(file);
    room -= file.bytes.length;
  }
  return { files, leftOut: all.length - files.length };
}

const ADDRESS = /^[^\s@<>"(),:;\\[\]\p{C}]{1,64}@[\p{L}\p{N}.-]{1,190}\.\p{L}[\p{L}\p{N}-]{0,62}$/u;

function addressOf({ from }: Email): string | undefined {
  const address = from?.address?.trim();
  return address !== undefined && ADDRESS.test(address) ? address : undefined;
}

/** Who writes. A name beside the address is not taken: nobody chose to be called so here. */
function reporterOf(
  report: MachineReport | undefined,
  from: string | undefined,
): Pick<ParsedMail, "reporter"> {
  const said = report?.reporter;
  const contact = said?.contact ?? from;
  if (contact === undefined && said?.organisation === undefined) return {};
  return { reporter: { ...said, ...(contact === undefined ? {} : { contact }) } };
}

/** RFC 5322 §3.6.4, in ASCII and short enough for one line. */
const messageIdOf = (written: string | undefined): Pick<ParsedMail, "messageId"> => {
  const id = written?.trim() ?? "";
  return /^<[!-;=?-~]{1,900}>$/.test(id) ? { messageId: id } : {};
};

/** Message-ID, sender and the bytes of the body: the fields that every hop adds are left out. */
function sameAs(mail: Email, head: Head, bytes: Uint8Array): string {
  const fields = [head("message-id")[0] ?? head("date")[0] ?? "", mail.from?.address ?? ""];
  return sha256Hex(toUtf8(`rempart/mail/v1\n${JSON.stringify(fields)}\n`), bodyOf(bytes));
}

function bodyOf(bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = [buffer.indexOf("\r\n\r\n"), buffer.indexOf("\n\n")].filter((at) => at >= 0);
  return bytes.subarray(ends.length === 0 ? 0 : Math.min(...ends));
}
